using System.Runtime.Versioning;
using AwsEmulator.Identity;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary>The secrets of a child: many at once, in variables and in files, and nothing of them afterwards.</summary>
[Platform("Linux"), SupportedOSPlatform("linux")]
internal sealed class ExecSecretsTests : CommandTests
{
    private static readonly byte[] Binary = [0xff, 0, 0x80, .. "canary-within-bytes"u8];

    private Account Account => Aws.Account("123456789012");

    private string Files => Path.Combine(Session, "files");

    [SetUp]
    public async Task OpenSession()
    {
        await OpenAsync();
        Alice.Allow("secretsmanager:*");
        Cli.Canaries.Add("canary-within-bytes");
    }

    [TestCase(1)]
    [TestCase(20)]
    [TestCase(50)]
    [TestCase(200)]
    public async Task Any_number_of_secrets_is_given_and_masked(int count)
    {
        for (var i = 0; i < count; i++)
            Add($"many/{i}", $"canary number {i:000} of many");
        var run = await ExecAsync([.. Enumerable.Range(0, count).SelectMany(i => new[] { "--secret", $"N{i}=many/{i}" })], "env | grep '^N[0-9]*=' | cut -d= -f2");
        Assert.That(run.Succeeded().Text, Is.EqualTo(string.Concat(Enumerable.Repeat("****\n", count))));
        Assert.That(Aws.RequestCounts.Where(call => call.Key.Contains("SecretValue")).Sum(call => call.Value), Is.EqualTo((count + 19) / 20));
    }

    [Test]
    public async Task A_prefix_and_every_key_make_variables_by_the_rule()
    {
        Add("/app/db-password", "canary of the password");
        Add("/app/api.key", "canary of the api key");
        Add("json", """{"user-name":"canary of the user","port":54321}""");
        var run = await ExecAsync(["--secret", "APP_*=/app/*", "--secret", "*=json#*", "--secret", "NONE=optional:none"], "env | grep -E '^(APP|USER_NAME|PORT|NONE)' | sort");
        Assert.That(run.Succeeded().Text, Is.EqualTo("APP_API_KEY=****\nAPP_DB_PASSWORD=****\nPORT=54321\nUSER_NAME=****\n"));
    }

    [Test]
    public async Task A_file_is_there_for_its_owner_while_the_command_runs_and_not_a_moment_longer()
    {
        Account.AddSecret(Region, "binary", Binary);
        var run = await ExecAsync(
            ["--file", "KEY=binary", "--file", "DB_*=/prod/*"],
            $"stat -c '%a %s' \"$KEY\" \"$DB_DB\" \"$(dirname \"$KEY\")\"; cat \"$KEY\" | od -An -tx1 | tr -d ' \\n'; cat \"$DB_DB\"; case $KEY in '{Files}'/*/file/KEY) echo inside;; esac");
        Assert.That(run.Succeeded().Text, Does.Match(@"\A600 22\n600 31\n700 \d+\n\*\*\*\*inside\n\z"));
        NothingIsLeft();
    }

    [TestCase("exit 3", 3)]
    [TestCase("kill -TERM $$", 143)]
    [TestCase("kill -KILL $$", 137)]
    public async Task However_the_command_ends_its_files_are_wiped(string script, int exitCode)
    {
        Assert.That((await ExecAsync(["--file", "KEY=/prod/db"], script)).ExitCode, Is.EqualTo(exitCode));
        NothingIsLeft();
    }

    [TestCase("TERM")]
    [TestCase("INT")]
    [TestCase("HUP")]
    [TestCase("QUIT")]
    public async Task After_a_signal_its_files_are_wiped_too(string signal)
    {
        using var process = Cli.Start("exec", "--session", Session, "--file", "KEY=/prod/db", "--", "/bin/sh", "-c", "cat \"$KEY\" >/dev/null && echo ready.; while :; do sleep 0.05; done");
        Assert.That(await process.StandardOutput.ReadLineAsync(), Is.EqualTo("ready."));
        Assert.That(Directory.GetFiles(Files, "KEY", SearchOption.AllDirectories), Has.Length.EqualTo(1));
        (await Cli.ShellAsync($"kill -{signal} {process.Id}")).Succeeded();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await process.WaitForExitAsync(deadline.Token);
        Assert.That(process.ExitCode, Is.GreaterThan(128));
        NothingIsLeft();
    }

    [TestCase("TERM", 143)]
    [TestCase("INT", 130)]
    [TestCase("HUP", 129)]
    [TestCase("QUIT", 131)]
    public async Task A_signal_between_the_reading_and_the_start_ends_it_before_the_start(string signal, int exitCode)
    {
        // So many that there is time between.
        string[] options = [];
        for (var i = 0; i < 40; i++)
        {
            Account.AddSecret(Region, $"large/{i}", string.Concat(Enumerable.Range(0, 8000).Select(k => $"{i:d2}{k * 7919 % 999983:d6}")));
            options = [.. options, "--file", $"N{i}=large/{i}"];
        }

        using var process = Cli.StartWithoutTerminal(["exec", "--session", Session, .. options, "--", "touch", In("ran")]);
        for (var i = 0; i < 2000 && !(Directory.Exists(Files) && Directory.GetFileSystemEntries(Files).Length > 0); i++)
            await Task.Delay(5);
        // Twice, as timeout does: to the process and to its group.
        (await Cli.ShellAsync($"kill -{signal} {process.Id}; sleep 0.02; kill -{signal} {process.Id} 2>/dev/null || true")).Succeeded();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await process.WaitForExitAsync(deadline.Token);
        Assert.That(process.ExitCode, Is.EqualTo(exitCode));
        Assert.That(await process.StandardError.ReadToEndAsync(deadline.Token), Is.EqualTo("aws-temporal: error: interrupted\nhint: run it again\n"));
        Assert.That(File.Exists(In("ran")), Is.False);
        NothingIsLeft();
    }

    [Test]
    public async Task A_command_that_cannot_be_run_leaves_no_file()
    {
        File.WriteAllText(In("program"), "#!/no/such/interpreter\n");
        (await Cli.ShellAsync($"chmod +x '{In("program")}'")).Succeeded();
        Assert.That((await Cli.RunAsync("exec", "--session", Session, "--file", "KEY=/prod/db", "--", In("program"))).ExitCode, Is.EqualTo(127).Or.EqualTo(126));
        NothingIsLeft();
    }

    [Test]
    public async Task What_was_left_by_a_kill_goes_with_the_session()
    {
        using var process = Cli.Start("exec", "--session", Session, "--file", "KEY=/prod/db", "--", "/bin/sh", "-c", "echo $$; exec sleep 60");
        var child = await process.StandardOutput.ReadLineAsync();
        process.Kill();
        await process.WaitForExitAsync();
        await Cli.ShellAsync($"kill -9 {child}");
        Assert.That(Directory.GetFiles(Files, "KEY", SearchOption.AllDirectories), Has.Length.EqualTo(1));
        (await Cli.RunAsync("close", "--session", Session)).Succeeded();
        Assert.That(Directory.Exists(Session), Is.False);
    }

    [TestCase("--secret", "A=binary", "the value of A is binary, and a variable holds text", "give it as a file: --file A=REF")]
    [TestCase("--secret", "A_*=bin*", "the value of A_ARY is binary, and a variable holds text", "give it as a file: --file A_ARY=REF")]
    [TestCase("--secret", "A=none", "the secret none cannot be read: GetSecretValue: not found: ", null)]
    [TestCase("--secret", "A=/prod/db#k", "the secret /prod/db is not JSON", null)]
    [TestCase("--file", "DB=binary", "the variable DB would get two values: of /prod/db and of binary", null)]
    [TestCase("--file", "D*=optional:bin*", "the variable DARY would get two values: of json#ary and of optional:binary", null)]
    [TestCase("--secret", "AWS_*=bin*", "a secret cannot set AWS_*: it belongs to the session", null)]
    [TestCase("--secret", "*=aws#*", "a secret cannot set AWS_PROFILE: it belongs to the session", null)]
    [TestCase("--secret", "*=digit#*", "*=digit#* makes no name of a variable of \"1st\": must be letters, digits and _, not beginning with a digit", null)]
    public async Task What_cannot_be_given_is_named_before_anything_runs(string option, string binding, string message, string? hint)
    {
        Account.AddSecret(Region, "binary", Binary);
        Account.AddSecret(Region, "aws", """{"aws_profile":"canary-within-bytes"}""");
        Account.AddSecret(Region, "digit", """{"1st":"canary-within-bytes"}""");
        Account.AddSecret(Region, "json", """{"ary":"canary-within-bytes"}""");
        var run = await ExecAsync(["--secret", "DB=/prod/db", "--secret", "D*=json#*", option, binding], "echo it ran");
        run.FailedInTwoLines(125);
        Assert.That(run.Error, Does.StartWith("aws-temporal: error: " + message));
        if (hint is not null)
            Assert.That(run.Error, Does.EndWith($"hint: {hint}\n"));
        NothingIsLeft();
    }

    [Test]
    public async Task A_secret_is_fetched_once_however_often_it_is_wanted()
    {
        Add("json", """{"a":"canary of a","b":"canary of b"}""");
        (await ExecAsync(["--secret", "A=json#a", "--secret", "B=json#/b", "--file", "C=json", "--secret", "D=json@AWSCURRENT#" + "a"], "true")).FailedInTwoLines(125);
        (await ExecAsync(["--secret", "A=json#a", "--secret", "B=json#/b", "--file", "C=json", "--secret", "D=json#a@AWSCURRENT"], "true")).Succeeded();
        Assert.That(Aws.RequestCounts.Where(call => call.Key.Contains("SecretValue")).Sum(call => call.Value), Is.EqualTo(1));
    }

    [Test]
    public async Task Secrets_of_several_Regions_come_each_from_its_own()
    {
        var far = Account.AddSecret("us-west-2", "far", "canary from far away");
        Cli.Canaries.Add("canary from far away");
        var run = await ExecAsync(["--secret", $"FAR={far.Arn}", "--secret", "DB=/prod/db"], "echo \"$FAR\"; echo \"$DB\"");
        Assert.That(run.Succeeded().Text, Is.EqualTo("****\n****\n"));
        (await ExecAsync(["--region", Region, "--secret", $"FAR={far.Arn}"], "true")).FailedInTwoLines(125);
    }

    [Test]
    public async Task A_child_that_calls_the_executable_by_name_gets_this_one()
    {
        Directory.CreateDirectory(In("bin"));
        File.WriteAllText(In("bin/aws-temporal"), "#!/bin/sh\necho another one\n");
        (await Cli.ShellAsync($"chmod +x '{In("bin/aws-temporal")}'")).Succeeded();
        var folder = Path.GetDirectoryName(Executable.Path);
        Assert.That((await PathAsync($"{In("bin")}:/bin")).Text, Is.EqualTo($"{folder}:{In("bin")}:/bin\n"));
        Assert.That((await PathAsync($"/bin:{folder}")).Text, Is.EqualTo($"/bin:{folder}\n"), "it is found there");
        File.Delete(In("bin/aws-temporal"));
        File.CreateSymbolicLink(In("bin/aws-temporal"), Executable.Path);
        Assert.That((await PathAsync($"{In("bin")}:/bin")).Text, Is.EqualTo($"{In("bin")}:/bin\n"), "by a link too");
        Task<Finished> PathAsync(string path) => Cli.ShellAsync($"PATH='{path}' '{Executable.Path}' exec --session '{Session}' -- /bin/sh -c 'echo $PATH'");
    }

    private void Add(string name, string value)
    {
        Account.AddSecret(Region, name, value);
        if (!value.StartsWith('{'))
            Cli.Canaries.Add(value);
    }

    private void NothingIsLeft() =>
        Assert.That(Directory.Exists(Files) ? Directory.GetFileSystemEntries(Files) : [], Is.Empty);

    private Task<Finished> ExecAsync(string[] options, string script) =>
        Cli.RunAsync(["exec", "--session", Session, .. options, "--", "/bin/sh", "-c", script]);
}
