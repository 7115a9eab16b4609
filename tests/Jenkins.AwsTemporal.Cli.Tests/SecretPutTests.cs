using System.Security.Cryptography;
using System.Text;
using AwsEmulator.Faults;
using AwsEmulator.Secrets;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

internal sealed class SecretPutTests : CommandTests
{
    private const string Canary = "canary-of-the-value-that-is-stored-91ab";

    private AwsEmulator.Identity.Account Account => Aws.Account("123456789012");

    private Secret Stored(string name = "new") => Account.Secrets.Single(secret => secret.Name == name);

    [SetUp]
    public async Task OpenWithAllRights()
    {
        Alice.Allow("secretsmanager:*");
        Cli.Canaries.Add(Canary);
        await OpenAsync();
    }

    private static IEnumerable<byte[]> Values =>
    [
        [.. Enumerable.Range(0, 256).Select(value => (byte)value)],
        RandomNumberGenerator.GetBytes(65536),
        Encoding.UTF8.GetBytes(new string('\u00e9', 32768)),
        Encoding.UTF8.GetBytes(new string('\u0001', 65536)),
        "{\"a\":\"<&'\\u00e9\\\"\"}\r\n"u8.ToArray(),
        "\ufeffgr\u00fc\u00dfe \U0001F600"u8.ToArray(),
        "\n"u8.ToArray(),
        [0],
        [0xC3],
    ];

    [TestCaseSource(nameof(Values))]
    public async Task What_is_put_comes_back_byte_for_byte_from_a_pipe_a_file_and_a_named_pipe(byte[] value)
    {
        await File.WriteAllBytesAsync(In("value"), value);
        (await Cli.RunAsync(value, ["secret", "put", "new", "--session", Session])).Succeeded();
        (await Cli.RunAsync("secret", "put", "from-file", "--session", Session, "--file", In("value"))).Succeeded();
        (await Cli.ShellAsync($"mkfifo '{In("pipe")}' && {{ cat '{In("value")}' > '{In("pipe")}' & \"$X\" secret put from-pipe --session '{Session}' --file '{In("pipe")}'; }}")).Succeeded();
        foreach (var name in new[] { "new", "from-file", "from-pipe" })
            Assert.That((await Cli.RevealAsync("secret", "get", name, "--session", Session)).Succeeded().Output, Is.EqualTo(value), name);
        var isText = !value.Contains((byte)0) && Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(value)).SequenceEqual(value);
        Assert.That(Stored().Versions.Single().Content.IsText, Is.EqualTo(isText));
    }

    [Test]
    public async Task A_secret_is_created_then_updated_and_the_same_value_changes_nothing()
    {
        async Task<System.Text.Json.JsonElement> Put(string value, params string[] more) =>
            (await Cli.RunAsync(value, ["secret", "put", "new", "--session", Session, "--json", .. more])).Succeeded().Json;
        var created = await Put("first");
        var same = await Put("first");
        var updated = await Put("second");
        var binary = await Put("second", "--binary");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(new[] { created, same, updated, binary }.Select(facts => facts.GetProperty("outcome").GetString()),
                Is.EqualTo(["created", "unchanged", "updated", "updated"]));
            Assert.That(created.GetProperty("name").GetString(), Is.EqualTo("new"));
            Assert.That(created.GetProperty("arn").GetString(), Is.EqualTo(Stored().Arn));
            Assert.That(same.GetProperty("versionId").GetString(), Is.EqualTo(created.GetProperty("versionId").GetString()));
            Assert.That(updated.GetProperty("versionStages").EnumerateArray().Select(stage => stage.GetString()), Is.EqualTo(["AWSCURRENT"]));
            Assert.That(Stored().Versions.Select(version => string.Join(',', version.StageNames)), Is.EqualTo(["", "AWSPREVIOUS", "AWSCURRENT"]));
            Assert.That(Stored().Versions[^1].Id, Is.EqualTo(binary.GetProperty("versionId").GetString()));
        }
    }

    [Test]
    public async Task People_read_what_was_stored_in_five_lines() =>
        Assert.That(
            (await Cli.RunAsync(Canary, ["secret", "put", "new", "--session", Session])).Succeeded().Text,
            Does.Match(@"\Aname     new\narn      arn:\S+:secret:new-\w{6}\nversion  [0-9a-f-]{36}\nstages   AWSCURRENT\noutcome  created\n\z"));

    [TestCase("value", "value")]
    [TestCase("value\n", "value")]
    [TestCase("value\r\n", "value")]
    [TestCase("value\n\n", "value\n")]
    [TestCase("value\r", "value\r")]
    [TestCase("\nvalue \n", "\nvalue ")]
    public async Task Nothing_is_stripped_unless_asked_and_then_one_line_break(string input, string trimmed)
    {
        (await Cli.RunAsync(input, ["secret", "put", "new", "--session", Session])).Succeeded();
        (await Cli.RunAsync(input, ["secret", "put", "trimmed", "--session", Session, "--trim-newline"])).Succeeded();
        Assert.That((await Cli.RevealAsync("secret", "get", "new", "--session", Session)).Text, Is.EqualTo(input));
        Assert.That((await Cli.RevealAsync("secret", "get", "trimmed", "--session", Session)).Text, Is.EqualTo(trimmed));
    }

    [TestCase(0, "")]
    [TestCase(65537, "")]
    [TestCase(65538, "--trim-newline")]
    [TestCase(1_000_000, "")]
    public async Task A_value_that_fits_no_secret_is_refused_before_any_call(int length, string option)
    {
        var input = new string('x', Math.Max(0, length - 1)) + (length > 0 ? "\n" : "");
        var before = Aws.Audit.Count();
        await FailsAsync(2, ErrorCode.InvalidArgument, input, ["secret", "put", "new", "--session", Session, .. option.Length > 0 ? new[] { option } : []]);
        Assert.That(Aws.Audit.Count(), Is.EqualTo(before));
    }

    [TestCase("\n")]
    [TestCase("\r\n")]
    public async Task The_largest_value_may_have_a_line_break_that_is_left_out(string lineBreak)
    {
        (await Cli.RunAsync(new string('x', 65536) + lineBreak, ["secret", "put", "new", "--session", Session, "--trim-newline"])).Succeeded();
        Assert.That((await Cli.RevealAsync("secret", "get", "new", "--session", Session)).Output, Has.Length.EqualTo(65536));
    }

    [TestCase("new#key")]
    [TestCase("new@AWSPREVIOUS")]
    [TestCase("new:0123456789abcdef0123456789abcdef")]
    [TestCase("prod/*")]
    public async Task A_part_of_a_secret_cannot_be_stored(string name)
    {
        await FailsAsync(2, ErrorCode.InvalidArgument, Canary, "secret", "put", name, "--session", Session);
        Assert.That(Aws.Requests("CreateSecret") + Aws.Requests("PutSecretValue") + Aws.Requests("GetSecretValue"), Is.Zero);
    }

    [Test]
    public async Task A_name_may_hold_what_references_write_twice()
    {
        (await Cli.RunAsync(Canary, ["secret", "put", "me@@example.org", "--session", Session])).Succeeded();
        Assert.That(Stored("me@example.org").Versions, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_ARN_updates_and_never_creates()
    {
        var secret = Account.AddSecret("us-west-2", "far", "away");
        (await Cli.RunAsync(Canary, ["secret", "put", secret.Arn, "--session", Session])).Succeeded();
        Assert.That(secret.Versions, Has.Count.EqualTo(2));
        await FailsAsync(7, ErrorCode.NotFound, Canary, "secret", "put", secret.Arn[..^6] + "zzzzzz", "--session", Session);
        await FailsAsync(2, ErrorCode.InvalidArgument, Canary, "secret", "put", secret.Arn, "--session", Session, "--region", Region);
    }

    [Test]
    public async Task A_secret_without_a_version_takes_its_first()
    {
        Account.Secrets.Add(Region, "empty", null);
        Assert.That((await Cli.RunAsync(Canary, ["secret", "put", "empty", "--session", Session])).Succeeded().Text, Does.Contain("outcome  updated"));
        Assert.That(Stored("empty").Versions.Single().StageNames, Is.EqualTo(["AWSCURRENT"]));
    }

    [Test]
    public async Task A_secret_that_is_scheduled_for_deletion_is_left_alone()
    {
        Account.AddSecret(Region, "old", "x").DeletionDate = DateTimeOffset.UtcNow.AddDays(7);
        await FailsAsync(7, ErrorCode.ScheduledForDeletion, Canary, "secret", "put", "old", "--session", Session);
        Assert.That(Stored("old").Versions, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Description_and_key_are_a_new_secrets_and_an_old_one_says_that_it_keeps_its_own()
    {
        string[] put = ["secret", "put", "new", "--session", Session, "--description", "of the shop", "--kms-key-id", "alias/shop"];
        Assert.That((await Cli.RunAsync(Canary, put)).Succeeded().Error, Is.Empty);
        Assert.That((Stored().Description, Stored().KmsKeyId), Is.EqualTo(("of the shop", "alias/shop")));
        put[^1] = "alias/other";
        Assert.That((await Cli.RunAsync(Canary, put)).Succeeded().Error, Is.EqualTo("aws-temporal: warning: the secret was there already: it keeps its own description and KMS key\n"));
        Assert.That(Stored().KmsKeyId, Is.EqualTo("alias/shop"));
        await FailsAsync(2, ErrorCode.InvalidArgument, Canary, [.. put[..^3], new string('x', 2049)]);
    }

    [Test]
    public async Task A_name_that_ends_like_an_ARN_is_remarked_upon()
    {
        Assert.That((await Cli.RunAsync(Canary, ["secret", "put", "db-AbCdEf", "--session", Session])).Succeeded().Error, Does.StartWith("aws-temporal: warning: the name ends in a hyphen and six characters"));
        Assert.That((await Cli.RunAsync(Canary, ["secret", "put", "db-AbCdE", "--session", Session])).Succeeded().Error, Is.Empty);
    }

    [TestCase(4095, "\n", true)]
    [TestCase(4095, "", true)]
    [TestCase(4096, "", true)]
    [TestCase(1024, "\n", true)]
    [TestCase(4094, "\n", false)]
    [TestCase(5000, "\n", false)]
    public async Task A_paste_that_a_terminal_may_have_cut_is_told(int length, string end, bool isTold)
    {
        var run = (await Cli.RunAsync("first line\n" + new string('x', length) + end, ["secret", "put", "new", "--session", Session])).Succeeded();
        Assert.That(run.Error, isTold ? Does.StartWith("aws-temporal: warning: line 2 of the value is as long as a terminal's input gets") : Is.Empty);
    }

    [Test]
    public async Task A_quota_is_told_as_one()
    {
        var secret = Account.AddSecret(Region, "new", "0");
        for (var i = 1; i < 100; i++)
            secret.Put(SecretContent.Of($"{i}"));
        var refused = (await Cli.RunAsync(Canary, ["secret", "put", "new", "--session", Session])).FailedInTwoLines(8);
        Assert.That(refused.Error, Does.Contain("a quota of Secrets Manager is used up"));
    }

    [TestCase(Fault.Close)]
    [TestCase(Fault.Fail)]
    [TestCase(Fault.Throttle)]
    public async Task What_is_sent_again_stores_one_version(Fault fault)
    {
        Aws.Faults.Next(fault, action: "CreateSecret");
        (await Cli.RunAsync("first", ["secret", "put", "new", "--session", Session])).Succeeded();
        Aws.Faults.Next(fault, action: "PutSecretValue");
        (await Cli.RunAsync(Canary, ["secret", "put", "new", "--session", Session])).Succeeded();
        Assert.That(Aws.Requests("CreateSecret"), Is.EqualTo(2));
        Assert.That(Aws.Requests("PutSecretValue"), Is.EqualTo(2));
        Assert.That(Stored().Versions, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Many_at_once_end_with_one_current_version()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Cli.ShellAsync($"printf 'value {i}' | \"$X\" secret put new --session '{Session}' --json")));
        foreach (var run in runs)
            run.Succeeded();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Account.Secrets.Count(secret => secret.Name == "new"), Is.EqualTo(1));
            Assert.That(Stored().Versions, Has.Count.EqualTo(6));
            Assert.That(Stored().Versions.Count(version => version.StageNames.Contains("AWSCURRENT")), Is.EqualTo(1));
            Assert.That(runs.Count(run => run.Json.GetProperty("outcome").GetString() == "created"), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task The_value_is_in_no_word_no_argument_and_no_file()
    {
        Aws.Faults.Always(Fault.Slow, action: "PutSecretValue", delay: TimeSpan.FromSeconds(1));
        Account.AddSecret(Region, "new", "x");
        using var process = Cli.Start("secret", "put", "new", "--session", Session, "--verbose");
        await process.StandardInput.WriteAsync(Canary);
        process.StandardInput.Close();
        var words = process.StandardError.ReadToEndAsync();
        while (Aws.Requests("PutSecretValue") == 0 && !process.HasExited)
            await Task.Delay(20);
        Cli.CheckForCanaries(await File.ReadAllTextAsync($"/proc/{process.Id}/cmdline"), "the command line");
        Cli.CheckForCanaries(await File.ReadAllTextAsync($"/proc/{process.Id}/environ"), "the environment");
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
            Assert.That(await File.ReadAllTextAsync(file), Does.Not.Contain(Canary), file);
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero);
        Cli.CheckForCanaries(await words, "the words");
        Assert.That(await words, Does.Contain("PutSecretValue"));
    }

    [Test]
    public async Task A_file_that_is_none_is_told()
    {
        await FailsAsync(9, ErrorCode.FileSystem, "", "secret", "put", "new", "--session", Session, "--file", In("missing"));
        await FailsAsync(9, ErrorCode.FileSystem, "", "secret", "put", "new", "--session", Session, "--file", Folder);
        await FailsAsync(2, ErrorCode.InvalidArgument, Canary, "secret", "put", "new", "--session", Session, "--multi-line");
    }

    [Test]
    public async Task A_signal_ends_the_wait_for_a_named_pipe()
    {
        (await Cli.ShellAsync($"mkfifo '{In("pipe")}'")).Succeeded();
        var run = await Cli.ShellAsync($"\"$X\" secret put new --session '{Session}' --file '{In("pipe")}' & sleep 0.5; kill -TERM $!; wait $!");
        Assert.That(run.ExitCode, Is.EqualTo(143));
        Assert.That(Aws.Requests("GetSecretValue"), Is.Zero);
    }
}
