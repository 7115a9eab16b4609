namespace AwsEmulator.Policies;

/// <summary>A document that IAM would refuse, or that asks for what the emulator does not evaluate.</summary>
public sealed class MalformedPolicyException(string message) : Exception(message);
