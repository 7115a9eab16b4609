using System.CommandLine;
using Jenkins.AwsTemporal.Policies;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>
/// The options of <c>policy</c>. What they hold is checked by the library alone. None of them has a default in the
/// environment: a policy is written for an account, not for where it is written.
/// </summary>
internal static class PolicyOptions
{
    public static Option<string[]> Users() => Several("--user", "An IAM user, by the name alone, as IAM writes it", "NAME", required: true);

    public static Option<string[]> Roles(string description) => Several("--role", description, "ROLE", required: true);

    public static Option<string?> Account(string description, bool required) =>
        new("--account") { Description = $"{description}, 12 digits", HelpName = "ID", Required = required };

    public static Option<string?> Partition(string otherwise) =>
        new("--partition") { Description = $"The partition; by default {otherwise}", HelpName = "NAME" };

    public static Command With(this Command command, IReadOnlyList<Option> options)
    {
        foreach (var option in options)
            command.Options.Add(option);
        return command;
    }

    public static Command With(this Command command, Terms terms) => command.With(terms.All);

    public static Command With(this Command command, SecretNames secrets) => command.With(secrets.All);

    private static Option<string[]> Several(string name, string description, string helpName, bool required = false) => new(name)
    {
        Description = $"{description}; may be given several times",
        HelpName = helpName,
        Required = required,
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = required ? null : _ => [],
    };

    /// <summary>What assuming a role demands and may carry.</summary>
    internal sealed class Terms
    {
        private readonly Option<TimeSpan?> _mfaAge = Options.Time("--mfa-age", "The greatest age of the MFA code of a session that assumes the role");
        private readonly Option<string?> _externalId = new("--external-id") { Description = "The external id that the caller must give", HelpName = "ID" };
        private readonly Option<string[]> _sources = Several("--source-identity", "A source identity of which the caller must set one; * and ? are patterns", "NAME");
        private readonly Option<bool> _ownSource = new("--own-source-identity") { Description = "The caller must set their own user name as source identity" };
        private readonly Option<string[]> _tags = Several("--tag-key", "The key of a session tag that the caller may set", "KEY");

        /// <param name="withDemands">False for the user's side, which has nothing to say about codes and external ids.</param>
        public Terms(bool withDemands) => All = withDemands ? [_mfaAge, _externalId, _sources, _ownSource, _tags] : [_sources, _ownSource, _tags];

        public IReadOnlyList<Option> All { get; }

        public RoleTerms Read(ParseResult parsed) => new()
        {
            MfaAge = All.Contains(_mfaAge) ? parsed.GetValue(_mfaAge) : null,
            ExternalId = All.Contains(_externalId) ? parsed.GetValue(_externalId) : null,
            SourceIdentities = parsed.GetValue(_sources)!,
            OwnSourceIdentity = parsed.GetValue(_ownSource),
            TagKeys = parsed.GetValue(_tags)!,
        };
    }

    /// <summary>Which secrets, and what may be done with them.</summary>
    internal sealed class SecretNames(bool required)
    {
        private readonly Option<string[]> _secrets = Several("--secret", "A secret: its name, a prefix with * at its end, or its ARN", "SECRET", required);
        private readonly Option<bool> _write = new("--write") { Description = "Also store new values in those that are there" };
        private readonly Option<bool> _create = new("--create") { Description = "Also make them" };
        private readonly Option<bool> _list = new("--list") { Description = "Also list their versions, and the names of all secrets" };

        public Option<string?> Region { get; } = new("--region")
        {
            Description = required ? "The Region of secrets that are no ARNs" : "The Region of the secrets; by default the stack's",
            HelpName = "REGION",
        };

        public IReadOnlyList<Option> All => [_secrets, Region, _write, _create, _list];

        public string[] Read(ParseResult parsed) => parsed.GetValue(_secrets)!;

        public SecretRights Rights(ParseResult parsed) =>
            SecretRights.Read
            | (parsed.GetValue(_write) ? SecretRights.Write : SecretRights.None)
            | (parsed.GetValue(_create) ? SecretRights.Create : SecretRights.None)
            | (parsed.GetValue(_list) ? SecretRights.List : SecretRights.None);

        public PolicyScope Scope(ParseResult parsed, Option<string?> account, Option<string?> partition) =>
            new(parsed.GetValue(account), parsed.GetValue(Region), parsed.GetValue(partition));
    }
}
