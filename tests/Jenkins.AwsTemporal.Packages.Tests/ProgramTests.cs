using System.Runtime.Versioning;

namespace Jenkins.AwsTemporal.Packages.Tests;

/// <summary>New programs, in a new folder, that know the library by its package.</summary>
[Platform("Linux"), SupportedOSPlatform("linux")]
internal sealed class ProgramTests : AwsTests
{
    [Test]
    public async Task A_console_program_reads_a_secret_with_a_paste([Values("net8.0", "net10.0")] string framework)
    {
        var program = await BuildAsync("Console", framework);
        var run = await Feed.RunAsync("dotnet", [program, "/prod/db"], Feed.Folder, Environment, Paste);
        Assert.That(run.Output.ReplaceLineEndings("\n"), Is.EqualTo($"arn:aws:iam::123456789012:user/alice\n{SecretText}\narn:aws:iam::123456789012:user/alice\n"));
        Assert.That(run.Error, Is.Empty);

        var refused = await Feed.RunAsync("dotnet", [program, "/prod/none"], Feed.Folder, Environment, Paste, mayFail: true);
        Assert.That(refused.ExitCode, Is.EqualTo(1));
        Assert.That(refused.Error, Does.StartWith("NotFound: "));
        NoSecretIsIn(refused.Output + refused.Error);
    }

    [Test]
    public async Task A_worker_service_uses_a_steps_session_until_it_is_closed()
    {
        var worker = await BuildAsync("Worker", "net10.0");
        var tool = await ToolTests.InstallAsync();
        var session = Feed.In(Guid.NewGuid().ToString("N"));
        await Feed.RunAsync(tool, ["open", "--session", session], Feed.Folder, Environment, Paste);

        Environment["AWS_TEMPORAL_SESSION"] = session;
        Environment["Logging__LogLevel__Default"] = "Warning";
        Environment["Logging__LogLevel__Jenkins.AwsTemporal"] = "Debug";
        Environment["Logging__Console__LogToStandardErrorThreshold"] = "Debug";
        using var process = Feed.Start("dotnet", [worker], Feed.Folder, Environment);
        try
        {
            var log = process.StandardError.ReadToEndAsync();
            Assert.That(await process.StandardOutput.ReadLineAsync(), Is.EqualTo("arn:aws:iam::123456789012:user/alice"), "the SDK's own client");
            Assert.That(await process.StandardOutput.ReadLineAsync(), Is.EqualTo($"/prod/db: {SecretText.Length} bytes"));
            await Feed.RunAsync(tool, ["close", "--session", session], Feed.Folder, Environment);
            await process.StandardInput.WriteLineAsync();
            Assert.That(await process.StandardOutput.ReadLineAsync(), Is.EqualTo($"NoSession: there is no session in {session}"));
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            Assert.That(process.ExitCode, Is.Zero);
            Assert.That(await log, Does.Contain("Jenkins.AwsTemporal[").And.Contain("GetSecretValue answered by 127.0.0.1"));
            NoSecretIsIn(await log);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    [Test]
    public async Task A_worker_service_without_a_session_says_so_and_does_not_start()
    {
        var worker = await BuildAsync("Worker", "net10.0");
        var run = await Feed.RunAsync("dotnet", [worker], Feed.Folder, Environment, mayFail: true);
        Assert.That(run.ExitCode, Is.Not.Zero);
        Assert.That(run.Error, Does.Contain("AWS_TEMPORAL_SESSION is not set"));
    }

    private static async Task<string> BuildAsync(string name, string framework)
    {
        var folder = Feed.In($"{name}-{framework}");
        var output = Path.Combine(folder, "out");
        var program = Path.Combine(output, $"{name}.dll");
        if (File.Exists(program))
            return program;
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(TestContext.CurrentContext.TestDirectory, "Programs", name)))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        await Feed.RunAsync(
            "dotnet",
            ["build", "--nologo", "--verbosity", "quiet", "--output", output, $"-p:Packed={Feed.Version}", $"-p:Framework={framework}"],
            folder);
        return program;
    }
}
