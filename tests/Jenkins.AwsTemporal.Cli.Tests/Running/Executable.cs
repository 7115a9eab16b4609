namespace Jenkins.AwsTemporal.Cli.Tests.Running;

/// <summary>Where the published executable is.</summary>
internal static class Executable
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("AWS_TEMPORAL_EXECUTABLE") is { Length: > 0 } given)
            return System.IO.Path.GetFullPath(given);
        for (var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory); folder is not null; folder = folder.Parent)
        {
            var publish = new DirectoryInfo(System.IO.Path.Combine(folder.FullName, "artifacts", "publish"));
            if (publish.Exists && publish.EnumerateFiles("aws-temporal", SearchOption.AllDirectories).FirstOrDefault() is { } found)
                return found.FullName;
        }

        throw new InvalidOperationException("the executable is missing: run make publish first");
    }
}
