using System.Text;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using Jenkins.AwsTemporal.Calling;

namespace Jenkins.AwsTemporal.Secrets;

/// <summary>The calls that read secrets, and their answers in this library's terms. At most a few are under way at once.</summary>
internal sealed class SecretCalls(IAmazonSecretsManager secretsManager, AwsCaller caller) : IDisposable
{
    public const int LargestBatch = 20;

    private const string GetOperation = "GetSecretValue";
    private const int LargestList = 100;
    private const int MostAtOnce = 10;

    private readonly SemaphoreSlim _gate = new(MostAtOnce);

    public Task<SecretValue> GetAsync(string secretId, string? stage, string? versionId, CancellationToken cancellationToken) =>
        CallAsync(
            GetOperation,
            async token =>
            {
                var request = new GetSecretValueRequest { SecretId = secretId, VersionStage = stage, VersionId = versionId };
                var answer = await secretsManager.GetSecretValueAsync(request, token).ConfigureAwait(false);
                return Value(answer?.ARN, answer?.Name, answer?.VersionId, answer?.VersionStages, answer?.CreatedDate, answer?.SecretString, answer?.SecretBinary);
            },
            cancellationToken);

    /// <summary>The current values of these secrets, or of some of them.</summary>
    public Task<SecretBatch> BatchAsync(List<string> secretIds, string? nextToken, CancellationToken cancellationToken) =>
        BatchAsync(new BatchGetSecretValueRequest { SecretIdList = secretIds, NextToken = nextToken }, cancellationToken);

    /// <summary>The current values of a page of the secrets whose names AWS says to begin so.</summary>
    public Task<SecretBatch> BatchOfPrefixAsync(string prefix, string? nextToken, CancellationToken cancellationToken) =>
        BatchAsync(new BatchGetSecretValueRequest { Filters = NamesWith(prefix), MaxResults = LargestBatch, NextToken = nextToken }, cancellationToken);

    /// <summary>A page of the secrets whose names AWS says to begin so, without their values.</summary>
    public Task<SecretBatch> ListAsync(string prefix, string? nextToken, CancellationToken cancellationToken) =>
        CallAsync(
            "ListSecrets",
            async token =>
            {
                var request = new ListSecretsRequest { Filters = NamesWith(prefix), MaxResults = LargestList, NextToken = nextToken };
                var answer = await secretsManager.ListSecretsAsync(request, token).ConfigureAwait(false);
                var secrets = new List<WantedSecret>();
                foreach (var secret in answer.SecretList ?? [])
                    if (secret is { ARN: { Length: > 0 } arn, DeletedDate: null }) secrets.Add(new WantedSecret(arn));
                return new SecretBatch(secrets, answer.NextToken);
            },
            cancellationToken);

    public void Dispose()
    {
        secretsManager.Dispose();
        _gate.Dispose();
    }

    private Task<SecretBatch> BatchAsync(BatchGetSecretValueRequest request, CancellationToken cancellationToken) =>
        CallAsync(
            "BatchGetSecretValue",
            async token =>
            {
                var answer = await secretsManager.BatchGetSecretValueAsync(request, token).ConfigureAwait(false);
                var secrets = new List<WantedSecret>();
                foreach (var value in answer.SecretValues ?? [])
                    secrets.Add(new WantedSecret(value.ARN ?? "") { Value = Value(value.ARN, value.Name, value.VersionId, value.VersionStages, value.CreatedDate, value.SecretString, value.SecretBinary) });
                foreach (var error in answer.Errors ?? [])
                    secrets.Add(new WantedSecret(error.SecretId ?? "") { Fault = caller.Refusal(GetOperation, error.ErrorCode, error.Message) });
                return new SecretBatch(secrets, answer.NextToken);
            },
            cancellationToken);

    private async Task<T> CallAsync<T>(string operation, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
        where T : class
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await caller.CallAsync(operation, call, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    private static List<Filter> NamesWith(string prefix) => [new Filter { Key = "name", Values = [prefix] }];

    private static SecretValue Value(
        string? arn, string? name, string? versionId, List<string>? stages, DateTime? createdDate, string? text, MemoryStream? binary)
    {
        if (string.IsNullOrEmpty(arn) || string.IsNullOrEmpty(name) || string.IsNullOrEmpty(versionId) || (text is null) == (binary is null))
            throw new ForeignAnswerException("the answer holds no secret", System.Net.HttpStatusCode.OK);

        var version = new SecretVersion(name, arn, versionId, [.. stages ?? []], SecretVersion.Utc(createdDate));
        return binary is not null
            ? new SecretValue(binary.ToArray(), isBinary: true, version)
            : new SecretValue(Encoding.UTF8.GetBytes(text!), isBinary: false, version);
    }
}
