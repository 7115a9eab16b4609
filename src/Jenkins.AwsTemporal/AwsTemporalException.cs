namespace Jenkins.AwsTemporal;

/// <summary>
/// The root of every error that this library throws on purpose. <see cref="Exception.Message"/> is one line in lower
/// case without a full stop that says what is wrong and in which input; <see cref="Hint"/> is one line that says what
/// to do next. Neither holds a secret or a piece of a paste (an access key id is no secret and may be named).
/// </summary>
public abstract class AwsTemporalException : Exception
{
    private protected AwsTemporalException(ErrorCode code, string message, string hint)
        : base(message)
    {
        Code = code;
        Hint = hint;
    }

    /// <summary>What went wrong, in the one taxonomy.</summary>
    public ErrorCode Code { get; }

    /// <summary>What to do next, one line.</summary>
    public string Hint { get; }
}
