using System.CommandLine.Parsing;
using System.Text.Unicode;
using Jenkins.AwsTemporal.Secrets;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary><c>VAR=REF</c>: which secret goes into which variable.</summary>
internal sealed class ExecSecret
{
    private ExecSecret(string variable, SecretReference reference) => (Variable, Reference) = (variable, reference);

    public string Variable { get; }

    public SecretReference Reference { get; }

    public static ExecSecret[] Parse(ArgumentResult result)
    {
        var secrets = new List<ExecSecret>();
        foreach (var token in result.Tokens)
        {
            var equals = token.Value.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || !IsVariable(token.Value.AsSpan(0, equals)))
            {
                result.AddError("--secret takes VAR=REF; VAR has letters, digits and _, and does not begin with a digit");
                return [];
            }

            var variable = token.Value[..equals];
            if (ExecEnvironment.IsAws(variable))
            {
                result.AddError($"--secret cannot set {variable}: it belongs to the session");
                return [];
            }

            try
            {
                secrets.Add(new ExecSecret(variable, SecretReference.Parse(token.Value[(equals + 1)..])));
            }
            catch (SecretException fault)
            {
                result.AddError(fault.Message);
                return [];
            }

            for (var i = 0; i < secrets.Count - 1; i++)
            {
                if (secrets[i].Variable == variable)
                    result.AddError($"--secret sets {variable} twice: to {secrets[i].Reference} and to {secrets[^1].Reference}");
            }
        }

        return [.. secrets];
    }

    /// <summary>The value as a variable can hold it.</summary>
    public string Text(SecretValue value)
    {
        var bytes = value.Bytes.Span;
        return bytes.Contains((byte)0) || !Utf8.IsValid(bytes)
            ? throw new UsageException($"the value of {Variable} is binary, and a variable holds text", "write it to a file: aws-temporal secret get REF --out FILE")
            : System.Text.Encoding.UTF8.GetString(bytes);
    }

    private static bool IsVariable(ReadOnlySpan<char> name)
    {
        foreach (var character in name)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character != '_')
                return false;
        }

        return !char.IsAsciiDigit(name[0]);
    }
}
