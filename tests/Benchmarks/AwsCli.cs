using System.Diagnostics;

namespace Benchmarks;

/// <summary>The AWS CLI on this machine, past a version manager's wrapper script, whose time is not the AWS CLI's.</summary>
internal static class AwsCli
{
    public static string? Find()
    {
        var found = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "aws"))
            .FirstOrDefault(File.Exists);
        if (found is null || !found.Contains("/shims/", StringComparison.Ordinal))
            return found;
        using var manager = Process.Start(new ProcessStartInfo("pyenv", ["which", "aws"]) { RedirectStandardOutput = true })!;
        return manager.StandardOutput.ReadToEnd().Trim();
    }

    public static async Task<string> VersionAsync(string file)
    {
        using var process = Process.Start(new ProcessStartInfo(file, ["--version"]) { RedirectStandardOutput = true })!;
        var text = await process.StandardOutput.ReadToEndAsync();
        return text.Split(' ')[0];
    }
}
