using System.Globalization;
using System.Text;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary>What the child of <c>exec</c> gets: what it would have got without, byte by byte.</summary>
[Platform("Linux")]
internal sealed class ExecSpawnTests : CommandTests
{
    // Python's own way to start a program refuses some of what the system allows.
    private const string Execve = """
        import ctypes, sys
        def execve(program, words, variables):
            def strings(all): return (ctypes.c_char_p * (len(all) + 1))(*all, None)
            ctypes.CDLL(None).execve(program, strings(words), strings(variables))
            sys.exit("not run")

        """;

    private string Exec => $"\"$X\" exec --session '{Session}' --";

    [SetUp]
    public Task OpenSession() => OpenAsync();

    [Test]
    public async Task The_environment_is_the_outer_one_byte_by_byte_and_the_session()
    {
        var run = (await PythonAsync($$"""
            execve(b"{{Executable.Path}}", [b"aws-temporal", b"exec", b"--session", b"{{Session}}", b"--", b"/bin/cat", b"/proc/self/environ"],
                [b"A=1", b"BYTES=\xff\xfe\x80", b"\xe9=latin", b"\xe8=latin", b"no equals sign", b"EMPTY=", b"=odd", b"TWICE=1", b"TWICE=2", b"LINES=a\nb",
                 b"AWS_PROFILE=outer", b"AWS_PROFILE", b"AWS_\xff=outer", b"AWS_REGION={{Region}}", b"PATH=/bin:\xff"])
            """)).Succeeded();
        byte[] expected =
        [
            .. "A=1\0BYTES="u8, 0xff, 0xfe, 0x80, 0, 0xe9, .. "=latin\0"u8, 0xe8, .. "=latin\0no equals sign\0EMPTY=\0=odd\0TWICE=1\0TWICE=2\0LINES=a\nb\0"u8,
            .. Encoding.UTF8.GetBytes($"AWS_REGION={Region}\0AWS_TEMPORAL_SESSION={Session}\0AWS_CONFIG_FILE={Session}/config\0"),
            .. Encoding.UTF8.GetBytes($"AWS_SHARED_CREDENTIALS_FILE={Session}/credentials\0AWS_CREDENTIAL_PROFILES_FILE={Session}/credentials\0"),
            .. "AWS_PROFILE=default\0AWS_DEFAULT_PROFILE=default\0AWS_SDK_LOAD_CONFIG=1\0AWS_EC2_METADATA_DISABLED=true\0"u8,
            .. Encoding.UTF8.GetBytes($"PATH={Path.GetDirectoryName(Executable.Path)}:/bin:"), 0xff, 0,
        ];
        Assert.That(Encoding.Latin1.GetString(run.Output), Is.EqualTo(Encoding.Latin1.GetString(expected)));
    }

    [Test]
    public async Task The_words_are_those_of_the_command_line_byte_by_byte_and_the_first_is_as_it_was_written()
    {
        var run = (await PythonAsync($$"""
            execve(b"{{Executable.Path}}", [b"aws-temporal", b"exec", b"--session", b"{{Session}}", b"--", b"sh", b"-c", b"cat /proc/$$/cmdline", b"\xff", b"", b"--json", b"@x"],
                [b"PATH=/nowhere::/bin:/usr/bin", b"AWS_REGION={{Region}}"])
            """)).Succeeded();
        byte[] expected = [.. "sh\0-c\0cat /proc/$$/cmdline\0"u8, 0xff, .. "\0\0--json\0@x\0"u8];
        Assert.That(run.Output, Is.EqualTo(expected));
    }

    [Test]
    public async Task A_script_sees_the_name_by_which_it_was_called()
    {
        File.WriteAllText(In("tell"), "#!/bin/sh\necho $0\n");
        File.WriteAllText(In("plain"), "echo $0 $1\n");
        var run = await Cli.ShellAsync($"cd '{Folder}' && chmod +x tell plain && {Exec} ./tell && {Exec} ./plain word && PATH=$PATH:. && {Exec} tell && cd tmp && {Exec} ../tell");
        Assert.That(run.Succeeded().Text, Is.EqualTo("./tell\n./plain word\n./tell\n../tell\n"));
    }

    [Test]
    public async Task A_script_whose_interpreter_is_missing_is_126()
    {
        File.WriteAllText(In("script"), "#!/nowhere/sh\n");
        var run = await Cli.ShellAsync($"chmod +x '{In("script")}' && {Exec} '{In("script")}'");
        Assert.That(run.FailedInTwoLines(126).Error, Does.Contain("first line"));
    }

    [TestCase("")]
    [TestCase("nohup")]
    [TestCase("setsid")]
    [TestCase("env --ignore-signal=HUP,INT,QUIT,TERM,USR1,TSTP --block-signal=USR2,CHLD")]
    [TestCase("env --ignore-signal=CHLD")]
    public async Task Signals_are_ignored_and_blocked_as_without_it(string before)
    {
        var run = await Cli.ShellAsync($"{before} grep -E '^Sig(Blk|Ign)' /proc/self/status && {before} {Exec} grep -E '^Sig(Blk|Ign)' /proc/self/status", "");
        if (run.ExitCode == 125)
            Assert.Ignore("this system's env cannot ignore signals");
        // .NET hides whether PIPE was ignored, who ignores CHLD never learns how a child ended, and 32 and 33 are glibc's own.
        var known = ~((1L << 12) | (1L << 16) | (3L << 31));
        var sets = run.Succeeded().Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line[..8] + (long.Parse(line[8..], NumberStyles.HexNumber, CultureInfo.InvariantCulture) & known)).ToArray();
        Assert.That((sets[2], sets[3]), Is.EqualTo((sets[0], sets[1])));
    }

    [Test]
    public async Task A_command_is_looked_for_where_the_child_would_find_it()
    {
        (await Cli.ShellAsync($"PATH=/nowhere '{Executable.Path}' exec --session '{Session}' -- aws-temporal status")).Succeeded();
        File.WriteAllText(In("aws-temporal"), "#!/bin/sh\necho another one\n");
        var run = await Cli.ShellAsync($"chmod +x '{In("aws-temporal")}'; PATH='{Folder}' '{Executable.Path}' exec --session '{Session}' -- aws-temporal --version");
        Assert.That(run.Succeeded().Text, Does.StartWith("aws-temporal "));
    }

    [Test]
    public async Task An_environment_that_is_too_large_is_told_as_such()
    {
        Alice.Allow("secretsmanager:*");
        string[] options = [];
        for (var i = 0; i < 20; i++)
        {
            Aws.Account("123456789012").AddSecret(Region, $"large/{i}", new string('x', 65000) + i);
            options = [.. options, "--secret", $"N{i}=large/{i}"];
        }

        var run = await Cli.ShellAsync($"ulimit -s 1024; \"$X\" exec --session '{Session}' {string.Join(' ', options)} -- true");
        Assert.That(run.FailedInTwoLines(126).Error, Does.Contain("with the secrets, are more than this system lets a program have").And.EndsWith("--file NAME=REF\n"));
    }

    [Test]
    public async Task A_limit_on_core_dumps_is_the_callers_and_no_other()
    {
        foreach (var limit in new[] { "0", "1" })
            Assert.That((await Cli.ShellAsync($"ulimit -c {limit} && {Exec} sh -c 'ulimit -c'")).Succeeded().Text, Is.EqualTo(limit + "\n"));
    }

    [Test]
    public async Task Two_outputs_that_bear_one_name_stay_two()
    {
        var run = await Cli.ShellAsync($"cd '{Folder}'; exec 3>log 4<log; rm log; exec 5>log 6<log; rm log; {Exec} sh -c 'echo words; echo more >&2' >&3 2>&5; cat <&4; echo -; cat <&6");
        Assert.That(run.Succeeded().Text, Is.EqualTo("words\n-\nmore\n"));
    }

    [Test]
    public async Task What_is_closed_is_closed_for_the_child()
    {
        File.WriteAllText(In("look"), "for i in 0 1 2 3 4 5 6 7 8 9; do [ -e /proc/$$/fd/$i ] && printf '%s ' $i; done >\"$OUT\"; true\n");
        for (var closed = 0; closed < 8; closed++)
        {
            var redirections = string.Concat(Enumerable.Range(0, 3).Select(i => (closed >> i & 1) == 1 ? $" {i}{(i == 0 ? '<' : '>')}&-" : ""));
            (await Cli.ShellAsync($"export OUT='{In("without")}'; cat /dev/null | sh '{In("look")}'{redirections}; OUT='{In("with")}'; cat /dev/null | {Exec} sh '{In("look")}'{redirections}")).Succeeded();
            Assert.That(File.ReadAllText(In("with")), Is.EqualTo(File.ReadAllText(In("without"))), redirections);
        }
    }

    [Test]
    public async Task Both_outputs_in_one_keep_the_order_of_what_is_written()
    {
        var script = "i=0; while [ $i -lt 300 ]; do echo out $i; echo err $i >&2; i=$((i+1)); done";
        foreach (var target in new[] { "2>&1 | cat", $">'{In("log")}' 2>&1; cat '{In("log")}'", $">>'{In("log2")}' 2>>'{In("log2")}'; cat '{In("log2")}'" })
        {
            var run = await Cli.ShellAsync($"{Exec} sh -c '{script}' {target}");
            Assert.That(run.Succeeded().Text, Is.EqualTo(string.Concat(Enumerable.Range(0, 300).Select(i => $"out {i}\nerr {i}\n"))), target);
        }
    }

    [Test]
    public async Task Who_feeds_it_is_told_when_the_child_has_closed_its_input()
    {
        var run = await Cli.ShellAsync($"cd '{Folder}'; {{ yes; touch told; }} 2>&1 | {Exec} sh -c 'exec <&-; while [ ! -e told ]; do sleep 0.05; done; echo told'");
        Assert.That(run.Succeeded().Text, Is.EqualTo("told\n"));
    }

    [Test]
    public async Task A_full_disk_is_told_and_the_child_too()
    {
        var run = await Cli.ShellAsync($"{Exec} sh -c 'trap \"\" PIPE; while echo words 2>/dev/null; do :; done; echo the child was told >&2' >/dev/full");
        Assert.That(run.ExitCode, Is.EqualTo(125));
        Assert.That(run.Error, Is.EqualTo("the child was told\naws-temporal: error: the command's output could not be written: No space left on device\nhint: make room for it, and run the command again\n"));
        Assert.That((await Cli.ShellAsync($"{Exec} sh -c 'echo words >&2' 2>/dev/full")).ExitCode, Is.EqualTo(125));
        Assert.That((await Cli.ShellAsync($"{Exec} true >/dev/full 2>&1")).ExitCode, Is.Zero);
    }

    [Test]
    public async Task An_output_that_does_not_wait_is_waited_for()
    {
        var run = await PythonAsync($$"""
            import fcntl, os, subprocess, time
            reading, writing = os.pipe()
            fcntl.fcntl(writing, fcntl.F_SETFL, os.O_NONBLOCK)
            child = subprocess.Popen(["{{Executable.Path}}", "exec", "--session", "{{Session}}", "--", "head", "-c", "1000000", "/dev/zero"], stdout=writing)
            os.close(writing)
            time.sleep(0.5)
            count = 0
            while part := os.read(reading, 65536): count += len(part)
            print(count, child.wait())
            """);
        Assert.That(run.Succeeded().Text, Is.EqualTo("1000000 0\n"));
    }

    private async Task<Finished> PythonAsync(string script)
    {
        var file = In("script.py");
        File.WriteAllText(file, Execve + script);
        var run = await Cli.ShellAsync($"command -v python3 >/dev/null || exit 77; exec python3 '{file}'");
        if (run.ExitCode == 77)
            Assert.Ignore("python3 is missing");
        return run;
    }
}
