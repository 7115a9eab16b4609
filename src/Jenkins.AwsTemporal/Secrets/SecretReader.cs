using Amazon.SecretsManager;
using Jenkins.AwsTemporal.Calling;

namespace Jenkins.AwsTemporal.Secrets;

/// <summary>Reads values from Secrets Manager.</summary>
public sealed class SecretReader : IDisposable
{
    private readonly SecretCalls _calls;
    private readonly AwsCallOptions _options;

    /// <summary>Reads with these credentials, in the Region and at the endpoint of <paramref name="options"/>. Sends nothing yet.</summary>
    /// <exception cref="InvalidOptionException"><see cref="ErrorCode.InvalidConfiguration"/>: FIPS or dual-stack together with an endpoint of one's own.</exception>
    public SecretReader(TemporaryCredentials credentials, AwsCallOptions options)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        var caller = new AwsCaller(options, credentials.SecretAccessKey, credentials.SessionToken);
        _options = options;
        _calls = new SecretCalls(SecretsManagerClients.New(credentials, options, caller), caller);
    }

    internal SecretReader(IAmazonSecretsManager secretsManager, AwsCaller caller, AwsCallOptions options)
    {
        _calls = new SecretCalls(secretsManager, caller);
        _options = options;
    }

    /// <summary>
    /// The value that a reference names: the whole secret, or one key of a JSON secret. Of a key, a string comes
    /// decoded, and a number, true, false, null, object or array as the very text that stands in the secret.
    /// </summary>
    /// <exception cref="SecretException">
    /// <see cref="ErrorCode.KeyNotFound"/>: the secret has no such key, is not JSON, or is binary;
    /// <see cref="ErrorCode.InvalidArgument"/>: the ARN is of another Region than the options, or the reference is optional or
    /// names several values.
    /// </exception>
    /// <exception cref="AwsCallException">
    /// <see cref="ErrorCode.NotFound"/>, <see cref="ErrorCode.ScheduledForDeletion"/>, <see cref="ErrorCode.Denied"/>,
    /// <see cref="ErrorCode.Kms"/>, <see cref="ErrorCode.Expired"/>, or another failure of a call.
    /// </exception>
    /// <exception cref="InvalidOptionException"><see cref="ErrorCode.InvalidConfiguration"/>: the certificate bundle cannot be used.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<SecretValue> ReadAsync(SecretReference reference, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (reference.IsOptional || reference.IsPattern)
        {
            throw new SecretException(
                ErrorCode.InvalidArgument,
                $"the reference {ErrorText.OneLine(reference.ToString(), [])} {(reference.IsPattern ? "may name several values" : "may name no value")}, and one is asked for",
                reference.IsPattern ? "name one secret, and one key of it at most" : "leave optional: out");
        }

        reference.DemandRegion(_options.Region);
        try
        {
            using var whole = await _calls.GetAsync(reference.SecretId, reference.Stage, reference.VersionId, cancellationToken).ConfigureAwait(false);
            return reference.Key is null ? whole.Copy() : SecretKey.Find(whole, reference) ?? throw SecretKey.Missing(reference);
        }
        catch (AwsCallException fault)
        {
            throw SecretFailures.Named(reference, fault);
        }
    }

    /// <summary>
    /// The values that many bindings name, each secret fetched once. Secrets at their current version come in batches of 20,
    /// in parallel, and one by one where BatchGetSecretValue is not allowed; a prefix needs ListSecrets.
    /// All or none: of what fails, every secret is named.
    /// </summary>
    /// <param name="bindings">Which variable each value is for; any number.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="SecretException">
    /// <see cref="ErrorCode.KeyNotFound"/>, <see cref="ErrorCode.NotFound"/> or the code of the first of several failures;
    /// <see cref="ErrorCode.InvalidArgument"/>: an ARN is of another Region than the options, a variable would get two values,
    /// a name cannot be made, or a prefix names more than 100 secrets.
    /// </exception>
    /// <exception cref="AwsCallException">As above, of one secret, or of them all.</exception>
    /// <exception cref="InvalidOptionException"><see cref="ErrorCode.InvalidConfiguration"/>: the certificate bundle cannot be used.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<SecretSet> ReadAsync(IReadOnlyList<SecretBinding> bindings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(bindings);
        foreach (var binding in bindings) binding.Reference.DemandRegion(_options.Region);
        using var reading = new SecretReading(_calls, bindings);
        return await reading.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _calls.Dispose();
}
