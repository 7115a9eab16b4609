namespace Jenkins.AwsTemporal.Secrets;

/// <summary>
/// A reference to a secret is none (<see cref="ErrorCode.InvalidArgument"/>), or the secret it names holds no such key
/// (<see cref="ErrorCode.KeyNotFound"/>). Quotes at most the reference, never anything of the secret.
/// </summary>
public sealed class SecretException : AwsTemporalException
{
    internal SecretException(ErrorCode code, string message, string hint)
        : base(code, message, hint)
    {
    }
}
