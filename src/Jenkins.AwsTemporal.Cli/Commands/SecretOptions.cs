using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using System.Text.Unicode;
using Jenkins.AwsTemporal.Secrets;
using Jenkins.AwsTemporal.Sessions;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>Which secrets go into which variables, and which of those hold a file's path; read with as few calls as can be.</summary>
internal sealed class SecretOptions
{
    private readonly Option<SecretBinding[]> _variables = Bindings("--secret", "Put a secret's value into this variable");
    private readonly Option<SecretBinding[]> _files = Bindings("--file", "Put a secret's value into a file of mode 0600 in the session folder, and its path into this variable");

    public void AddTo(Command command)
    {
        command.Add(_variables);
        command.Add(_files);
    }

    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_variables)!.Length + parsed.GetValue(_files)!.Length > 0;

    public bool IsFile(ParseResult parsed, BoundSecret secret) => Array.IndexOf(parsed.GetValue(_files)!, secret.Binding) >= 0;

    /// <summary>Reads all of them; what goes into variables is known to fit.</summary>
    public async Task<SecretSet> ReadAsync(ParseResult parsed, Output output, Session session, string? region, CancellationToken cancellation)
    {
        var secrets = new SecretSet();
        try
        {
            foreach (var group in GroupByRegion([.. parsed.GetValue(_variables)!, .. parsed.GetValue(_files)!], output, region, session.Region))
            {
                using var reader = new SecretReader(session.Credentials, output.CallOptions(group.Region));
                secrets.Add(await reader.ReadAsync(group.Bindings, cancellation).ConfigureAwait(false));
            }

            foreach (var secret in secrets)
            {
                CheckName(secret.Name);
                if (!IsFile(parsed, secret))
                    _ = Text(secret.Name, secret.Value.Bytes.Span);
            }

            return secrets;
        }
        catch
        {
            secrets.Dispose();
            throw;
        }
    }

    /// <summary>The value as a variable can hold it.</summary>
    public static string Text(string variable, ReadOnlySpan<byte> value) =>
        value.Contains((byte)0) || !Utf8.IsValid(value)
            ? throw new UsageException($"the value of {variable} is binary, and a variable holds text", $"give it as a file: --file {variable}=REF")
            : Encoding.UTF8.GetString(value);

    /// <summary>Refuses the names by which a child finds its credentials.</summary>
    public static void CheckName(string variable)
    {
        if (ExecEnvironment.IsAws(variable))
            throw new UsageException($"a secret cannot set {variable}: it belongs to the session", "give it another name");
    }

    // An ARN brings its own Region, unless another is asked for: then the reader says that they differ.
    private static List<Group> GroupByRegion(SecretBinding[] bindings, Output output, string? region, string? sessionRegion)
    {
        var groups = new List<Group>();
        string? usual = null;
        foreach (var binding in bindings)
        {
            var place = region ?? binding.Reference.Region ?? (usual ??= output.CallOptions(sessionRegion).Region);
            var group = groups.Find(group => group.Region == place);
            if (group is null)
                groups.Add(group = new Group(place));
            group.Bindings.Add(binding);
        }

        return groups;
    }

    private static Option<SecretBinding[]> Bindings(string name, string does) => new(name)
    {
        Description = $"{does}; may be given several times. REF is as for secret get, or PREFIX* or NAME#* with a * in VAR too, and optional: before it lets it be absent",
        HelpName = "VAR=REF",
        CustomParser = Parse,
        DefaultValueFactory = _ => [],
    };

    private static SecretBinding[] Parse(ArgumentResult result)
    {
        var bindings = new List<SecretBinding>();
        foreach (var token in result.Tokens)
        {
            try
            {
                var binding = SecretBinding.Parse(token.Value);
                CheckName(binding.Name);
                bindings.Add(binding);
            }
            catch (Exception fault) when (fault is SecretException or UsageException)
            {
                result.AddError(fault.Message);
                return [];
            }
        }

        return [.. bindings];
    }

    private sealed class Group(string region)
    {
        public string Region { get; } = region;

        public List<SecretBinding> Bindings { get; } = [];
    }
}
