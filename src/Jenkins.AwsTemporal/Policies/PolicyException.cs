namespace Jenkins.AwsTemporal.Policies;

/// <summary>
/// A policy cannot be written from what was given: a name that IAM does not allow, a piece that is missing, or a document
/// larger than IAM takes. <see cref="AwsTemporalException.Code"/> is <see cref="ErrorCode.InvalidArgument"/>.
/// </summary>
public sealed class PolicyException : AwsTemporalException
{
    internal PolicyException(string message, string hint)
        : base(ErrorCode.InvalidArgument, message, hint)
    {
    }
}
