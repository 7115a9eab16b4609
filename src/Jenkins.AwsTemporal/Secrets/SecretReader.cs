using System.Text;
using Amazon.Runtime;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using Jenkins.AwsTemporal.Calling;

namespace Jenkins.AwsTemporal.Secrets;

/// <summary>Reads values from Secrets Manager.</summary>
public sealed class SecretReader : IDisposable
{
    private const string Operation = "GetSecretValue";

    private readonly IAmazonSecretsManager _secretsManager;
    private readonly AwsCaller _caller;
    private readonly AwsCallOptions _options;

    /// <summary>Reads with these credentials, in the Region and at the endpoint of <paramref name="options"/>. Sends nothing yet.</summary>
    /// <exception cref="InvalidOptionException"><see cref="ErrorCode.InvalidConfiguration"/>: FIPS or dual-stack together with an endpoint of one's own.</exception>
    public SecretReader(TemporaryCredentials credentials, AwsCallOptions options)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        _caller = new AwsCaller(options, credentials.SecretAccessKey, credentials.SessionToken);
        _options = options;
        _secretsManager = new AmazonSecretsManagerClient(
            new SessionAWSCredentials(credentials.AccessKeyId, credentials.SecretAccessKey, credentials.SessionToken),
            _caller.Configure(new AmazonSecretsManagerConfig(), options.SecretsManagerEndpoint, AnswerShape.SecretsManager));
    }

    internal SecretReader(IAmazonSecretsManager secretsManager, AwsCaller caller, AwsCallOptions options)
    {
        _secretsManager = secretsManager;
        _caller = caller;
        _options = options;
    }

    /// <summary>
    /// The value that a reference names: the whole secret, or one key of a JSON secret. Of a key, a string comes
    /// decoded, and a number, true, false, null, object or array as the very text that stands in the secret.
    /// </summary>
    /// <exception cref="SecretException">
    /// <see cref="ErrorCode.KeyNotFound"/>: the secret has no such key, is not JSON, or is binary;
    /// <see cref="ErrorCode.InvalidArgument"/>: the ARN is of another Region than the options.
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
        if (reference.Region is { } region && !string.Equals(region, _options.Region, StringComparison.Ordinal))
        {
            throw new SecretException(
                ErrorCode.InvalidArgument,
                $"the secret {reference} is in {region}, but the region in use is {_options.Region}",
                $"use the region {region}, or the ARN of the secret's replica in {_options.Region}");
        }

        var request = new GetSecretValueRequest { SecretId = reference.SecretId, VersionStage = reference.Stage, VersionId = reference.VersionId };
        var whole = await _caller.CallAsync(Operation, token => AskAsync(request, token), cancellationToken).ConfigureAwait(false);
        if (reference.Key is null) return whole;
        using (whole) return SecretKey.Select(whole, reference);
    }

    /// <inheritdoc/>
    public void Dispose() => _secretsManager.Dispose();

    private async Task<SecretValue> AskAsync(GetSecretValueRequest request, CancellationToken cancellationToken)
    {
        var answer = await _secretsManager.GetSecretValueAsync(request, cancellationToken).ConfigureAwait(false);
        if (answer is not { ARN.Length: > 0, Name.Length: > 0, VersionId.Length: > 0 } || (answer.SecretString is null) == (answer.SecretBinary is null))
            throw new ForeignAnswerException("the answer holds no secret", answer?.HttpStatusCode ?? default);

        var created = answer.CreatedDate is { } date ? new DateTimeOffset(DateTime.SpecifyKind(date.ToUniversalTime(), DateTimeKind.Utc)) : (DateTimeOffset?)null;
        var version = new SecretVersion(answer.Name, answer.ARN, answer.VersionId, [.. answer.VersionStages ?? []], created);
        return answer.SecretBinary is { } binary
            ? new SecretValue(binary.ToArray(), isBinary: true, version)
            : new SecretValue(Encoding.UTF8.GetBytes(answer.SecretString!), isBinary: false, version);
    }
}
