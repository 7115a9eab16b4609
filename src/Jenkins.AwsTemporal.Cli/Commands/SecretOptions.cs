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

    private readonly LeastOptions _least = new();

    public void AddTo(Command command)
    {
        command.Add(_variables);
        command.Add(_files);
        _least.AddTo(command);
    }

    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_variables)!.Length + parsed.GetValue(_files)!.Length > 0;

    public bool IsFile(ParseResult parsed, BoundSecret secret) => Array.IndexOf(parsed.GetValue(_files)!, secret.Binding) >= 0;

    /// <summary>Reads all of them; what goes into variables is known to fit.</summary>
    public async Task<SecretSet> ReadAsync(ParseResult parsed, Output output, Session session, string? region, CancellationToken cancellation)
    {
        var secrets = new SecretSet();
        SecretBinding[] bindings = [.. parsed.GetValue(_variables)!, .. parsed.GetValue(_files)!];
        if (bindings.Length == 0)
            return secrets;
        try
        {
            var places = Array.ConvertAll(bindings, binding => PlaceOf(binding.Reference, output, region, session.Region));
            var named = Array.FindIndex(bindings, binding => binding.Reference.Region is null);
            var credentials = await _least.CredentialsAsync(
                parsed, output, session, Array.ConvertAll(bindings, binding => binding.Reference), places[named < 0 ? 0 : named], cancellation).ConfigureAwait(false);
            for (var i = 0; i < places.Length; i++)
            {
                if (Array.IndexOf(places, places[i]) < i)
                    continue;
                using var reader = new SecretReader(credentials, output.CallOptions(places[i]));
                secrets.Add(await reader.ReadAsync(InPlace(bindings, places, places[i]), cancellation).ConfigureAwait(false));
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
    private static string PlaceOf(SecretReference reference, Output output, string? region, string? sessionRegion) =>
        region ?? reference.Region ?? output.CallOptions(sessionRegion).Region;

    private static SecretBinding[] InPlace(SecretBinding[] bindings, string[] places, string place)
    {
        var chosen = new SecretBinding[places.Count(one => one == place)];
        for (int i = 0, at = 0; i < bindings.Length; i++)
        {
            if (places[i] == place)
                chosen[at++] = bindings[i];
        }

        return chosen;
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
        var bindings = new SecretBinding[result.Tokens.Count];
        for (var i = 0; i < bindings.Length; i++)
        {
            try
            {
                bindings[i] = SecretBinding.Parse(result.Tokens[i].Value);
                CheckName(bindings[i].Name);
            }
            catch (Exception fault) when (fault is SecretException or UsageException)
            {
                result.AddError(fault.Message);
                return [];
            }
        }

        return bindings;
    }
}
