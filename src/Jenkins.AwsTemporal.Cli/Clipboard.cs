using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Jenkins.AwsTemporal.Profiles;

namespace Jenkins.AwsTemporal.Cli;

/// <summary>The clipboard, by whichever program this desktop has for it. What is copied goes to its standard input alone.</summary>
internal sealed class Clipboard
{
    private readonly string _path;
    private readonly string[] _arguments;

    private Clipboard(string name, string path, string[] arguments) => (Name, _path, _arguments) = (name, path, arguments);

    /// <summary>The program's name.</summary>
    public string Name { get; }

    /// <summary>Finds the program, in PATH.</summary>
    /// <exception cref="MachineException">There is none.</exception>
    public static Clipboard Find(Func<string, string?> environment)
    {
        var names = new List<string>();
        foreach (var program in Programs(environment))
        {
            var words = program.Split(' ');
            names.Add(words[0]);
            if (ProgramPath.Find(environment("PATH"), words[0]) is { } path)
                return new Clipboard(words[0], path, words[1..]);
        }

        if (names.Count == 0)
            throw new MachineException("no clipboard here: neither WAYLAND_DISPLAY nor DISPLAY is set", "pipe it, seal it with --seal-for, or add --print");
        throw new MachineException($"there is no program for the clipboard: looked for {string.Join(", ", names)}", "install one of them, or leave --copy out");
    }

    public async Task CopyAsync(string text, CancellationToken cancellation)
    {
        try
        {
            using var program = Process.Start(DesktopProgram.StartOf(_path, _arguments))!;
            var input = program.StandardInput.BaseStream;
            await using (input.ConfigureAwait(false))
                await input.WriteAsync(Encoding.ASCII.GetBytes(text), cancellation).ConfigureAwait(false);
            await program.WaitForExitAsync(cancellation).ConfigureAwait(false);
            if (program.ExitCode == 0)
                return;
        }
        catch (Exception fault) when (fault is Win32Exception or IOException)
        {
            // It cannot be run, or does not listen.
        }

        throw new MachineException($"{Name} did not copy", $"see what {Name} says by itself, or leave --copy out");
    }

    private static List<string> Programs(Func<string, string?> environment)
    {
        if (OperatingSystem.IsWindows())
            return ["clip.exe"];
        if (OperatingSystem.IsMacOS())
            return ["pbcopy"];
        var programs = new List<string>();
        if (environment("WAYLAND_DISPLAY") is { Length: > 0 })
            programs.Add("wl-copy");
        if (environment("DISPLAY") is { Length: > 0 })
            programs.AddRange(["xclip -selection clipboard", "xsel --clipboard --input"]);
        // Of Windows, where this is its Linux.
        if (environment("WSL_DISTRO_NAME") is { Length: > 0 })
            programs.Add("clip.exe");
        return programs;
    }
}
