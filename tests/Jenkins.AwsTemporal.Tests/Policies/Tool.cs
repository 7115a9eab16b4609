using System.Diagnostics;

namespace Jenkins.AwsTemporal.Tests.Policies;

/// <summary>A program that others wrote, run with nothing of this machine's AWS set-up. Tests skip where it is not installed.</summary>
internal static class Tool
{
    /// <summary>How a shell, and whatever stands in for an uninstalled program, says that there is none.</summary>
    private const int NotFound = 127;

    /// <summary>Starts it with both outputs redirected.</summary>
    public static Process Start(string program, IEnumerable<string> arguments, string howToInstall, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.ToArray())
            if (name.StartsWith("AWS_", StringComparison.OrdinalIgnoreCase) || name.EndsWith("_PROXY", StringComparison.OrdinalIgnoreCase))
                start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new IgnoreException($"{program} is not installed: {howToInstall}");
        }
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, string Out, string Error)> RunAsync(
        string program, IEnumerable<string> arguments, string howToInstall, params (string Name, string Value)[] environment)
    {
        using var process = Start(program, arguments, howToInstall, environment);
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == NotFound
            ? throw new IgnoreException($"{program} is not installed: {howToInstall}")
            : (process.ExitCode, output, await error);
    }
}
