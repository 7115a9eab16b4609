using System.CommandLine;
using Jenkins.AwsTemporal.Handover;
using Jenkins.AwsTemporal.Secrets;
using Jenkins.AwsTemporal.Sessions;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>The secrets of one child: those that it was given, and those that are held. Disposing of it wipes the files that were made for it.</summary>
internal sealed class ExecSecrets : IDisposable
{
    /// <summary>The folders of held secrets that a command gets where none is named, as in PATH.</summary>
    public const string HeldVariable = "AWS_TEMPORAL_SECRETS";

    private readonly Output _output;
    private HeldSecrets? _files;

    private ExecSecrets(Output output) => _output = output;

    /// <summary>All forms in which they could leak. As secret as they are.</summary>
    public List<ReadOnlyMemory<byte>> Forms { get; } = [];

    public static Option<string[]> HeldOption() => new("--held")
    {
        Description = $"Give the command what secret hold keeps in this folder, without a call; may be given several times, the first one wins; by default those in ${HeldVariable}",
        HelpName = "DIR",
        DefaultValueFactory = _ => [],
        Validators = { Options.NotBlank },
    };

    /// <summary>What the option names, or else the variable.</summary>
    public static string[] HeldFolders(string[] given, Surroundings surroundings) => given.Length > 0
        ? given
        : surroundings.Environment(HeldVariable)?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Sets the variables. What is read now wins over what is held.</summary>
    /// <param name="held">Folders of held secrets, the first wins.</param>
    /// <param name="read">What was read for this command alone.</param>
    /// <param name="isFile">Whether it goes into a file.</param>
    /// <param name="folder">The session folder, for the files.</param>
    /// <param name="variables">The child's environment.</param>
    /// <param name="output">For warnings.</param>
    public static ExecSecrets Give(
        string[] held, SecretSet read, Func<BoundSecret, bool> isFile, SessionFolder folder, ExecEnvironment variables, Output output)
    {
        var secrets = new ExecSecrets(output);
        try
        {
            for (var i = held.Length - 1; i >= 0; i--)
                secrets.GiveHeld(HeldSecrets.Open(held[i]), variables);
            secrets.GiveRead(read, isFile, folder, variables);
            return secrets;
        }
        catch
        {
            secrets.Dispose();
            throw;
        }
    }

    public void Dispose() => _files?.Wipe();

    private void GiveHeld(HeldSecrets held, ExecEnvironment variables)
    {
        foreach (var secret in held.Secrets)
        {
            SecretOptions.CheckName(secret.Name);
            var value = secret.Read();
            variables.Set(secret.Name, secret.IsFile ? secret.Path : SecretOptions.Text(secret.Name, value));
            Mask(secret.Name, value);
            Array.Clear(value);
        }
    }

    private void GiveRead(SecretSet read, Func<BoundSecret, bool> isFile, SessionFolder folder, ExecEnvironment variables)
    {
        var files = new List<BoundSecret>();
        foreach (var secret in read)
        {
            Mask(secret.Name, secret.Value.Bytes.Span);
            if (isFile(secret))
                files.Add(secret);
            else
                variables.Set(secret.Name, SecretOptions.Text(secret.Name, secret.Value.Bytes.Span));
        }

        if (files.Count == 0)
            return;
        _files = HeldSecrets.Keep(folder, files, _ => true);
        foreach (var file in _files.Secrets)
            variables.Set(file.Name, file.Path);
    }

    private void Mask(string name, ReadOnlySpan<byte> value)
    {
        if (LeakForms.IsTooShort(value))
            _output.Warn($"the value of {name} is too short to be masked");
        Forms.AddRange(LeakForms.Of(value));
    }
}
