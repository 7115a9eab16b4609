using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

[Platform("Linux")]
internal sealed class StreamTests : CommandTests
{
    [Test]
    public async Task Nobody_who_reads_is_no_failure()
    {
        await OpenAsync();
        Aws.Account("123456789012").AddSecret(Region, "large", new byte[65536]);
        foreach (var command in new[] { "credentials", "status", "secret get large", "secret get large --json" })
        {
            var run = await Cli.ShellAsync($"{{ \"$X\" {command} --session '{Session}'; echo $? >&2; }} | true");
            Assert.That(run.Error, Is.EqualTo("0\n"), command);
        }

        Assert.That((await Cli.ShellAsync("{ \"$X\" --help; echo $? >&2; } | true")).Error, Is.EqualTo("0\n"));
    }

    [Test]
    public async Task Closed_streams_are_told_or_ignored_and_never_crash()
    {
        await OpenAsync();
        (await Cli.ShellAsync("\"$X\" inspect <&-")).FailedInTwoLines(3);
        (await Cli.ShellAsync("\"$X\" open --session s <&-")).FailedInTwoLines(3);
        (await Cli.ShellAsync($"\"$X\" credentials --session '{Session}' >&-")).FailedInTwoLines(9);
        (await Cli.ShellAsync($"\"$X\" credentials --session '{Session}' >/dev/full")).FailedInTwoLines(9);
        (await Cli.ShellAsync($"\"$X\" secret get /prod/db --session '{Session}' >/dev/full")).FailedInTwoLines(9);
        Assert.That((await Cli.ShellAsync("\"$X\" bogus 2>&-")).ExitCode, Is.EqualTo(2));
        Assert.That((await Cli.ShellAsync("\"$X\" bogus 2>/dev/full")).ExitCode, Is.EqualTo(2));
        Assert.That((await Cli.ShellAsync($"\"$X\" open --verbose --session '{Session}' 2>/dev/full", Paste(Given))).ExitCode, Is.Zero);
        Assert.That((await Cli.ShellAsync($"\"$X\" status --session '{Session}' <&- >&- 2>&-")).ExitCode, Is.EqualTo(9));
        Assert.That((await Cli.ShellAsync($"\"$X\" close --session '{Session}' <&- >&- 2>&-")).ExitCode, Is.Zero);
        Assert.That(Directory.Exists(Session), Is.False);
    }

    [Test]
    public async Task A_poor_environment_is_enough()
    {
        await OpenAsync();
        (await Cli.ShellAsync($"cd / && exec env -i \"$X\" credentials --session '{Session}'", outputIsSecret: true)).Succeeded();
        (await Cli.ShellAsync($"TMPDIR=/nowhere HOME=/nowhere LANG=tr_TR.UTF-8 LC_ALL=xx TZ=Mars/Olympus \"$X\" status --session '{Session}' --json")).Succeeded();
        (await Cli.ShellAsync($"ulimit -n 20; \"$X\" secret get /prod/db --session '{Session}'", outputIsSecret: true)).Succeeded();
    }

    [Test]
    public async Task A_working_folder_that_is_gone_is_told()
    {
        await OpenAsync();
        var gone = In("gone");
        (await Cli.ShellAsync($"mkdir '{gone}' && cd '{gone}' && rmdir '{gone}' && \"$X\" status --session relative")).FailedInTwoLines(9);
        (await Cli.ShellAsync($"mkdir '{gone}' && cd '{gone}' && rmdir '{gone}' && \"$X\" status --session '{Session}'")).Succeeded();
    }

    [Test]
    public async Task A_read_only_disk_is_told_and_the_session_stays_readable()
    {
        await OpenAsync();
        var script = In("script");
        File.WriteAllText(script, $"""
            mount -t tmpfs none "{In("tmp")}" && cp -rp "{Session}" "{In("tmp")}/s" && mount -o remount,ro "{In("tmp")}" || exit 77
            "$X" open --no-verify --session "{In("tmp")}/s" </dev/stdin >"{In("out")}" 2>&1; echo "open $?"
            "$X" open --no-verify --session "{In("tmp")}/new" <"{In("paste")}" >>"{In("out")}" 2>&1; echo "open $?"
            "$X" close --session "{In("tmp")}/s" >>"{In("out")}" 2>&1; echo "close $?"
            "$X" credentials --session "{In("tmp")}/s" >/dev/null 2>&1; echo "credentials $?"
            """);
        File.WriteAllText(In("paste"), Paste(Given));
        var run = await Cli.ShellAsync($"unshare -m sh '{script}'", Paste(Given));
        if (run.ExitCode is 77 or 1)
            Assert.Ignore("a read-only disk cannot be mounted here");
        Assert.That(run.Text, Is.EqualTo("open 9\nopen 9\nclose 9\ncredentials 0\n"));
        Assert.That(File.ReadAllLines(In("out")), Has.Length.EqualTo(6));
    }

    [Test]
    public async Task Without_OpenSSL_what_needs_no_signature_works_and_the_rest_says_what_is_missing()
    {
        await OpenAsync();
        var script = In("script");
        File.WriteAllText(script, $"""
            for library in $(ldconfig -p | sed -n 's/.*libssl\.so.* => //p'); do mount --bind /dev/null "$(readlink -f "$library")" || exit 77; done
            "$X" status --session "{Session}" >/dev/null || exit 78
            "$X" seal --session "{In("sealed")}" --json 2>"{In("refusal")}"; [ $? = 9 ] || exit 79
            exec "$X" secret get /prod/db --session "{Session}"
            """);
        var run = await Cli.ShellAsync($"unshare -m sh '{script}'");
        if (run.ExitCode is 77 or 1)
            Assert.Ignore("the system's OpenSSL cannot be hidden here");
        Assert.That(run.FailedInTwoLines(9).Error, Does.Contain("OpenSSL is not installed"));
        Assert.That(File.ReadAllText(In("refusal")), Does.Contain("\"code\":\"OpenSslMissing\""));
        Assert.That(Directory.Exists(In("sealed")), Is.False);
    }
}
