using Amazon.Runtime;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using Jenkins.AwsTemporal.Calling;

namespace Jenkins.AwsTemporal.Secrets;

/// <summary>Lists secrets and their versions, never a value.</summary>
public sealed class SecretCatalogue : IDisposable
{
    private const int PageSize = 100;

    // AWS's quota of 500,000 secrets in a Region, in pages; an empty page may come in between.
    private const int MaxPages = 10_000;

    private readonly IAmazonSecretsManager _secretsManager;
    private readonly AwsCaller _caller;
    private readonly AwsCallOptions _options;

    /// <summary>Lists with these credentials, in the Region and at the endpoint of <paramref name="options"/>. Sends nothing yet.</summary>
    /// <exception cref="InvalidOptionException"><see cref="ErrorCode.InvalidConfiguration"/>: FIPS or dual-stack together with an endpoint of one's own.</exception>
    public SecretCatalogue(TemporaryCredentials credentials, AwsCallOptions options)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        _caller = new AwsCaller(options, credentials.SecretAccessKey, credentials.SessionToken);
        _options = options;
        _secretsManager = SecretsManagerClients.New(credentials, options, _caller);
    }

    internal SecretCatalogue(IAmazonSecretsManager secretsManager, AwsCaller caller, AwsCallOptions options)
    {
        _secretsManager = secretsManager;
        _caller = caller;
        _options = options;
    }

    /// <summary>
    /// The secrets of the account in the Region whose names begin with a prefix, case by case, in ordinal order; those
    /// scheduled for deletion are left out. Follows AWS's pages of 100, each within
    /// <see cref="AwsCallOptions.Timeout"/>. Needs <c>secretsmanager:ListSecrets</c>, which AWS gives for all names or none.
    /// </summary>
    /// <param name="prefix">1 to 512 characters of <c>A-Z a-z 0-9 / _ + = . @ - !</c>; null for all secrets.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidOptionException">
    /// <see cref="ErrorCode.InvalidArgument"/>: the prefix cannot begin a name;
    /// <see cref="ErrorCode.InvalidConfiguration"/>: the certificate bundle cannot be used.
    /// </exception>
    /// <exception cref="AwsCallException"><see cref="ErrorCode.Denied"/>, <see cref="ErrorCode.Expired"/>, or another failure of a call.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<IReadOnlyList<SecretSummary>> ListAsync(string? prefix = null, CancellationToken cancellationToken = default)
    {
        if (prefix is not null && !SecretName.IsValid(prefix)) throw InvalidOptionException.Argument("Prefix", SecretName.Rule);

        var secrets = new List<SecretSummary>();
        var request = new ListSecretsRequest { MaxResults = PageSize };
        if (prefix is not null) request.Filters = [new Filter { Key = "name", Values = [prefix] }];
        for (var page = 1; ; page++)
        {
            var isLast = page == MaxPages;
            var answer = await _caller.CallAsync("ListSecrets", token => AskAsync(request, isLast, token), cancellationToken).ConfigureAwait(false);
            foreach (var entry in answer.SecretList ?? [])
                // Compared here too: others than AWS, and AWS's filters of old, are not that exact.
                if (prefix is null || entry.Name!.StartsWith(prefix, StringComparison.Ordinal))
                    secrets.Add(Summary(entry));
            if (answer.NextToken is not { Length: > 0 }) break;
            request.NextToken = answer.NextToken;
        }

        secrets.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name));
        return secrets;
    }

    /// <summary>
    /// A secret's versions, the newest first; those without a stage are deprecated. Follows AWS's pages of 100, each within
    /// <see cref="AwsCallOptions.Timeout"/>. Needs <c>secretsmanager:ListSecretVersionIds</c>.
    /// </summary>
    /// <param name="secret">The secret as a whole: a reference without key, stage and version.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SecretException">
    /// <see cref="ErrorCode.InvalidArgument"/>: the reference is not of a whole secret, or its ARN is of another Region than the options.
    /// </exception>
    /// <exception cref="AwsCallException"><see cref="ErrorCode.NotFound"/>, <see cref="ErrorCode.Denied"/>, or another failure of a call.</exception>
    /// <exception cref="InvalidOptionException"><see cref="ErrorCode.InvalidConfiguration"/>: the certificate bundle cannot be used.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<IReadOnlyList<SecretVersion>> ListVersionsAsync(SecretReference secret, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(secret);
        secret.DemandWhole();
        secret.DemandRegion(_options.Region);

        var versions = new List<SecretVersion>();
        var request = new ListSecretVersionIdsRequest { SecretId = secret.SecretId, IncludeDeprecated = true, MaxResults = PageSize };
        for (var page = 1; ; page++)
        {
            var isLast = page == MaxPages;
            var answer = await _caller.CallAsync("ListSecretVersionIds", token => AskAsync(request, isLast, token), cancellationToken).ConfigureAwait(false);
            foreach (var entry in answer.Versions ?? [])
                versions.Add(new SecretVersion(
                    answer.Name!, answer.ARN!, entry.VersionId!, entry.VersionStages ?? [], SecretVersion.Utc(entry.CreatedDate), SecretVersion.Utc(entry.LastAccessedDate)));
            if (answer.NextToken is not { Length: > 0 }) break;
            request.NextToken = answer.NextToken;
        }

        versions.Sort(static (one, other) => Nullable.Compare(other.CreatedDate, one.CreatedDate));
        return versions;
    }

    /// <inheritdoc/>
    public void Dispose() => _secretsManager.Dispose();

    private async Task<ListSecretsResponse> AskAsync(ListSecretsRequest request, bool isLast, CancellationToken cancellationToken)
    {
        var answer = await _secretsManager.ListSecretsAsync(request, cancellationToken).ConfigureAwait(false);
        if (answer.SecretList is { } list && list.Exists(static entry => entry is not { ARN.Length: > 0, Name.Length: > 0 }))
            throw new ForeignAnswerException("the answer lists something without a name", answer.HttpStatusCode);
        CheckEnd(isLast, request.NextToken, answer.NextToken, answer);
        return answer;
    }

    private async Task<ListSecretVersionIdsResponse> AskAsync(ListSecretVersionIdsRequest request, bool isLast, CancellationToken cancellationToken)
    {
        var answer = await _secretsManager.ListSecretVersionIdsAsync(request, cancellationToken).ConfigureAwait(false);
        if (answer is not { ARN.Length: > 0, Name.Length: > 0 } || (answer.Versions is { } list && list.Exists(static entry => entry is not { VersionId.Length: > 0 })))
            throw new ForeignAnswerException("the answer lists something without a name", answer.HttpStatusCode);
        CheckEnd(isLast, request.NextToken, answer.NextToken, answer);
        return answer;
    }

    private static void CheckEnd(bool isLast, string? asked, string? next, AmazonWebServiceResponse answer)
    {
        if (next is { Length: > 0 } && (isLast || string.Equals(next, asked, StringComparison.Ordinal)))
            throw new ForeignAnswerException("the list does not end", answer.HttpStatusCode);
    }

    private static SecretSummary Summary(SecretListEntry entry)
    {
        var stages = new List<string>();
        foreach (var ofVersion in entry.SecretVersionsToStages ?? [])
            stages.AddRange(ofVersion.Value);
        stages.Sort(StringComparer.Ordinal);
        return new SecretSummary(entry.Name!, entry.ARN!)
        {
            Description = entry.Description is { Length: > 0 } description ? description : null,
            Stages = stages,
            CreatedDate = SecretVersion.Utc(entry.CreatedDate),
            LastChangedDate = SecretVersion.Utc(entry.LastChangedDate),
            LastAccessedDate = SecretVersion.Utc(entry.LastAccessedDate),
        };
    }
}
