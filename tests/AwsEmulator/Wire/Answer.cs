namespace AwsEmulator.Wire;

/// <summary>What goes back to the client.</summary>
internal sealed record Answer(int Status, string ContentType, byte[] Body, string? ErrorCode = null);
