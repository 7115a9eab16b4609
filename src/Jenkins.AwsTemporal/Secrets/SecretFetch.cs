using Jenkins.AwsTemporal.Calling;

namespace Jenkins.AwsTemporal.Secrets;

/// <summary>
/// Fetches many secrets in few calls: current ones in batches, all others and what a batch leaves open one by one. A
/// refusal of one secret is kept with it; whatever concerns them all, such as an expired session, ends everything.
/// </summary>
internal sealed class SecretFetch(SecretCalls calls) : IDisposable
{
    private readonly List<WantedSecret> _secrets = [];
    private readonly List<WantedPrefix> _prefixes = [];

    /// <summary>The secret that a reference names: one, however often it is wanted.</summary>
    public WantedSecret Want(SecretReference reference)
    {
        // AWS's own default: without a version it is the same secret, and a batch has it.
        var stage = reference is { Stage: "AWSCURRENT", VersionId: null } ? null : reference.Stage;
        var wanted = _secrets.Find(one => one.SecretId == reference.SecretId && one.Stage == stage && one.VersionId == reference.VersionId);
        if (wanted is null) _secrets.Add(wanted = new WantedSecret(reference.SecretId, stage, reference.VersionId));
        return wanted;
    }

    /// <summary>The secrets that begin so.</summary>
    public WantedPrefix WantAll(string prefix)
    {
        var wanted = _prefixes.Find(one => one.Prefix == prefix);
        if (wanted is null) _prefixes.Add(wanted = new WantedPrefix(prefix));
        return wanted;
    }

    /// <summary>Fetches all that is wanted.</summary>
    /// <exception cref="AwsCallException">A failure that is not of one secret.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = new List<Task>();
        var current = _secrets.FindAll(wanted => wanted.IsCurrent);
        for (var at = 0; at < current.Count; at += SecretCalls.LargestBatch)
            work.Add(OrStopAllAsync(FetchPageAsync(current.GetRange(at, Math.Min(SecretCalls.LargestBatch, current.Count - at)), stop.Token), stop));
        foreach (var wanted in _secrets)
            if (!wanted.IsCurrent) work.Add(OrStopAllAsync(FetchOneAsync(wanted, stop.Token), stop));
        foreach (var wanted in _prefixes)
            work.Add(OrStopAllAsync(FetchPrefixAsync(wanted, stop.Token), stop));
        await Task.WhenAll(work).ConfigureAwait(false);
    }

    public void Dispose()
    {
        foreach (var wanted in _secrets) wanted.Value?.Dispose();
        foreach (var wanted in _prefixes) wanted.Clear();
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

    private async Task FetchOneAsync(WantedSecret wanted, CancellationToken cancellationToken)
    {
        try
        {
            wanted.Value = await calls.GetAsync(wanted.SecretId, wanted.Stage, wanted.VersionId, cancellationToken).ConfigureAwait(false);
        }
        catch (AwsCallException fault) when (WantedSecret.IsOfOne(fault))
        {
            wanted.Fault = fault;
        }
    }

    private Task FetchOpenAsync(List<WantedSecret> secrets, CancellationToken cancellationToken) =>
        Task.WhenAll(secrets.FindAll(wanted => wanted.IsOpen).ConvertAll(wanted => FetchOneAsync(wanted, cancellationToken)));

    private async Task FetchPageAsync(List<WantedSecret> page, CancellationToken cancellationToken)
    {
        // An answer that would be too large holds a part of the values, and a token that asks for the others. A single
        // secret needs no permission for batches.
        var ids = page.ConvertAll(wanted => wanted.SecretId);
        try
        {
            string? token = null;
            for (var call = 0; page.Count > 1 && (call == 0 || token is not null) && call < page.Count; call++)
            {
                var batch = await calls.BatchAsync(ids, token, cancellationToken).ConfigureAwait(false);
                Share(batch.Secrets, page);
                token = batch.NextToken;
            }
        }
        catch (AwsCallException fault) when (WantedSecret.IsOfOne(fault))
        {
            // Batches are not allowed here, or one secret spoils it for all: each by itself says which.
        }

        await FetchOpenAsync(page, cancellationToken).ConfigureAwait(false);
    }

    private static void Share(List<WantedSecret> answers, List<WantedSecret> page)
    {
        // ARNs first: what is left under a name is of this account, or cannot be told from another account's and stays open.
        for (var round = 0; round < 2; round++)
        {
            foreach (var wanted in page)
            {
                if (!wanted.IsOpen || SecretArn.IsOne(wanted.SecretId) != (round == 0)) continue;
                var found = answers.FindAll(answer => Answers(answer, wanted.SecretId));
                if (found.Count == 0 || found.Exists(answer => answer.SecretId != found[0].SecretId)) continue;
                wanted.Take(found[0]);
                answers.Remove(found[0]);
            }
        }

        foreach (var stranger in answers) stranger.Value?.Dispose();
    }

    // A value comes with its own ARN, a refusal with the id that was asked for.
    private static bool Answers(WantedSecret answer, string secretId)
    {
        if (answer.Value is null) return answer.SecretId == secretId;
        return SecretArn.IsOne(secretId) ? SecretArn.Means(secretId, answer.SecretId) : answer.Name == secretId;
    }

    private async Task FetchPrefixAsync(WantedPrefix wanted, CancellationToken cancellationToken)
    {
        try
        {
            await FindAsync(wanted, token => calls.BatchOfPrefixAsync(wanted.Prefix, token, cancellationToken)).ConfigureAwait(false);
        }
        catch (AwsCallException fault) when (WantedSecret.IsOfOne(fault))
        {
            wanted.Clear();
            wanted.Fault = fault;
        }

        if (wanted.Fault is AwsCallException)
        {
            try
            {
                wanted.Fault = null;
                await FindAsync(wanted, token => calls.ListAsync(wanted.Prefix, token, cancellationToken)).ConfigureAwait(false);
            }
            catch (AwsCallException fault) when (WantedSecret.IsOfOne(fault))
            {
                wanted.Fault = fault.Explained(
                    fault.Code,
                    $"the secrets {wanted.Prefix}* cannot be found: {fault.Message}",
                    "ask for a policy that allows secretsmanager:ListSecrets, or name each secret by itself");
            }
        }

        if (wanted.Fault is null) await FetchOpenAsync(wanted.Secrets, cancellationToken).ConfigureAwait(false);
    }

    private static async Task FindAsync(WantedPrefix wanted, Func<string?, Task<SecretBatch>> next)
    {
        string? token = null;
        for (var page = 0; page < WantedPrefix.MostPages && wanted.Fault is null && (page == 0 || token is not null); page++)
        {
            var batch = await next(token).ConfigureAwait(false);
            wanted.Add(batch);
            token = batch.NextToken;
        }

        wanted.Secrets.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name));
    }
}
