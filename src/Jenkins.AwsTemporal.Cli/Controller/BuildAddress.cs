namespace Jenkins.AwsTemporal.Cli.Controller;

/// <summary>The page of one build, and the Jenkins that it is of.</summary>
internal sealed class BuildAddress
{
    private const string Rule = "https://jenkins.example.com/job/team/job/deploy/12/";

    private BuildAddress(Uri root, string path, string job, string number) =>
        (Root, Page, Job, Number) = (root, new Uri(root, path), job, number);

    /// <summary>Jenkins itself, with its context path and a slash at the end.</summary>
    public Uri Root { get; }

    /// <summary>The build's page, with a slash at the end.</summary>
    public Uri Page { get; }

    /// <summary>The full name of the job, such as <c>team/deploy</c>: what the build knows as <c>JOB_NAME</c>.</summary>
    public string Job { get; }

    public string Number { get; }

    /// <summary>Scheme, host and port: whom a token may be shown to.</summary>
    public string Origin => Root.GetLeftPart(UriPartial.Authority);

    /// <summary>Reads the address of a build's page, or of one below it.</summary>
    /// <exception cref="UsageException">It is none, or would be called without TLS.</exception>
    public static BuildAddress Parse(string text, bool allowHttp)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http") || address.Host.Length == 0)
            throw new UsageException("the URL is not the address of a web page", !text.Contains("://", StringComparison.Ordinal) ? $"begin it with https://, as in {Rule}" : $"give the address of the build's page, such as {Rule}");
        if (address.UserInfo.Length > 0)
            throw new UsageException("the URL holds a user or a token, which does not belong there", "leave it out: --user and JENKINS_API_TOKEN are for that");
        if (address.Scheme == "http" && !address.IsLoopback && !allowHttp)
            throw new UsageException("the URL is http, so everybody on the way could read the API token", "give the https address, or add --allow-http");

        var words = address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var at = 0;
        while (at < words.Length && words[at] is not ("job" or "view" or "blue"))
            at++;
        if (at < words.Length && words[at] == "blue")
            throw new UsageException("the URL is one of Blue Ocean", $"give the address of the build's classic page, such as {Rule}");
        var root = new Uri(address, at == 0 ? "/" : "/" + string.Join('/', words[..at]) + "/");

        var (path, job) = ("", "");
        while (at + 1 < words.Length && words[at] is "job" or "view")
        {
            // A view shows the same job at a longer address.
            if (words[at] == "job")
            {
                var name = Uri.UnescapeDataString(words[at + 1]);
                if (name.Contains('/', StringComparison.Ordinal))
                    throw new UsageException("the URL has a slash in the name of a job", $"give the address of the build's page, such as {Rule}");
                path += $"job/{words[at + 1]}/";
                job += job.Length > 0 ? "/" + name : name;
            }

            at += 2;
        }

        if (job.Length == 0)
            throw new UsageException("the URL names no job of Jenkins", $"give the address of the build's page, such as {Rule}");
        if (at == words.Length || !IsNumber(words[at]))
            throw new UsageException($"the URL names the job {job} and no build of it by its number", $"give the address of the build's page, such as {Rule}");
        return new BuildAddress(root, $"{path}{words[at]}/", job, words[at]);
    }

    public bool HasOriginOf(Uri other) => other.GetLeftPart(UriPartial.Authority) == Origin && other.UserInfo.Length == 0;

    public override string ToString() => Name(Job, Number);

    /// <summary>A build, as <see cref="Sealing.SealingPrompt"/> calls it.</summary>
    public static string Name(string? job, string? number) => $"build {number ?? "-"} of {job ?? "-"}";

    private static bool IsNumber(string word) => word.Length < 20 && word[0] != '0' && word.All(char.IsAsciiDigit);
}
