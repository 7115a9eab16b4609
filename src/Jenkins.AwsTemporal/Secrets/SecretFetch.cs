using Jenkins.AwsTemporal.Calling;

namespace Jenkins.AwsTemporal.Secrets;

/// <summary>
/// Fetches many secrets in few calls: current ones in batches, all others and what a batch leaves open one by one. A
/// refusal of one secret is kept with it; whatever concerns them all, such as an expired session, ends everything.
/// </summary>
internal sealed class SecretFetch(SecretCalls calls) : IDisposable
{
    private readonly Dictionary<string, WantedSecret> _secrets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WantedPrefix> _prefixes = new(StringComparer.Ordinal);

    /// <summary>The secret that a reference names: one, however often it is wanted.</summary>
    public WantedSecret Want(SecretReference reference)
    {
        // AWS's own default: without a version it is the same secret, and a batch has it.
        var stage = reference is { Stage: "AWSCURRENT", VersionId: null } ? null : reference.Stage;
        var key = $"{reference.SecretId}\n{stage}\n{reference.VersionId}";
        if (!_secrets.TryGetValue(key, out var wanted))
            _secrets[key] = wanted = new WantedSecret(reference.SecretId, stage, reference.VersionId);
        return wanted;
    }

    /// <summary>The secrets that begin so.</summary>
    public WantedPrefix WantAll(string prefix)
    {
        if (!_prefixes.TryGetValue(prefix, out var wanted))
            _prefixes[prefix] = wanted = new WantedPrefix(prefix);
        return wanted;
    }

    /// <summary>Fetches all that is wanted.</summary>
    /// <exception cref="AwsCallException">A failure that is not of one secret.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var current = new List<WantedSecret>();
        var single = new List<WantedSecret>();
        foreach (var wanted in _secrets.Values)
            (wanted.IsCurrent ? current : single).Add(wanted);
        // One needs no permission for batches.
        if (current.Count == 1) single.AddRange(current);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = new List<Task>();
        for (var at = 0; current.Count > 1 && at < current.Count; at += SecretCalls.LargestBatch)
            work.Add(OrStopAllAsync(FetchPageAsync(current.GetRange(at, Math.Min(SecretCalls.LargestBatch, current.Count - at)), stop.Token), stop));
        foreach (var wanted in single)
            work.Add(OrStopAllAsync(FetchOneAsync(wanted, stop.Token), stop));
        foreach (var wanted in _prefixes.Values)
            work.Add(OrStopAllAsync(FetchPrefixAsync(wanted, stop.Token), stop));
        await Task.WhenAll(work).ConfigureAwait(false);
    }

    public void Dispose()
    {
        foreach (var wanted in _secrets.Values) wanted.Value?.Dispose();
        foreach (var wanted in _prefixes.Values) wanted.Clear();
    }

    private static async Task OrStopAllAsync(Task work, CancellationTokenSource stop)
    {
        try
        {
            await work.ConfigureAwait(false);
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static bool IsOfOneSecret(AwsCallException fault) => fault.Code is ErrorCode.NotFound or ErrorCode.ScheduledForDeletion
        or ErrorCode.Denied or ErrorCode.Kms or ErrorCode.InvalidRequest;

    private async Task FetchOneAsync(WantedSecret wanted, CancellationToken cancellationToken)
    {
        try
        {
            wanted.Value = await calls.GetAsync(wanted.SecretId, wanted.Stage, wanted.VersionId, cancellationToken).ConfigureAwait(false);
        }
        catch (AwsCallException fault) when (IsOfOneSecret(fault))
        {
            wanted.Fault = fault;
        }
    }

    private async Task FetchPageAsync(List<WantedSecret> page, CancellationToken cancellationToken)
    {
        try
        {
            await FetchBatchAsync(page, cancellationToken).ConfigureAwait(false);
        }
        catch (AwsCallException fault) when (IsOfOneSecret(fault))
        {
            // Batches are not allowed here, or one secret spoils it for all: each by itself says which.
        }

        var open = new List<Task>();
        foreach (var wanted in page)
            if (wanted.IsOpen) open.Add(FetchOneAsync(wanted, cancellationToken));
        await Task.WhenAll(open).ConfigureAwait(false);
    }

    // An answer that would be too large holds a part of the values, and a token that asks for the others.
    private async Task FetchBatchAsync(List<WantedSecret> page, CancellationToken cancellationToken)
    {
        var ids = page.ConvertAll(wanted => wanted.SecretId);
        string? token = null;
        for (var left = page.Count; left > 0; left--)
        {
            var batch = await calls.BatchAsync(ids, token, cancellationToken).ConfigureAwait(false);
            Take(batch, page);
            token = batch.NextToken;
            if (token is null || batch.Values.Count + batch.Refusals.Count == 0) return;
        }
    }

    private static void Take(SecretBatch batch, List<WantedSecret> page)
    {
        // ARNs first: what is left under a name is of this account, or cannot be told from another account's and stays open.
        var values = new List<SecretValue>(batch.Values);
        foreach (var byArn in (ReadOnlySpan<bool>)[true, false])
        {
            foreach (var wanted in page)
            {
                if (!wanted.IsOpen || SecretArn.IsOne(wanted.SecretId) != byArn) continue;
                var named = values.FindAll(value => byArn ? SecretArn.Means(wanted.SecretId, value.Version.Arn) : value.Version.Name == wanted.SecretId);
                if (named.Count == 0 || named.Exists(value => value.Version.Arn != named[0].Version.Arn)) continue;
                wanted.Value = named[0];
                values.Remove(named[0]);
            }
        }

        foreach (var stranger in values) stranger.Dispose();
        foreach (var refusal in batch.Refusals)
        {
            // What may pass, such as throttling, is asked for again.
            var wanted = page.Find(wanted => wanted.IsOpen && wanted.SecretId == refusal.SecretId);
            if (wanted is not null && IsOfOneSecret(refusal.Fault)) wanted.Fault = refusal.Fault;
        }
    }

    private async Task FetchPrefixAsync(WantedPrefix wanted, CancellationToken cancellationToken)
    {
        try
        {
            await FetchPrefixInBatchesAsync(wanted, cancellationToken).ConfigureAwait(false);
        }
        catch (AwsCallException fault) when (IsOfOneSecret(fault))
        {
            wanted.Clear();
            await FetchPrefixByListAsync(wanted, cancellationToken).ConfigureAwait(false);
        }

        var open = new List<Task>();
        foreach (var secret in wanted.Secrets.Values)
            if (secret.IsOpen) open.Add(FetchOneAsync(secret, cancellationToken));
        await Task.WhenAll(open).ConfigureAwait(false);
    }

    private async Task FetchPrefixInBatchesAsync(WantedPrefix wanted, CancellationToken cancellationToken)
    {
        string? token = null;
        for (var page = 0; page < WantedPrefix.MostPages && !wanted.IsTooMany; page++)
        {
            var batch = await calls.BatchOfPrefixAsync(wanted.Prefix, token, cancellationToken).ConfigureAwait(false);
            foreach (var value in batch.Values)
            {
                if (wanted.Add(value.Version.Name, value.Version.Arn) is { IsOpen: true } secret) secret.Value = value;
                else value.Dispose();
            }

            foreach (var refusal in batch.Refusals)
            {
                var name = SecretArn.NameOf(refusal.SecretId);
                if (refusal.Fault.Code != ErrorCode.ScheduledForDeletion && wanted.Add(name, refusal.SecretId) is { IsOpen: true } secret && IsOfOneSecret(refusal.Fault))
                    secret.Fault = refusal.Fault;
            }

            if ((token = batch.NextToken) is null) return;
        }
    }

    private async Task FetchPrefixByListAsync(WantedPrefix wanted, CancellationToken cancellationToken)
    {
        try
        {
            string? token = null;
            for (var page = 0; page < WantedPrefix.MostPages && !wanted.IsTooMany; page++)
            {
                var answer = await calls.ListAsync(wanted.Prefix, token, cancellationToken).ConfigureAwait(false);
                foreach (var entry in answer.SecretList ?? [])
                    if (entry is { Name: { } name, ARN: { } arn, DeletedDate: null }) wanted.Add(name, arn);
                if (string.IsNullOrEmpty(token = answer.NextToken)) return;
            }
        }
        catch (AwsCallException fault) when (IsOfOneSecret(fault))
        {
            wanted.Fault = fault.Explained(
                fault.Code,
                $"the secrets {wanted.Prefix}* cannot be found: {fault.Message}",
                "ask for a policy that allows secretsmanager:ListSecrets, or name each secret by itself");
        }
    }
}
