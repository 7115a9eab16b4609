using AwsEmulator.Policies;

namespace AwsEmulator.Identity;

/// <summary>An IAM user.</summary>
public sealed class User : PolicyHolder
{
    private readonly List<Credentials> _accessKeys = [];
    private readonly List<MfaDevice> _mfaDevices = [];

    internal User(Account account, string name, string path)
    {
        Account = account;
        Name = name;
        Path = path;
    }

    public Account Account { get; }

    public string Name { get; }

    public string Path { get; }

    public string Id { get; } = KeyIds.UniqueId("AIDA");

    public string Arn => $"arn:{Account.Partition}:iam::{Account.Id}:user{Path}{Name}";

    public Dictionary<string, string> Tags { get; } = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<Credentials> AccessKeys => _accessKeys;

    public IReadOnlyList<MfaDevice> MfaDevices => _mfaDevices;

    /// <summary>Makes a long-term key; both parts can be given, for published examples.</summary>
    public Credentials CreateAccessKey(string? id = null, string? secret = null)
    {
        var key = new Credentials
        {
            AccessKeyId = id ?? KeyIds.AccessKeyId("AKIA", Account.Id),
            SecretAccessKey = secret ?? KeyIds.SecretAccessKey(),
            IssuedAt = Account.Cloud.Time.GetUtcNow(),
            User = this,
        };
        _accessKeys.Add(key);
        Account.Cloud.Register(key);
        return key;
    }

    /// <summary>Removes a key: from now on it is unknown.</summary>
    public void DeleteAccessKey(Credentials key)
    {
        _accessKeys.Remove(key);
        Account.Cloud.Forget(key);
    }

    /// <summary>Adds a virtual device; the serial number is the ARN <c>…:mfa/NAME</c> unless given.</summary>
    public MfaDevice AddMfaDevice(string? seed = null, string? serialNumber = null)
    {
        var device = new MfaDevice(this, Account.Cloud.Time, serialNumber, seed);
        _mfaDevices.Add(device);
        return device;
    }

    /// <summary>Mints a session without the wire; any life will do, a negative one has expired already.</summary>
    public Credentials GetSessionToken(TimeSpan life, bool mfa = false)
    {
        var now = Account.Cloud.Time.GetUtcNow();
        var session = new Credentials
        {
            AccessKeyId = KeyIds.AccessKeyId("ASIA", Account.Id),
            SecretAccessKey = KeyIds.SecretAccessKey(),
            SessionToken = KeyIds.SessionToken(),
            Expiration = now + life,
            IssuedAt = now,
            User = this,
            MfaAt = mfa ? now : null,
        };
        Account.Cloud.Register(session);
        return session;
    }
}
