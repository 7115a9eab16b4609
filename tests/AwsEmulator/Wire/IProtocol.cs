namespace AwsEmulator.Wire;

/// <summary>How a service writes its answers.</summary>
internal interface IProtocol
{
    Answer Error(AwsException error, string requestId);
}
