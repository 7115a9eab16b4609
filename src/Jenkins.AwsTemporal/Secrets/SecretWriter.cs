using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using Jenkins.AwsTemporal.Calling;

namespace Jenkins.AwsTemporal.Secrets;

/// <summary>Stores values in Secrets Manager.</summary>
public sealed class SecretWriter : IDisposable
{
    /// <summary>The greatest value, in bytes (https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html).</summary>
    public const int MaxBytes = 65536;

    private readonly IAmazonSecretsManager _secretsManager;
    private readonly SecretCalls _calls;
    private readonly AwsCaller _caller;
    private readonly AwsCallOptions _options;

    /// <summary>Writes with these credentials, in the Region and at the endpoint of <paramref name="options"/>. Sends nothing yet.</summary>
    /// <exception cref="InvalidOptionException"><see cref="ErrorCode.InvalidConfiguration"/>: FIPS or dual-stack together with an endpoint of one's own.</exception>
    public SecretWriter(TemporaryCredentials credentials, AwsCallOptions options)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        _caller = new AwsCaller(options, credentials.SecretAccessKey, credentials.SessionToken);
        _options = options;
        _secretsManager = SecretsManagerClients.New(credentials, options, _caller);
        _calls = new SecretCalls(_secretsManager, _caller);
    }

    internal SecretWriter(IAmazonSecretsManager secretsManager, AwsCaller caller, AwsCallOptions options)
    {
        _secretsManager = secretsManager;
        _calls = new SecretCalls(secretsManager, caller);
        _caller = caller;
        _options = options;
    }

    /// <summary>
    /// Makes a value a secret's current one. The secret is created if there is none; nothing is stored if the current
    /// version already holds these bytes in this form. UTF-8 without NUL is stored as <c>SecretString</c>, anything else as
    /// <c>SecretBinary</c>; either way the same bytes come back. Whatever is sent again after a broken connection carries the
    /// same random id, so that no second version comes of it.
    /// </summary>
    /// <remarks>
    /// Comparing needs <c>secretsmanager:GetSecretValue</c>, storing in a secret that is there
    /// <c>secretsmanager:PutSecretValue</c>, and creating one <c>secretsmanager:CreateSecret</c>; who lacks the first stores
    /// without comparing. What is named by its ARN is never created.
    /// </remarks>
    /// <param name="secret">The secret as a whole: a reference without key, stage and version.</param>
    /// <param name="value">1 to <see cref="MaxBytes"/> bytes. .NET cannot clear the copies that are made to send them.</param>
    /// <param name="options">How; null for text or binary as the bytes are, and AWS's defaults for a new secret.</param>
    /// <param name="cancellationToken">Ends the wait; what was sent may have been stored.</param>
    /// <exception cref="SecretException">
    /// <see cref="ErrorCode.InvalidArgument"/>, and nothing was sent: the value is empty or too large, the reference is not of
    /// a whole secret, or its ARN is of another Region than the options.
    /// </exception>
    /// <exception cref="AwsCallException">
    /// <see cref="ErrorCode.ScheduledForDeletion"/>, <see cref="ErrorCode.Denied"/>, <see cref="ErrorCode.Kms"/>,
    /// <see cref="ErrorCode.NotFound"/> for an ARN, <see cref="ErrorCode.Throttled"/> also for a used up quota, or another
    /// failure of a call.
    /// </exception>
    /// <exception cref="InvalidOptionException"><see cref="ErrorCode.InvalidConfiguration"/>: the certificate bundle cannot be used.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<StoredSecret> PutAsync(
        SecretReference secret, ReadOnlyMemory<byte> value, SecretWriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(secret);
        options ??= new SecretWriteOptions();
        secret.DemandWhole();
        secret.DemandRegion(_options.Region);
        var outgoing = new OutgoingValue(value, options.AsBinary);
        bool? exists = null;
        try
        {
            using var current = await _calls.GetAsync(secret.SecretId, stage: null, versionId: null, cancellationToken).ConfigureAwait(false);
            if (outgoing.IsHeldBy(current)) return new StoredSecret(SecretOutcome.Unchanged, current.Version);
            exists = true;
        }
        catch (AwsCallException refusal) when (refusal.Code is ErrorCode.NotFound)
        {
            exists = false;
        }
        catch (AwsCallException refusal) when (refusal.Code is ErrorCode.Denied or ErrorCode.Kms)
        {
            // Who may not read may still write.
        }

        if (exists is true || secret.Region is not null) return await UpdateAsync(secret, outgoing, cancellationToken).ConfigureAwait(false);
        AwsCallException? notUpdated = null;
        try
        {
            if (exists is null) return await UpdateAsync(secret, outgoing, cancellationToken).ConfigureAwait(false);
        }
        catch (AwsCallException refusal) when (refusal.Code is ErrorCode.NotFound or ErrorCode.Denied)
        {
            // A policy for one secret fits no secret that is not there: AWS denies what it could not find.
            notUpdated = refusal;
        }

        return await CreateAsync(secret, outgoing, options, notUpdated, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _calls.Dispose();

    // What is not found may have been made in the meantime, or have no version yet: then it takes one.
    private async Task<StoredSecret> CreateAsync(
        SecretReference secret, OutgoingValue value, SecretWriteOptions options, AwsCallException? notUpdated, CancellationToken cancellationToken)
    {
        AwsCallException notCreated;
        try
        {
            return await CallAsync("CreateSecret", token => AskToCreateAsync(secret, value, options, token), value, cancellationToken).ConfigureAwait(false);
        }
        catch (AwsCallException refusal) when (refusal.Code is ErrorCode.Denied || refusal.AwsErrorCode is "ResourceExistsException")
        {
            notCreated = refusal;
        }

        if (notUpdated?.Code is ErrorCode.Denied) throw notUpdated;
        try
        {
            return await UpdateAsync(secret, value, cancellationToken).ConfigureAwait(false);
        }
        catch (AwsCallException refusal) when (refusal.Code is ErrorCode.NotFound or ErrorCode.Denied && notCreated.Code is ErrorCode.Denied)
        {
            throw notCreated;
        }
    }

    private Task<StoredSecret> UpdateAsync(SecretReference secret, OutgoingValue value, CancellationToken cancellationToken) =>
        CallAsync("PutSecretValue", token => AskToUpdateAsync(secret, value, token), value, cancellationToken);

    private async Task<StoredSecret> CallAsync(
        string operation, Func<CancellationToken, Task<StoredSecret>> call, OutgoingValue value, CancellationToken cancellationToken)
    {
        try
        {
            return await _caller.CallAsync(operation, call, cancellationToken, value.Sent).ConfigureAwait(false);
        }
        catch (AwsCallException refusal) when (refusal.AwsErrorCode is "LimitExceededException")
        {
            throw refusal.Explained(
                refusal.Code,
                $"{operation} refused: a quota of Secrets Manager is used up",
                "wait until AWS has deleted old versions, and check the account's number of secrets; a value that changes every few minutes is no secret to store there");
        }
    }

    private async Task<StoredSecret> AskToCreateAsync(
        SecretReference secret, OutgoingValue value, SecretWriteOptions options, CancellationToken cancellationToken)
    {
        var request = new CreateSecretRequest
        {
            Name = secret.SecretId,
            ClientRequestToken = value.Token,
            Description = options.Description,
            KmsKeyId = options.KmsKeyId,
            SecretString = value.Text,
            SecretBinary = value.Binary,
        };
        var answer = await _secretsManager.CreateSecretAsync(request, cancellationToken).ConfigureAwait(false);
        return answer is { ARN.Length: > 0, Name.Length: > 0, VersionId.Length: > 0 }
            ? new StoredSecret(SecretOutcome.Created, new SecretVersion(answer.Name, answer.ARN, answer.VersionId, ["AWSCURRENT"]))
            : throw new ForeignAnswerException("the answer names no version", answer?.HttpStatusCode ?? default);
    }

    private async Task<StoredSecret> AskToUpdateAsync(SecretReference secret, OutgoingValue value, CancellationToken cancellationToken)
    {
        var request = new PutSecretValueRequest
        {
            SecretId = secret.SecretId,
            ClientRequestToken = value.Token,
            SecretString = value.Text,
            SecretBinary = value.Binary,
        };
        var answer = await _secretsManager.PutSecretValueAsync(request, cancellationToken).ConfigureAwait(false);
        return answer is { ARN.Length: > 0, Name.Length: > 0, VersionId.Length: > 0 }
            ? new StoredSecret(SecretOutcome.Updated, new SecretVersion(answer.Name, answer.ARN, answer.VersionId, answer.VersionStages ?? []))
            : throw new ForeignAnswerException("the answer names no version", answer?.HttpStatusCode ?? default);
    }
}
