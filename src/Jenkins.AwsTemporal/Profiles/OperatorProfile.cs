using Jenkins.AwsTemporal.Calling;
using Jenkins.AwsTemporal.Sts;

namespace Jenkins.AwsTemporal.Profiles;

/// <summary>
/// Whose credentials an operator's own machine is set up with: the environment's keys, or a profile of the AWS config and
/// credentials files with static keys, a <c>credential_process</c>, an IAM Identity Center login, or roles on top of those.
/// For programs that a person runs; nothing else of this library looks for credentials in a home folder.
/// </summary>
public sealed class OperatorProfile
{
    private const string Default = "default";

    private readonly Func<Func<string?, AwsCallOptions>, CancellationToken, Task<BaseCredentials>> _read;

    private OperatorProfile(
        string? name,
        IReadOnlyDictionary<string, string>? settings,
        IReadOnlyList<ProfileRole> roles,
        Func<Func<string?, AwsCallOptions>, CancellationToken, Task<BaseCredentials>> read)
    {
        (Name, Roles, _read) = (name, roles, read);
        Region = settings?.GetValueOrDefault("region");
        MfaSerialNumber = settings?.GetValueOrDefault("mfa_serial");
    }

    /// <summary>The profile's name; null when the environment's keys are taken.</summary>
    public string? Name { get; }

    /// <summary>The Region that the profile names, unchecked; null when it names none.</summary>
    public string? Region { get; }

    /// <summary>The MFA device that the profile names; null when it names none.</summary>
    public string? MfaSerialNumber { get; }

    /// <summary>The roles that the profile is about, in the order in which each is assumed with the one before; empty when it is about none.</summary>
    public IReadOnlyList<ProfileRole> Roles { get; }

    /// <summary>
    /// Finds what is meant: the profile of that name; without a name, <c>AWS_ACCESS_KEY_ID</c> and its like, else the profile
    /// of <c>AWS_PROFILE</c>, else <c>default</c>. The files are <c>AWS_CONFIG_FILE</c> and <c>AWS_SHARED_CREDENTIALS_FILE</c>,
    /// by default <c>~/.aws/config</c> and <c>~/.aws/credentials</c>. Nothing is run or sent.
    /// </summary>
    /// <param name="environment">Looks a variable up; null when it is not set, and empty counts as not set.</param>
    /// <param name="name">The profile; null or empty takes what the environment says.</param>
    /// <exception cref="ProfileException">There is none, it cannot be read, or more than one could be meant.</exception>
    public static OperatorProfile Find(Func<string, string?> environment, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (string.IsNullOrEmpty(name))
        {
            var named = environment("AWS_PROFILE") is { Length: > 0 } variable ? variable : null;
            if (environment("AWS_ACCESS_KEY_ID") is { Length: > 0 })
                return named is null
                    ? new OperatorProfile(null, null, [], (_, _) => Task.FromResult(FromEnvironment(environment)))
                    : throw ProfileException.Ambiguous();
            name = named ?? Default;
        }

        return new Chain(new ProfileFiles(environment), environment).Follow(name);
    }

    /// <summary>
    /// The credentials that the first of <see cref="Roles"/> is assumed with, or that are the profile's own where there are
    /// none. May run a program or ask IAM Identity Center; never logs in.
    /// </summary>
    /// <param name="options">How AWS is called in a Region, such as that of IAM Identity Center.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="ProfileException">They cannot be had.</exception>
    /// <exception cref="AwsCallException">IAM Identity Center refused or was not reached.</exception>
    public Task<BaseCredentials> ReadAsync(Func<string?, AwsCallOptions> options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return _read(options, cancellationToken);
    }

    /// <summary>Names the profile.</summary>
    public override string ToString() => Name is null ? "the environment's keys" : $"the profile {Name}";

    private static BaseCredentials FromEnvironment(Func<string, string?> environment)
    {
        var credentials = BaseCredentials.FromEnvironment(environment);
        return credentials.IsTemporary
            ? Keys("the environment", environment("AWS_ACCESS_KEY_ID"), environment("AWS_SECRET_ACCESS_KEY"), environment("AWS_SESSION_TOKEN"), end: null, "correct the variables")
            : credentials;
    }

    internal static BaseCredentials Keys(string source, string? id, string? secret, string? token, DateTimeOffset? end, string? hint = null)
    {
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(secret))
            throw ProfileException.Failed(source, "the access key id or the secret access key is missing", hint);
        try
        {
            return string.IsNullOrEmpty(token)
                ? BaseCredentials.FromKey(id, secret)
                : BaseCredentials.FromSession(new TemporaryCredentials(id, secret, token, end));
        }
        catch (CredentialsException fault)
        {
            throw ProfileException.Failed(source, fault.Message, hint);
        }
    }

    /// <summary>Follows a profile to the credentials that it comes from.</summary>
    private sealed class Chain(ProfileFiles files, Func<string, string?> environment)
    {
        private readonly List<string> _seen = [];
        private readonly List<ProfileRole> _roles = [];

        public OperatorProfile Follow(string name)
        {
            var read = Source(name);
            _roles.Reverse();
            return new OperatorProfile(name, files.Profile(name), _roles, read);
        }

        private Func<Func<string?, AwsCallOptions>, CancellationToken, Task<BaseCredentials>> Source(string name)
        {
            var settings = files.Profile(name) ?? throw ProfileException.NotFound(name);
            // A role may be assumed with the static keys beside it.
            var isItsOwnSource = _seen is [.., var last] && last == name;
            if (_seen.Contains(name) && !isItsOwnSource)
                throw ProfileException.Incomplete(name, "its source_profile leads back to itself");
            _seen.Add(name);
            if (settings.ContainsKey("role_arn") && !isItsOwnSource)
                return RoleSource(name, settings);
            if (settings.ContainsKey("sso_account_id") || settings.ContainsKey("sso_role_name"))
            {
                var login = SsoLogin.Of(name, settings, files, environment("PATH"));
                return (options, cancellation) => login.ReadAsync(options(login.Region), cancellation);
            }

            if (settings.TryGetValue("aws_access_key_id", out var id))
            {
                var credentials = Keys($"the profile {name}", id, settings.GetValueOrDefault("aws_secret_access_key"), settings.GetValueOrDefault("aws_session_token"), end: null, "correct it in the AWS credentials file");
                return (_, _) => Task.FromResult(credentials);
            }

            if (settings.TryGetValue("credential_process", out var command))
                return (_, cancellation) => CredentialProcess.RunAsync(name, command, cancellation);
            throw settings.ContainsKey("login_session") ? ProfileException.Unsupported(name, "login_session") : ProfileException.Empty(name);
        }

        private Func<Func<string?, AwsCallOptions>, CancellationToken, Task<BaseCredentials>> RoleSource(string name, IReadOnlyDictionary<string, string> settings)
        {
            _roles.Add(new ProfileRole(settings));
            if (settings.TryGetValue("source_profile", out var source))
                return Source(source);
            return settings.GetValueOrDefault("credential_source") switch
            {
                "Environment" => (_, _) => Task.FromResult(FromEnvironment(environment)),
                "Ec2InstanceMetadata" or "EcsContainer" => (_, _) => Task.FromResult(BaseCredentials.FromNode(environment)),
                _ => throw (settings.ContainsKey("web_identity_token_file")
                    ? ProfileException.Unsupported(name, "web_identity_token_file")
                    : ProfileException.Incomplete(name, "role_arn needs source_profile or credential_source")),
            };
        }
    }
}
