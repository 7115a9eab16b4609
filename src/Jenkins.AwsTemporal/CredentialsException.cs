namespace Jenkins.AwsTemporal;

/// <summary>
/// Text that should be temporary credentials is not, or credentials may not be used as asked. Never holds a piece
/// of the text but an access key id.
/// </summary>
public sealed class CredentialsException : AwsTemporalException
{
    internal CredentialsException(ErrorCode code, string message, string hint)
        : base(code, message, hint)
    {
    }

    /// <summary>The field at fault, by the name that the AWS API gives it, such as <c>SessionToken</c>; null when it is none in particular.</summary>
    public string? Field { get; internal init; }

    /// <summary>The line of the paste on which the fault lies, from 1; null when it lies on none in particular.</summary>
    public int? Line { get; internal init; }

    /// <summary>The paste can be read in more than one way, so that no further repair may decide it.</summary>
    internal bool IsAmbiguous { get; init; }
}
