using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AwsEmulator.Identity;
using AwsEmulator.Policies;
using AwsEmulator.Secrets;

namespace AwsEmulator.Control;

/// <summary>
/// What <c>serve --config</c> reads. Everything but names and ids can be left out; unknown members are refused.
/// <code>
/// {
///   "accounts": [{
///     "id": "123456789012",
///     "partition": "aws",
///     "users": [{
///       "name": "alice",
///       "path": "/",
///       "keys": [{ "accessKeyId": "AKIA…", "secretAccessKey": "…" }],     left out: one is generated
///       "mfaDevices": [{ "serialNumber": "arn:…", "seed": "BASE32" }],    {} is a generated one
///       "policies": [ IAM documents ],
///       "tags": { "team": "blue" }
///     }],
///     "roles": [{
///       "name": "deployer",
///       "path": "/",
///       "trust": IAM document,                                            left out: the account itself
///       "policies": [ IAM documents ],
///       "maxSessionDuration": 3600,
///       "tags": {}
///     }],
///     "managedPolicies": [{ "name": "read", "document": IAM document }],
///     "identityProviders": ["https://jenkins.example/oidc"],
///     "secrets": [{
///       "region": "us-east-1",
///       "name": "/prod/db",
///       "string": "…",                                                   or "binary": base64, or neither
///       "markedForDeletion": false,
///       "kmsBroken": false,
///       "resourcePolicy": IAM document
///     }]
///   }]
/// }
/// </code>
/// </summary>
internal sealed record Configuration(IReadOnlyList<AccountConfiguration> Accounts)
{
    /// <summary>Comments are welcome.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static Configuration Read(string text) =>
        JsonSerializer.Deserialize<Configuration>(text, Json) ?? throw new JsonException("the configuration is empty");

    public void Populate(Cloud cloud)
    {
        foreach (var account in Accounts)
            account.AddTo(cloud);
    }
}

internal sealed record AccountConfiguration(
    string Id,
    string Partition = "aws",
    IReadOnlyList<UserConfiguration>? Users = null,
    IReadOnlyList<RoleConfiguration>? Roles = null,
    IReadOnlyList<ManagedPolicyConfiguration>? ManagedPolicies = null,
    IReadOnlyList<string>? IdentityProviders = null,
    IReadOnlyList<SecretConfiguration>? Secrets = null)
{
    public void AddTo(Cloud cloud)
    {
        var account = cloud.Account(Id, Partition);
        foreach (var user in Users ?? [])
            user.AddTo(account);
        foreach (var role in Roles ?? [])
            role.AddTo(account);
        foreach (var policy in ManagedPolicies ?? [])
            account.AddManagedPolicy(policy.Name, policy.Document.ToJsonString());
        foreach (var url in IdentityProviders ?? [])
            account.AddIdentityProvider(url);
        foreach (var secret in Secrets ?? [])
            secret.AddTo(account);
    }
}

internal sealed record UserConfiguration(
    string Name,
    string Path = "/",
    IReadOnlyList<KeyConfiguration>? Keys = null,
    IReadOnlyList<MfaConfiguration>? MfaDevices = null,
    IReadOnlyList<JsonObject>? Policies = null,
    IReadOnlyDictionary<string, string>? Tags = null)
{
    public void AddTo(Account account)
    {
        var user = account.AddUser(Name, Path);
        foreach (var key in Keys ?? [new KeyConfiguration(null, null)])
            user.CreateAccessKey(key.AccessKeyId, key.SecretAccessKey);
        foreach (var device in MfaDevices ?? [])
            user.AddMfaDevice(device.Seed, device.SerialNumber);
        foreach (var policy in Policies ?? [])
            user.AddPolicy(policy.ToJsonString());
        foreach (var (key, value) in Tags ?? new Dictionary<string, string>())
            user.Tags[key] = value;
    }
}

internal sealed record KeyConfiguration(string? AccessKeyId, string? SecretAccessKey);

internal sealed record MfaConfiguration(string? SerialNumber, string? Seed);

internal sealed record ManagedPolicyConfiguration(string Name, JsonObject Document);

internal sealed record RoleConfiguration(
    string Name,
    string Path = "/",
    JsonObject? Trust = null,
    IReadOnlyList<JsonObject>? Policies = null,
    int MaxSessionDuration = 3600,
    IReadOnlyDictionary<string, string>? Tags = null)
{
    public void AddTo(Account account)
    {
        var role = account.AddRole(Name, Trust?.ToJsonString(), Path, TimeSpan.FromSeconds(MaxSessionDuration));
        foreach (var policy in Policies ?? [])
            role.AddPolicy(policy.ToJsonString());
        foreach (var (key, value) in Tags ?? new Dictionary<string, string>())
            role.Tags[key] = value;
    }
}

internal sealed record SecretConfiguration(
    string Region,
    string Name,
    string? String = null,
    string? Binary = null,
    bool MarkedForDeletion = false,
    bool KmsBroken = false,
    JsonObject? ResourcePolicy = null)
{
    public Secret AddTo(Account account)
    {
        var content = String is not null ? SecretContent.Of(String)
            : Binary is not null ? SecretContent.Of(Convert.FromBase64String(Binary))
            : null;
        var secret = account.Secrets.Add(Region, Name, content);
        secret.KmsBroken = KmsBroken;
        secret.DeletionDate = MarkedForDeletion ? account.Cloud.Time.GetUtcNow() + TimeSpan.FromDays(30) : null;
        secret.ResourcePolicy = ResourcePolicy is null ? null : PolicyDocument.Parse(ResourcePolicy.ToJsonString());
        return secret;
    }
}
