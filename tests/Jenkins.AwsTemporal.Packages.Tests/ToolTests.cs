using System.Runtime.Versioning;

namespace Jenkins.AwsTemporal.Packages.Tests;

/// <summary>The executable's commands, by <c>dotnet tool install</c> and without installing.</summary>
[Platform("Linux"), SupportedOSPlatform("linux")]
internal sealed class ToolTests : AwsTests
{
    private const string Package = "Jenkins.AwsTemporal.Tool";

    /// <summary>Once; the path of the command.</summary>
    public static async Task<string> InstallAsync()
    {
        var tool = Feed.In("tools/aws-temporal");
        if (!File.Exists(tool))
            await Feed.RunAsync("dotnet", ["tool", "install", Package, "--version", Feed.Version, "--tool-path", Path.GetDirectoryName(tool)!], Feed.Folder);
        return tool;
    }

    [Test]
    public async Task An_installed_tool_says_its_version_and_ends_with_the_same_exit_codes()
    {
        var tool = await InstallAsync();
        Assert.That((await Feed.RunAsync(tool, ["--version"], Feed.Folder)).Output, Does.StartWith($"aws-temporal {Feed.Version} (commit 0123456789ab, net10.0 "));
        foreach (var (code, arguments, input) in ((int, string[], string)[])[(2, ["nonsense"], ""), (3, ["inspect"], "nothing of AWS"), (7, ["secret", "get", "/prod/db", "--session", Feed.In("none")], "")])
        {
            var run = await Feed.RunAsync(tool, arguments, Feed.Folder, Environment, input, mayFail: true);
            Assert.That(run.ExitCode, Is.EqualTo(code), run.Error);
            Assert.That(run.Error, Does.StartWith("aws-temporal: error: "));
        }
    }

    [Test]
    public async Task A_session_of_the_tool_serves_its_secrets_and_SDKs([Values] bool installed)
    {
        var session = Feed.In(Guid.NewGuid().ToString("N"));
        string[] without = ["tool", "exec", "--yes", $"{Package}@{Feed.Version}", "--"];
        var program = installed ? await InstallAsync() : "dotnet";
        Task<(int ExitCode, string Output, string Error)> Run(string[] arguments, string input = "") =>
            Feed.RunAsync(program, installed ? arguments : [.. without, .. arguments], Feed.Folder, Environment, input);

        NoSecretIsIn((await Run(["open", "--session", session], Paste)).Output);
        Assert.That((await Run(["secret", "get", "/prod/db", "--session", session])).Output, Is.EqualTo(SecretText));

        var command = File.ReadLines(Path.Combine(session, "config")).Single(line => line.StartsWith("credential_process = ", StringComparison.Ordinal));
        var answer = await Feed.RunAsync("/bin/sh", ["-c", command["credential_process = ".Length..]], "/", Environment);
        Assert.That(answer.Output, Does.Contain(Given.SecretAccessKey));

        var path = (await Run(["exec", "--session", session, "--", "sh", "-c", "echo $PATH"])).Output.TrimEnd('\n');
        var outer = System.Environment.GetEnvironmentVariable("PATH");
        Assert.That(path, Is.EqualTo(installed ? $"{Path.GetDirectoryName(program)}:{outer}" : outer), "dotnet's folder does not come first");

        await Run(["close", "--session", session]);
        Assert.That(Directory.Exists(session), Is.False);
    }
}
