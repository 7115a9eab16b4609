namespace Jenkins.AwsTemporal.Sessions;

/// <summary>A session folder holds no session, or cannot hold or keep one safely.</summary>
public sealed class SessionException : AwsTemporalException
{
    internal SessionException(ErrorCode code, string folder, string message, string hint)
        : base(code, message, hint) => Folder = folder;

    /// <summary>The session folder.</summary>
    public string Folder { get; }
}
