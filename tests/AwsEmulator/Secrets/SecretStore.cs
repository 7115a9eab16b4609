using System.Collections;
using AwsEmulator.Identity;

namespace AwsEmulator.Secrets;

/// <summary>The secrets of an account, in all Regions.</summary>
public sealed class SecretStore : IEnumerable<Secret>
{
    private readonly Account _account;
    private readonly List<Secret> _secrets = [];
    private readonly Lock _lock = new();

    internal SecretStore(Account account) => _account = account;

    /// <summary>Adds a secret with one current version, or none.</summary>
    public Secret Add(string region, string name, SecretContent? content)
    {
        var secret = new Secret(_account, region, name);
        if (content is not null)
            secret.Put(content);
        lock (_lock)
        {
            _secrets.RemoveAll(other => other.Region == region && other.Name == name);
            _secrets.Add(secret);
        }
        return secret;
    }

    public void Remove(Secret secret)
    {
        lock (_lock)
            _secrets.Remove(secret);
    }

    public IEnumerator<Secret> GetEnumerator()
    {
        lock (_lock)
            return _secrets.ToList().GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>By name, or by ARN with or without its six characters.</summary>
    internal Secret? Find(string region, string id) => this.FirstOrDefault(secret =>
        secret.Region == region && (secret.Name == id || secret.Arn == id || secret.ArnWithoutSuffix == id));
}
