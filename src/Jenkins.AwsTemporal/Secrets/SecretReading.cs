namespace Jenkins.AwsTemporal.Secrets;

/// <summary>One reading of many bindings: what they want is fetched, and shared out.</summary>
internal sealed class SecretReading : IDisposable
{
    private readonly IReadOnlyList<SecretBinding> _bindings;
    private readonly SecretFetch _fetch;
    private readonly SecretFailures _failures = new();

    public SecretReading(SecretCalls calls, IReadOnlyList<SecretBinding> bindings)
    {
        _bindings = bindings;
        _fetch = new SecretFetch(calls);
    }

    public async Task<SecretSet> RunAsync(CancellationToken cancellationToken)
    {
        CheckNames();
        foreach (var binding in _bindings)
        {
            if (binding.Reference.IsPrefix) _fetch.WantAll(binding.Reference.SecretId);
            else _fetch.Want(binding.Reference);
        }

        await _fetch.RunAsync(cancellationToken).ConfigureAwait(false);
        var bound = new SecretSet();
        try
        {
            foreach (var binding in _bindings) Share(binding, bound);
            _failures.Throw();
            return bound;
        }
        catch
        {
            bound.Dispose();
            throw;
        }
    }

    public void Dispose() => _fetch.Dispose();

    // Before any call, as far as the names are known.
    private void CheckNames()
    {
        for (var i = 0; i < _bindings.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (!_bindings[i].Reference.IsPattern && _bindings[j].Name == _bindings[i].Name)
                    throw SecretSet.Twice(_bindings[i].Name, _bindings[j].Reference, _bindings[i].Reference);
            }
        }
    }

    private void Share(SecretBinding binding, SecretSet bound)
    {
        var reference = binding.Reference;
        if (reference.IsPrefix)
        {
            ShareAll(binding, _fetch.WantAll(reference.SecretId), bound);
        }
        else if (Succeeded(reference, _fetch.Want(reference)) is { } whole)
        {
            try
            {
                if (reference.IsEveryKey) ShareKeys(binding, whole, bound);
                else if ((reference.Key is null ? whole.Copy() : SecretKey.Find(whole, reference)) is { } value) bound.Add(new BoundSecret(binding.Name, binding, reference, value));
                else if (!reference.IsOptional) _failures.Add(reference, SecretKey.Missing(reference));
            }
            catch (SecretException fault) when (fault.Code == ErrorCode.KeyNotFound)
            {
                _failures.Add(reference, fault);
            }
        }
    }

    private void ShareAll(SecretBinding binding, WantedPrefix wanted, SecretSet bound)
    {
        var prefix = binding.Reference;
        if (wanted.Fault is { } fault)
        {
            _failures.Add(prefix, fault);
            return;
        }

        if (wanted.Secrets.Count == 0 && !prefix.IsOptional)
        {
            _failures.Add(prefix, new SecretException(
                ErrorCode.NotFound, $"no secret's name begins with {prefix.SecretId}", $"check the prefix, the account and the region, or write {SecretReference.Optional}{prefix}"));
        }

        foreach (var secret in wanted.Secrets)
        {
            var reference = new SecretReference(secret.Name, null, null, null, null) { IsOptional = prefix.IsOptional };
            if (Succeeded(reference, secret) is { } whole) bound.Add(new BoundSecret(binding.NameOf(secret.Name[prefix.SecretId.Length..]), binding, reference, whole.Copy()));
        }
    }

    private static void ShareKeys(SecretBinding binding, SecretValue whole, SecretSet bound)
    {
        var all = binding.Reference;
        SecretKey.ForAll(whole, all, (key, value) =>
        {
            var written = key.StartsWith('/') || key is "" or SecretReference.EveryKey ? "/" + key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal) : key;
            bound.Add(new BoundSecret(binding.NameOf(key), binding, new SecretReference(all.SecretId, all.Region, written, all.Stage, all.VersionId), value));
        });
    }

    private SecretValue? Succeeded(SecretReference reference, WantedSecret wanted)
    {
        if (wanted.Fault is { } fault && !(reference.IsOptional && fault.Code == ErrorCode.NotFound))
            _failures.Add(reference, SecretFailures.Named(reference, fault));
        return wanted.Value;
    }
}
