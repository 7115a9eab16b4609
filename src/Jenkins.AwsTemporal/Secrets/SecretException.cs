namespace Jenkins.AwsTemporal.Secrets;

/// <summary>
/// A reference to a secret or its binding is none (<see cref="ErrorCode.InvalidArgument"/>), the secret it names holds no
/// such key (<see cref="ErrorCode.KeyNotFound"/>), a prefix names none (<see cref="ErrorCode.NotFound"/>), or several secrets
/// cannot be had (the code of the first). Quotes at most references, never anything of a secret but its keys.
/// </summary>
public sealed class SecretException : AwsTemporalException
{
    internal SecretException(ErrorCode code, string message, string hint)
        : base(code, message, hint)
    {
    }
}
