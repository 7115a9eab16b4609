using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary><c>mint --copy</c>, with programs of the clipboard that keep what they get.</summary>
[Platform("Linux")]
internal sealed class MintClipboardTests : MintCommandTests
{
    private string Desktop => In("desktop");

    private string Copied => In("copied");

    [SetUp]
    public void SetUpDesktop()
    {
        Directory.CreateDirectory(Desktop);
        Cli.Environment["PATH"] = Desktop;
    }

    [TestCase("WAYLAND_DISPLAY", "wl-copy", "")]
    [TestCase("DISPLAY", "xclip", "-selection clipboard")]
    [TestCase("DISPLAY", "xsel", "--clipboard --input")]
    [TestCase("WSL_DISTRO_NAME", "clip.exe", "")]
    public async Task What_is_to_be_pasted_goes_to_the_desktops_program_and_nowhere_else(string display, string program, string arguments)
    {
        Cli.Environment[display] = ":1";
        Install(program);
        var run = (await MintAsync("--profile", "keys", "--copy")).Succeeded();
        Assert.That(run.Output, Is.Empty);
        Assert.That(run.Error, Does.EndWith($"aws-temporal: copied by {program}\n"));
        var minted = Live(await File.ReadAllTextAsync(Copied), run.Error);
        var seen = await File.ReadAllTextAsync(Copied + ".seen");
        Assert.That(seen, Does.StartWith(arguments + "\n").And.Not.Contain(minted.SecretAccessKey).And.Not.Contain(minted.SessionToken));
    }

    [Test]
    public async Task A_program_that_stays_to_hand_the_text_out_is_not_waited_for_and_has_no_key_of_the_operator()
    {
        Cli.Environment["DISPLAY"] = ":1";
        Install("xclip", "(/bin/sleep 20; echo) &");
        var script = $"export AWS_ACCESS_KEY_ID={Key.AccessKeyId} AWS_SECRET_ACCESS_KEY; read -r AWS_SECRET_ACCESS_KEY; exec \"$X\" mint --copy";
        var run = (await Cli.ShellAsync(script, Key.SecretAccessKey)).Succeeded();
        Live(await File.ReadAllTextAsync(Copied), run.Error);
        Assert.That(await File.ReadAllTextAsync(Copied + ".seen"), Does.Contain("HOME=").And.Not.Contain("AWS_SECRET_ACCESS_KEY"));
    }

    [Test]
    public async Task A_sealed_session_is_copied_sealed()
    {
        Install("clip.exe");
        Cli.Environment["WSL_DISTRO_NAME"] = "Debian";
        (await MintAsync("--profile", "keys", "--copy", "--seal-for", await SealingKeyAsync())).Succeeded();
        (await OpenAsync(await File.ReadAllTextAsync(Copied), "--sealed")).Succeeded();
    }

    [Test]
    public async Task Without_any_such_program_nothing_is_asked_for_and_those_that_were_looked_for_are_named()
    {
        Cli.Environment["DISPLAY"] = Cli.Environment["WAYLAND_DISPLAY"] = ":1";
        await File.WriteAllTextAsync(Path.Combine(Desktop, "xclip"), "not a program");
        var run = (await MintAsync("--profile", "keys", "--copy")).FailedInTwoLines(9);
        Assert.That(run.Error, Does.Contain("looked for wl-copy, xclip, xsel\n"));
        Cli.Environment["WSL_DISTRO_NAME"] = "Debian";
        Assert.That((await MintAsync("--profile", "keys", "--copy")).FailedInTwoLines(9).Error, Does.Contain("looked for wl-copy, xclip, xsel, clip.exe\n"));
        await FailsAsync(9, ErrorCode.InvalidConfiguration, "", "mint", "--profile", "keys", "--copy");
        Assert.That(Aws.RequestCounts, Is.Empty);
    }

    [Test]
    public async Task Without_a_desktop_the_other_ways_are_told()
    {
        Install("xclip");
        Install("clip.exe");
        var run = (await MintAsync("--profile", "keys", "--copy")).FailedInTwoLines(9);
        Assert.That(run.Error, Is.EqualTo("aws-temporal: error: no clipboard here: neither WAYLAND_DISPLAY nor DISPLAY is set\nhint: pipe it, seal it with --seal-for, or add --print\n"));
        Assert.That(Aws.RequestCounts, Is.Empty);
    }

    [Test]
    public async Task To_copy_and_to_print_is_refused()
    {
        Cli.Environment["DISPLAY"] = ":1";
        Install("xclip");
        Assert.That((await MintAsync("--profile", "keys", "--copy", "--print")).FailedInTwoLines(2).Error, Does.Contain("leave one of the two out"));
        Assert.That((Aws.RequestCounts.Count, File.Exists(Copied)), Is.EqualTo((0, false)));
    }

    [Test]
    public async Task A_program_in_the_current_folder_is_no_clipboard()
    {
        Install("xclip");
        Cli.Environment["PATH"] = ".:desktop";
        Cli.Environment["DISPLAY"] = ":1";
        foreach (var folder in (string[])[Folder, Desktop])
            (await Cli.ShellAsync($"cd '{folder}' && exec \"$X\" mint --profile keys --copy")).FailedInTwoLines(9);
        Assert.That(Copied + ".seen", Does.Not.Exist);
    }

    [TestCase("exit 3")]
    [TestCase("exec <&-; exit 1")]
    public async Task A_program_that_fails_is_told_of_and_the_session_is_not_printed(string script)
    {
        Program("desktop/clip.exe", script);
        Cli.Environment["WSL_DISTRO_NAME"] = "Debian";
        Assert.That((await MintAsync("--profile", "keys", "--copy")).FailedInTwoLines(9).Error, Does.Contain("clip.exe did not copy"));
    }

    private void Install(string name, string more = "") => Program(
        "desktop/" + name, $"{{ echo \"$*\"; /usr/bin/env; }} > '{Copied}.seen'\n/bin/cat > '{Copied}'\n{more}");
}
