using System.Collections.Concurrent;
using AwsEmulator.Policies;
using AwsEmulator.Secrets;

namespace AwsEmulator.Identity;

/// <summary>An AWS account.</summary>
public sealed class Account
{
    private readonly ConcurrentDictionary<string, User> _users = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, Role> _roles = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, PolicyDocument> _managedPolicies = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IdentityProvider> _identityProviders = new(StringComparer.Ordinal);

    internal Account(Cloud cloud, string id, string partition)
    {
        Cloud = cloud;
        Id = id;
        Partition = partition;
        Secrets = new SecretStore(this);
    }

    internal Cloud Cloud { get; }

    /// <summary>Twelve digits.</summary>
    public string Id { get; }

    /// <summary><c>aws</c>, <c>aws-us-gov</c>, <c>aws-cn</c>, …</summary>
    public string Partition { get; }

    public SecretStore Secrets { get; }

    public IEnumerable<User> Users => _users.Values;

    public IEnumerable<Role> Roles => _roles.Values;

    public User AddUser(string name, string path = "/") => _users[name] = new User(this, name, path);

    public User User(string name) => _users[name];

    /// <summary>Adds a role; without a trust policy everybody in the account whose own policies allow it may assume it.</summary>
    public Role AddRole(string name, string? trust = null, string path = "/", TimeSpan? maxSessionDuration = null)
    {
        var role = new Role(this, name, path, maxSessionDuration ?? TimeSpan.FromHours(1));
        return _roles[name] = trust is null ? role : role.Trust(trust);
    }

    public Role Role(string name) => _roles[name];

    public IdentityProvider IdentityProvider(string url) => _identityProviders[url];

    /// <summary>Adds a managed policy, to be named as a session policy; returns its ARN.</summary>
    public string AddManagedPolicy(string name, string document)
    {
        var arn = $"arn:{Partition}:iam::{Id}:policy/{name}";
        _managedPolicies[arn] = PolicyDocument.Parse(document);
        return arn;
    }

    /// <summary>Adds a provider of web identities; the address starts with <c>https://</c>.</summary>
    public IdentityProvider AddIdentityProvider(string url) =>
        _identityProviders[url] = new IdentityProvider(this, new Uri(url));

    public Secret AddSecret(string region, string name, string value) =>
        Secrets.Add(region, name, SecretContent.Of(value));

    public Secret AddSecret(string region, string name, byte[] value) =>
        Secrets.Add(region, name, SecretContent.Of(value));

    internal Role? FindRole(string arn) => _roles.Values.FirstOrDefault(role => role.Arn == arn);

    internal PolicyDocument? FindManagedPolicy(string arn) => _managedPolicies.GetValueOrDefault(arn);

    internal IEnumerable<IdentityProvider> IdentityProviders => _identityProviders.Values;
}
