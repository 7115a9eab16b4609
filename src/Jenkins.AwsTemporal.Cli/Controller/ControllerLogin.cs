using System.Text;

namespace Jenkins.AwsTemporal.Cli.Controller;

/// <summary>Who the operator is to Jenkins. The variables are those of Jenkins' own command line, https://www.jenkins.io/doc/book/managing/cli/.</summary>
internal sealed class ControllerLogin
{
    private const string UserVariable = "JENKINS_USER_ID";
    private const string TokenVariable = "JENKINS_API_TOKEN";
    private const string AddressVariable = "JENKINS_URL";
    private const int LongestToken = 1024;

    public ControllerLogin(string user, string token) =>
        (User, Header) = (user, "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{token}")));

    public string User { get; }

    /// <summary>The header <c>Authorization</c>. A secret.</summary>
    public string Header { get; }

    /// <summary>Finds the user, and the token in the environment, in the keychain or at the terminal.</summary>
    public static async Task<ControllerLogin> FindAsync(Surroundings surroundings, string? named, BuildAddress build, CancellationToken cancellation)
    {
        var user = named ?? Given(surroundings, UserVariable)
            ?? throw new UsageException("it is not known who you are in Jenkins", $"add --user ID, or set {UserVariable}");
        if (user.Contains(':', StringComparison.Ordinal) || user.Any(char.IsControl))
            throw new UsageException("the user's id has a colon or a control character", "give the id that Jenkins shows on your user page");
        var token = FromEnvironment(surroundings, build)
            ?? await Keychain.FindAsync(surroundings.Environment, build.Origin, user, cancellation).ConfigureAwait(false)
            ?? await AskAsync(surroundings, user, build, cancellation).ConfigureAwait(false);
        return token.Length is > 0 and <= LongestToken && token.All(static character => char.IsAscii(character) && !char.IsControl(character))
            ? new ControllerLogin(user, token)
            : throw new UsageException("the API token is empty or holds what no token has", "make one on your user page in Jenkins, and copy all of it");
    }

    public override string ToString() => $"{User} (redacted)";

    // A page that is called up by mistake, or by another's, must not get the token of the operator's own Jenkins.
    private static string? FromEnvironment(Surroundings surroundings, BuildAddress build)
    {
        if (Given(surroundings, TokenVariable) is not { } token)
            return null;
        if (Given(surroundings, AddressVariable) is not { } known)
            throw new UsageException(
                $"{TokenVariable} is set and {AddressVariable} is not, so it is not known which Jenkins the token is for",
                $"set {AddressVariable}={build.Root} if it is for that one, else unset {TokenVariable}");
        if (!(Uri.TryCreate(known, UriKind.Absolute, out var address) && build.HasOriginOf(address)))
            throw new UsageException(
                $"{TokenVariable} is for the Jenkins of {AddressVariable}, and the build is at {build.Origin}",
                $"set both for this Jenkins, or unset {TokenVariable}");
        return token.Trim();
    }

    private static async Task<string> AskAsync(Surroundings surroundings, string user, BuildAddress build, CancellationToken cancellation)
    {
        if (!surroundings.InIsTerminal)
            throw new UsageException($"there is no API token of {user} for {build.Origin}", $"set {TokenVariable}, or keep it in the keychain as docs/sealed.md says");
        var typed = await HiddenTerminal.AskAsync(
            surroundings,
            $"aws-temporal: paste the API token of {Facts.OneLine(user)} for {build.Origin}, which is not shown, then press Enter\n",
            new TypedValue(new byte[LongestToken + 1], multiLine: false)
            {
                Undone = "nothing was sent",
                Otherwise = $"set {TokenVariable}",
                ForLines = "copy the token alone",
            },
            cancellation).ConfigureAwait(false);
        return Encoding.UTF8.GetString(typed).Trim();
    }

    private static string? Given(Surroundings surroundings, string variable) =>
        surroundings.Environment(variable) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;
}
