using System.CommandLine;
using Jenkins.AwsTemporal.Sts;
using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>What the role's session shall be, as options; the limits are the library's.</summary>
internal sealed class RoleOptions
{
    /// <summary>Is asked for first, where it is missing: so the command adds it first.</summary>
    public Option<string> Role { get; } = new("--role")
    {
        Description = "The role's ARN, or its name (with its path) in the account of --account or of the caller",
        HelpName = "NAME|ARN",
        Required = true,
        Validators = { Options.NotBlank },
    };

    private readonly Option<string?> _account = Blankable("--account", "ID", "The account of a role that is named without an ARN, 12 digits");
    private readonly Option<string?> _sessionName = Blankable("--session-name", "N", "The session's name in CloudTrail, 2 to 64 of A-Z a-z 0-9 _ + = , . @ -");
    private readonly Option<string?> _user = Blankable("--user", "ID", "Make the session's name from whose build it is: valid, and never the same for two users; --session-name goes before it");
    private readonly Option<string?> _build = Blankable("--build", "NAME", "The build, for the session's name beside --user");
    private readonly Option<TimeSpan?> _duration = Options.Time("--duration", "How long the session shall live; by default 1h", SessionLife.Shortest, SessionLife.LongestOfRole);
    private readonly Option<string?> _sourceIdentity = Blankable("--source-identity", "N", "Who is behind the session, kept through chains of roles");
    private readonly Option<bool> _sourceIdentityFromUser = new("--source-identity-from-user") { Description = "Make the source identity from --user" };
    private readonly Option<string?> _externalId = Blankable("--external-id", "X", "What the role's trust policy asks of another account");
    private readonly Option<string?> _policy = Blankable("--policy", "FILE", "A file with an IAM policy that limits the session further");
    private readonly Option<string[]> _policyArns = Many("--policy-arn", "ARN", "A managed policy that limits the session further; up to 10");
    private readonly Option<string[]> _tags = Many("--tag", "K=V", "A tag of the session; up to 50");
    private readonly Option<string[]> _transitive = Many("--transitive-tag", "K", "The key of a tag that sessions chained from this one inherit");

    public void AddTo(Command command)
    {
        foreach (var option in new Option[]
            {
                _account, _sessionName, _user, _build, _duration, _sourceIdentity, _sourceIdentityFromUser, _externalId, _policy,
                _policyArns, _tags, _transitive,
            })
            command.Add(option);
        command.Validators.Add(result =>
        {
            // That they are missing is told before anything that only this command demands.
            if (result.Command.Options.Any(option => option.Required && result.GetResult(option) is null))
                return;
            var (hasName, hasUser) = (Given(result.GetValue(_sessionName)) is not null, Given(result.GetValue(_user)) is not null);
            if (!hasName && !hasUser)
                result.AddError("give --session-name or --user, so that CloudTrail shows whose session it is");
            if (result.GetValue(_sourceIdentityFromUser) && (!hasUser || Given(result.GetValue(_sourceIdentity)) is not null))
                result.AddError("--source-identity-from-user goes with --user, and not with --source-identity");
        });
        _tags.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.IndexOf('=', StringComparison.Ordinal) < 1))
                result.AddError("--tag takes KEY=VALUE");
        });
    }

    /// <summary>The request, for a role that may be named in the caller's own account.</summary>
    /// <exception cref="InvalidOptionException">A part is outside AWS's limits.</exception>
    public AssumeRoleOptions Read(ParseResult parsed, CallerIdentity? caller) =>
        new(ArnOf(parsed, caller), Given(parsed.GetValue(_sessionName)) ?? SessionName.ForBuild(parsed.GetValue(_user)!, Given(parsed.GetValue(_build))))
        {
            Duration = parsed.GetValue(_duration) ?? TimeSpan.FromHours(1),
            SourceIdentity = parsed.GetValue(_sourceIdentityFromUser) ? SessionName.ForUser(parsed.GetValue(_user)!) : parsed.GetValue(_sourceIdentity),
            ExternalId = parsed.GetValue(_externalId),
            Policy = Given(parsed.GetValue(_policy)) is { } file ? File.ReadAllText(file) : null,
            PolicyArns = parsed.GetValue(_policyArns)!,
            Tags = TagsOf(parsed.GetValue(_tags)!),
            TransitiveTagKeys = parsed.GetValue(_transitive)!,
        };

    private string ArnOf(ParseResult parsed, CallerIdentity? caller)
    {
        var (role, account) = (parsed.GetValue(Role)!, Given(parsed.GetValue(_account)));
        if (caller is not null)
            return caller.ArnOfRole(role, account);
        return role.StartsWith("arn:", StringComparison.Ordinal)
            ? role
            : throw new UsageException("a web identity token does not tell the account", "give --role the role's ARN");
    }

    private static Dictionary<string, string> TagsOf(string[] tags)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in tags)
        {
            var end = tag.IndexOf('=', StringComparison.Ordinal);
            if (!result.TryAdd(tag[..end], tag[(end + 1)..]))
                throw new UsageException($"the tag {tag[..end]} is given twice", "give each tag once");
        }

        return result;
    }

    // Blank counts as not given, so that a script may pass what it does not have. Not done while parsing: a parser that
    // returns null ends the process.
    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static Option<string?> Blankable(string name, string helpName, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
    };

    private static Option<string[]> Many(string name, string helpName, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        DefaultValueFactory = _ => [],
    };
}
