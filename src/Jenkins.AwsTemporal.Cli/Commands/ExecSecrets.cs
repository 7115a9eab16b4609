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

    private const int MostWarnings = 20;

    private readonly Output _output;
    private HeldSecrets? _files;
    private int _warnings;

    private ExecSecrets(Output output) => _output = output;

    /// <summary>All forms in which they could leak. As secret as they are.</summary>
    public LeakForms Forms { get; } = new();

    public static Option<string[]> HeldOption() => new("--held")
    {
        Description = $"Give the command what secret hold keeps in this folder, without a call; may be given several times, the first one wins; by default those in ${HeldVariable}",
        HelpName = "DIR",
        DefaultValueFactory = _ => [],
        Validators = { Options.NotBlank },
    };

    /// <summary>What the option names, or else the variable.</summary>
    /// <exception cref="UsageException">The variable names a folder that is not there.</exception>
    public static string[] HeldFolders(string[] given, Surroundings surroundings)
    {
        if (given.Length > 0)
            return given;
        var inherited = surroundings.Environment(HeldVariable)?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [];
        foreach (var folder in inherited)
        {
            if (!Directory.Exists(folder))
                throw new UsageException(
                    $"{HeldVariable} names {folder}, which is not here: it is of a session that is over, or of another machine",
                    $"empty {HeldVariable}, and hold the secrets here if they are wanted");
        }

        return inherited;
    }

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
            if (secrets._warnings > MostWarnings)
                output.Warn($"and {secrets._warnings - MostWarnings} more are too short to be masked, as a whole or in parts");
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
        foreach (var name in held.Variables)
        {
            SecretOptions.CheckName(name);
            var value = held.ReadVariable(name);
            variables.Set(name, SecretOptions.Text(name, value));
            Mask(name, value);
            Array.Clear(value);
        }

        foreach (var name in held.Files)
        {
            SecretOptions.CheckName(name);
            var value = held.ReadFile(name);
            variables.Set(name, held.PathOf(name));
            Mask(name, value);
            Array.Clear(value);
        }
    }

    private void GiveRead(SecretSet read, Func<BoundSecret, bool> isFile, SessionFolder folder, ExecEnvironment variables)
    {
        var hasFiles = false;
        foreach (var secret in read)
        {
            Mask(secret.Name, secret.Value.Bytes.Span);
            if (isFile(secret))
                hasFiles = true;
            else
                variables.Set(secret.Name, SecretOptions.Text(secret.Name, secret.Value.Bytes.Span));
        }

        if (!hasFiles)
            return;
        _files = HeldSecrets.Keep(folder, read, secret => isFile(secret) ? true : null);
        foreach (var name in _files.Files)
            variables.Set(name, _files.PathOf(name));
    }

    private void Mask(string name, ReadOnlySpan<byte> value)
    {
        var unmasked = Forms.Add(value);
        var isTooShort = LeakForms.IsTooShort(value);
        if ((!isTooShort && unmasked == 0) || ++_warnings > MostWarnings)
            return;
        if (isTooShort)
            _output.Warn($"the value of {name} is too short to be masked");
        else
            _output.Warn(unmasked == 1 ? $"a part of {name} is too short to be masked" : $"{unmasked} parts of {name} are too short to be masked");
    }
}
