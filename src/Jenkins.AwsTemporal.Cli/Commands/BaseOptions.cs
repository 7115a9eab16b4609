using System.CommandLine;
using Jenkins.AwsTemporal.Sessions;
using Jenkins.AwsTemporal.Sts;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>
/// Whose credentials a role is assumed with: a session, the keys in the environment, a web identity token, or the machine.
/// Where more than one could be meant, none is taken.
/// </summary>
internal sealed class BaseOptions
{
    private const int LongestToken = 20000;
    private readonly Surroundings _surroundings;
    private readonly Option<string?> _session = Options.Text("--session", "DIR", $"Assume it with the session in this folder; by default ${Options.SessionVariable}");

    private readonly Option<bool> _environment = new("--environment")
    {
        Description = "Assume it with AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN; by default where no session is named",
    };

    private readonly Option<string?> _webIdentity = Options.Text("--web-identity-file", "FILE", "Assume it with the web identity token in this file; no key is needed");

    private readonly Option<bool> _node = new("--node") { Description = "Assume it with this machine's own identity" };

    public BaseOptions(Surroundings surroundings) => _surroundings = surroundings;

    public void AddTo(Command command)
    {
        command.Add(_session);
        command.Add(_environment);
        command.Add(_webIdentity);
        command.Add(_node);
        command.Validators.Add(result =>
        {
            var given = new Option[] { _session, _environment, _webIdentity, _node }.Count(option => result.GetResult(option) is { Implicit: false });
            if (given > 1)
                result.AddError("--session, --environment, --web-identity-file and --node exclude each other");
        });
    }

    /// <summary>The folder of the base session; null when the role is not assumed with one.</summary>
    public SessionFolder? Session(ParseResult parsed)
    {
        if (parsed.GetValue(_environment) || parsed.GetValue(_node) || parsed.GetValue(_webIdentity) is not null)
            return null;
        if (parsed.GetValue(_session) is { } folder)
            return new SessionFolder(folder);
        var named = Variable(Options.SessionVariable);
        if (named is not null && Variable("AWS_ACCESS_KEY_ID") is not null)
            throw new UsageException(
                $"both {Options.SessionVariable} and AWS_ACCESS_KEY_ID are set, so it is not clear whose credentials are meant",
                "say which: --session DIR or --environment");
        return named is null ? null : new SessionFolder(named);
    }

    /// <summary>The base credentials but for those of a session; null with a web identity token.</summary>
    public BaseCredentials? Credentials(ParseResult parsed)
    {
        if (parsed.GetValue(_webIdentity) is not null)
            return null;
        return parsed.GetValue(_node) ? BaseCredentials.FromNode(_surroundings.Environment) : BaseCredentials.FromEnvironment(_surroundings.Environment);
    }

    public bool HasWebIdentity(ParseResult parsed) => parsed.GetValue(_webIdentity) is not null;

    /// <summary>The web identity token, or null.</summary>
    public string? WebIdentityToken(ParseResult parsed)
    {
        if (parsed.GetValue(_webIdentity) is not { } file)
            return null;
        using var reader = new StreamReader(file);
        var buffer = new char[LongestToken + 2];
        var length = reader.ReadBlock(buffer);
        return new string(buffer, 0, length).Trim();
    }

    private string? Variable(string name) =>
        _surroundings.Environment(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;
}
