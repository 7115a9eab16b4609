using System.Diagnostics;
using System.Text;

namespace Jenkins.AwsTemporal.Packages.Tests;

/// <summary>
/// The packages, packed once from a copy of the repository, and everything that is done with them, all of it in one folder
/// that is gone afterwards. What else they need comes from where this machine has its packages from.
/// </summary>
[SetUpFixture]
internal sealed class Feed
{
    // No package of a fallback folder or a source can be taken for ours.
    public static readonly string Version = $"0.1.0-test.{DateTime.UtcNow:yyyyMMddHHmmss}";
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    public static string Root { get; } = FindRoot();

    /// <summary>The folder that everything is in.</summary>
    public static string Folder { get; private set; } = null!;

    /// <summary>The folder feed.</summary>
    public static string Packages { get; private set; } = null!;

    public static string In(string name) => Path.Combine(Folder, name);

    [OneTimeSetUp]
    public async Task PackAsync()
    {
        Folder = Directory.CreateTempSubdirectory("aws-temporal-packages-").FullName;
        Packages = In("feed");
        var copy = await CopyAsync("source");
        foreach (var project in (string[])["src/Jenkins.AwsTemporal", "src/Jenkins.AwsTemporal.Cli"])
            await PackAsync(copy, project, Packages);
        File.WriteAllText(In("nuget.config"), $"""
            <configuration>
              <packageSources><add key="built" value="{Packages}" /></packageSources>
              <packageSourceMapping>
                <packageSource key="built"><package pattern="Jenkins.AwsTemporal*" /></packageSource>
                <packageSource key="nuget.org"><package pattern="*" /></packageSource>
              </packageSourceMapping>
              <fallbackPackageFolders><add key="machine" value="{GlobalPackages()}" /></fallbackPackageFolders>
            </configuration>
            """);
    }

    [OneTimeTearDown]
    public void Remove()
    {
        if (Folder is not null)
            Directory.Delete(Folder, recursive: true);
    }

    /// <summary>A copy of what git would commit, as a repository of its own.</summary>
    public static async Task<string> CopyAsync(string name)
    {
        var copy = Directory.CreateDirectory(In(name)).FullName;
        var files = (await RunAsync("git", ["ls-files", "-co", "--exclude-standard", "-z", ".editorconfig", "src", "release", "Directory.Build.props", "Directory.Packages.props", "nuget.config"], Root)).Output;
        foreach (var file in files.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(file => File.Exists(Path.Combine(Root, file))))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(copy, file))!);
            File.Copy(Path.Combine(Root, file), Path.Combine(copy, file));
        }

        foreach (var step in (string[][])[["init", "-q"], ["add", "."], ["-c", "user.name=test", "-c", "user.email=test@localhost", "commit", "-qm", name]])
            await RunAsync("git", step, copy);
        return copy;
    }

    public static Task PackAsync(string repository, string project, string output) => RunAsync(
        "dotnet",
        ["pack", project, "--configuration", "Release", "--nologo", "--verbosity", "quiet", "--output", output, $"-p:Version={Version}", "-p:SourceRevisionId=0123456789abcdef"],
        repository,
        new() { ["CI"] = "true", ["SOURCE_DATE_EPOCH"] = "1700000000" });

    /// <summary>Runs a program that has to succeed, unless a test is about its failure.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        string program, string[] arguments, string folder, Dictionary<string, string?>? environment = null, string input = "", bool mayFail = false)
    {
        using var process = Start(program, arguments, folder, environment);
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var error = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), deadline.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(deadline.Token);
            if (process.ExitCode != 0 && !mayFail)
                Assert.Fail($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{await output}\n{await error}");
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Starts a program to which this machine's AWS is nothing, and whose packages, tools and settings stay in the folder.</summary>
    public static Process Start(string program, string[] arguments, string folder, Dictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = folder,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        // What a build leaves running would hold its outputs open, and read for ever.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        if (File.Exists(In("nuget.config")))
        {
            start.Environment["NUGET_PACKAGES"] = In("packages");
            start.Environment["DOTNET_CLI_HOME"] = In("home");
        }

        foreach (var (name, value) in environment ?? [])
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static string GlobalPackages() =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Jenkins.AwsTemporal.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("the tests run outside of the repository");
        return folder.FullName;
    }
}
