using System.Text.RegularExpressions;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary>What the system saw of a whole run of <c>exec</c> and its children.</summary>
[Platform("Linux")]
internal sealed partial class ExecTraceTests : CommandTests
{
    [Test]
    public async Task No_secret_is_in_an_argument_of_a_program_or_in_a_file_outside_the_session_folder()
    {
        await OpenAsync();
        if ((await Cli.ShellAsync("strace -f true")).ExitCode != 0)
            Assert.Ignore("strace is missing, or may not be used here");
        (await Cli.ShellAsync(
            $"strace -f -y -s 100000 -o '{In("trace")}' -e trace=execve,execveat,write,pwrite64,writev,pwritev,sendfile,copy_file_range"
            + $" \"$X\" exec --session '{Session}' --env --secret DB=/prod/db --file FILE=/prod/db -- sh -c 'echo \"$DB\" | cat; cat \"$FILE\" | base64; aws-temporal credentials; true'")).Succeeded();
        var calls = File.ReadAllLines(In("trace"));
        Assert.That(calls.Count(line => line.Contains("execve(")), Is.GreaterThanOrEqualTo(4));
        var kept = 0;
        foreach (var call in calls)
        {
            if (call.Contains("exec"))
                Cli.CheckForCanaries(call.Split(" /* ")[0], "an argument");
            if (FileWritten().Match(call) is not { Success: true } written)
                continue;
            if (written.Groups[1].Value.StartsWith(Session + "/", StringComparison.Ordinal))
                kept += call.Contains(SecretText) ? 1 : 0;
            else
                Cli.CheckForCanaries(call, written.Groups[1].Value);
        }

        Assert.That(kept, Is.EqualTo(1), "the trace shows what is written");
        foreach (var file in Directory.EnumerateFiles(Session, "*", SearchOption.AllDirectories))
            Assert.That(File.ReadAllText(file), Does.Not.Contain(SecretText), file);
    }

    // The first descriptor of a call, if it is a file.
    [GeneratedRegex(@"(?:write|pwrite64|writev|pwritev|sendfile|copy_file_range)\([0-9]+<(/[^>]*)>", RegexOptions.CultureInvariant)]
    private static partial Regex FileWritten();
}
