namespace AwsEmulator.Policies;

/// <summary>What policies say about one request.</summary>
internal enum Verdict
{
    Silent,
    Allowed,
    Denied,
}
