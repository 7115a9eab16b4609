using System.Globalization;
using System.Text;
using Jenkins.AwsTemporal.Sessions;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>
/// The environment of a child: the outer one, byte by byte, without anything that could give it other credentials, and
/// the session. The same as the Groovy steps give to their bodies.
/// </summary>
internal sealed class ExecEnvironment
{
    /// <summary>All that <c>--pristine</c> passes on. By the cookies, which are no secrets, Jenkins finds the processes of a build that it ends.</summary>
    public static readonly string[] Pristine = OperatingSystem.IsWindows() ? [.. Usual, .. UsualOnWindows] : Usual;

    private static string[] Usual => ["PATH", "HOME", "LANG", "TERM", "TMPDIR", "USER", "LOGNAME", "JENKINS_SERVER_COOKIE", "JENKINS_NODE_COOKIE"];

    // Without these its programs find neither the system's libraries nor a place for their files.
    private static string[] UsualOnWindows => ["SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "TEMP", "TMP", "USERPROFILE", "USERNAME"];

    // Windows calls it Path, and knows names in any case.
    private static readonly StringComparer Names = OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    // How AWS is called, not as whom.
    private static readonly string[] Harmless =
    [
        "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "AWS_CA_BUNDLE",
        "AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT", "AWS_STS_REGIONAL_ENDPOINTS", "AWS_MAX_ATTEMPTS",
        "AWS_RETRY_MODE", "AWS_DEFAULTS_MODE", "AWS_DEFAULT_OUTPUT", "AWS_PAGER",
    ];

    // Older names, of boto 2 and EC2's first tools.
    private static readonly string[] Older = ["BOTO_CONFIG", "BOTO_PATH", "EC2_ACCESS_KEY", "EC2_SECRET_KEY", "AMAZON_ACCESS_KEY_ID", "AMAZON_SECRET_ACCESS_KEY"];

    private const string Program = "aws-temporal";

    // Each is NAME=value; without a = it is no variable, but inherited all the same.
    private readonly List<byte[]> _entries = [];
    // Null where dotnet runs this program: then no name on a PATH means it.
    private readonly string? _executable;

    public ExecEnvironment(Surroundings surroundings, bool isPristine)
    {
        _executable = surroundings.Command.Count == 1 ? surroundings.Executable : null;
        foreach (var entry in surroundings.Variables())
        {
            var name = NameOf(entry);
            if (isPristine ? Pristine.Contains(name, Names) : IsPassedOn(name))
                _entries.Add(entry);
        }
    }

    /// <summary>What the child gets.</summary>
    public IReadOnlyList<byte[]> Entries => _entries;

    /// <summary>Where the child's programs are.</summary>
    public byte[]? Path => Find("PATH") is { } entry ? entry["PATH=".Length..] : null;

    /// <summary>Whether a variable belongs to AWS's tools or to this one.</summary>
    public static bool IsAws(string name) => Begins(name, "AWS_") || Older.Contains(name, Names);

    public void Set(string name, string value) => Set(name, Encoding.UTF8.GetBytes(value));

    /// <summary>Points SDKs and the AWS CLI to the session. A Region that was given wins over the caller's, and that one over the session's.</summary>
    public void SetSession(string folder, string? region, string? sessionRegion)
    {
        Set(Options.SessionVariable, folder);
        Set("AWS_CONFIG_FILE", folder + "/config");
        Set("AWS_SHARED_CREDENTIALS_FILE", folder + "/credentials");
        Set("AWS_CREDENTIAL_PROFILES_FILE", folder + "/credentials");
        Set("AWS_PROFILE", "default");
        Set("AWS_DEFAULT_PROFILE", "default");
        Set("AWS_SDK_LOAD_CONFIG", "1");
        Set("AWS_EC2_METADATA_DISABLED", "true");
        if (region is null && Find("AWS_REGION") is null && Find("AWS_DEFAULT_REGION") is null)
            region = sessionRegion;
        if (region is not null)
        {
            Set("AWS_REGION", region);
            Set("AWS_DEFAULT_REGION", region);
        }

        AddToPath();
    }

    /// <summary>The keys themselves, with their end by this machine's clock.</summary>
    public void SetKeys(Session session)
    {
        Set("AWS_ACCESS_KEY_ID", session.Credentials.AccessKeyId);
        Set("AWS_SECRET_ACCESS_KEY", session.Credentials.SecretAccessKey);
        Set("AWS_SESSION_TOKEN", session.Credentials.SessionToken);
        if (session.Lifetime.Expiration - session.ClockSkew is { } end)
            Set("AWS_CREDENTIAL_EXPIRATION", end.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }

    // A name that is there twice is there once afterwards: which of the two counts is up to who reads it.
    private void Set(string name, byte[] value)
    {
        byte[] entry = [.. Encoding.UTF8.GetBytes(name), (byte)'=', .. value];
        for (var i = _entries.Count - 1; i >= 0; i--)
        {
            if (Names.Equals(NameOf(_entries[i]), name))
                _entries.RemoveAt(i);
        }

        _entries.Add(entry);
    }

    // First, as the steps do, so that the name means this program, which wrote the session, and no other version of it. Not
    // touched where it means this one anyway, because every other program of its folder would come first too.
    private void AddToPath()
    {
        if (System.IO.Path.GetDirectoryName(_executable) is not { } own)
            return;
        if (Path is not { } path)
        {
            Set("PATH", own);
        }
        else if (!IsFoundIn(path))
        {
            var folder = Encoding.UTF8.GetBytes(own);
            Set("PATH", path.Length == 0 ? folder : [.. folder, (byte)System.IO.Path.PathSeparator, .. path]);
        }
    }

    private bool IsFoundIn(byte[] path)
    {
        try
        {
            var found = Encoding.UTF8.GetString(ExecProgram.Find(Program, Encoding.UTF8.GetBytes(Program), path));
            return found == _executable || File.ResolveLinkTarget(found, returnFinalTarget: true)?.FullName == _executable;
        }
        catch (Exception fault) when (fault is ExecException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private byte[]? Find(string name)
    {
        foreach (var entry in _entries)
        {
            if (entry.Contains((byte)'=') && Names.Equals(NameOf(entry), name))
                return entry;
        }

        return null;
    }

    // Of what is no UTF-8 something else becomes, but never one of the names that are looked for.
    private static string NameOf(byte[] entry) => Encoding.UTF8.GetString(entry, 0, Array.IndexOf(entry, (byte)'=') is >= 0 and var end ? end : entry.Length);

    private static bool IsPassedOn(string name) =>
        !IsAws(name) || Harmless.Contains(name, Names) || Begins(name, "AWS_ENDPOINT_URL_");

    private static bool Begins(string name, string prefix) => name.Length >= prefix.Length && Names.Equals(name[..prefix.Length], prefix);
}
