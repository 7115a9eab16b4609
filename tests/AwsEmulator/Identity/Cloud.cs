using System.Collections.Concurrent;

namespace AwsEmulator.Identity;

/// <summary>All accounts of all partitions, and every key that is known.</summary>
public sealed class Cloud
{
    private readonly ConcurrentDictionary<string, Account> _accounts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Credentials> _credentials = new(StringComparer.Ordinal);

    internal Cloud(TimeProvider time) => Time = time;

    internal TimeProvider Time { get; }

    public IEnumerable<Account> Accounts => _accounts.Values;

    /// <summary>The account of this id; made on first use.</summary>
    public Account Account(string id, string partition = "aws")
    {
        if (id.Length != 12 || !id.All(char.IsAsciiDigit))
            throw new ArgumentException("An account id is twelve digits.", nameof(id));
        var account = _accounts.GetOrAdd(id, _ => new Account(this, id, partition));
        if (account.Partition != partition && partition != "aws")
            throw new ArgumentException($"The account {id} is in the partition {account.Partition}.", nameof(partition));
        return account;
    }

    /// <summary>The user of this name in whatever account.</summary>
    public User User(string name) => Accounts.SelectMany(account => account.Users).First(user => user.Name == name);

    /// <summary>The key of this id, long-term or a session's; null when it is unknown.</summary>
    public Credentials? Find(string accessKeyId) => _credentials.GetValueOrDefault(accessKeyId);

    internal Account? FindAccount(string id) => _accounts.GetValueOrDefault(id);

    internal void Register(Credentials credentials) => _credentials[credentials.AccessKeyId] = credentials;

    internal void Forget(Credentials credentials) => _credentials.TryRemove(credentials.AccessKeyId, out _);

    internal void Clear()
    {
        _accounts.Clear();
        _credentials.Clear();
    }
}
