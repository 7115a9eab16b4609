using Jenkins.AwsTemporal.Cli.Tests.Running;
using Jenkins.AwsTemporal.Sealing;

namespace Jenkins.AwsTemporal.Cli.Tests;

internal sealed class MintTests : MintCommandTests
{
    [Test]
    public async Task A_key_becomes_a_session_of_a_quarter_of_an_hour_in_the_form_of_the_AWS_CLI()
    {
        var run = await MintAsync("--profile", "keys");
        Assert.That(LifeOf(Minted(run)), Is.EqualTo(TimeSpan.FromMinutes(15)).Within(TimeSpan.FromSeconds(2)));
        Assert.That(run.Json.GetProperty("Credentials").EnumerateObject().Select(field => field.Name), Is.EqualTo(["AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"]));
        Assert.That(run.Error, Does.Match(@"\Aaws-temporal: a session of arn:aws:iam::123456789012:user/alice, until [0-9TZ:-]+\n\z"));
    }

    [Test]
    public async Task What_is_printed_opens_a_session()
    {
        var run = await Cli.ShellAsync("\"$X\" mint --profile keys --duration 1h | \"$X\" open --session \"$S\"".Replace("$S", Session));
        Assert.That(run.Succeeded().Text, Does.Contain("left        59 min"));
    }

    [Test]
    public async Task A_sealed_session_opens_where_the_prompt_is_and_shows_nothing_on_its_way()
    {
        var key = await SealingKeyAsync();
        var run = (await MintAsync("--profile", "keys", "--seal-for", key)).Succeeded();
        Assert.That(run.Text, Does.StartWith("-----BEGIN CMS-----\n").And.EndWith("-----END CMS-----\n"));
        Assert.That(run.Error, Does.StartWith("aws-temporal: sealing for build 12 of team/deploy, asked at "));
        var issued = Aws.Cloud.Find(Aws.Audit.Last().IssuedAccessKeyId!)!;
        Cli.Canaries.AddRange([issued.SecretAccessKey, issued.SessionToken!]);
        Cli.CheckForCanaries(run.Text + run.Error, "what is pasted");
        Assert.That((await OpenAsync(run.Text, "--sealed")).Succeeded().Text, Does.Contain(issued.AccessKeyId));
        await FailsAsync(4, ErrorCode.NoSealingKey, run.Text, "open", "--session", Session);
    }

    [Test]
    public async Task The_command_that_a_prompt_shows_can_be_run_as_it_is()
    {
        var shown = (await Cli.RunAsync("seal", "--session", Session, "--duration", "20m", "--json")).Succeeded().Json.GetProperty("mint").GetString()!;
        Assert.That(shown, Does.StartWith("aws-temporal mint "));
        Cli.Environment["AWS_PROFILE"] = "keys";
        var run = (await Cli.ShellAsync($"\"$X\"{shown["aws-temporal".Length..]}")).Succeeded();
        (await OpenAsync(run.Text, "--sealed", "--min-life", "19m")).Succeeded();
    }

    [Test]
    public async Task A_prompt_that_steers_the_terminal_is_shown_as_text()
    {
        var key = (await Cli.RunAsync("seal", "--session", Session, "--job", "a\u001b[2Jb\nc", "--json")).Succeeded().Json.GetProperty("key").GetString()!;
        Assert.That((await MintAsync("--profile", "keys", "--seal-for", key)).Succeeded().Error, Does.StartWith("aws-temporal: sealing for a?[2Jb?c, asked at "));
    }

    [Test]
    public async Task For_a_prompt_that_is_over_no_session_is_made()
    {
        var now = DateTimeOffset.UtcNow;
        using var pair = SealingKeyPair.Create(new SealingPrompt(now.AddMinutes(-20), "team/deploy", "12"), now.AddMinutes(-10));
        var run = (await MintAsync("--profile", "keys", "--seal-for", pair.Public.ToString())).FailedInTwoLines(5);
        Assert.That(run.Error, Does.Contain($"the prompt of this key was over at {pair.ExpiresAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}"));
        Assert.That(Aws.RequestCounts, Is.Empty);
    }

    [TestCase("")]
    [TestCase("key")]
    [TestCase("at1.AAAA.AAAA")]
    public async Task What_is_no_key_is_refused_before_anything_is_asked(string key)
    {
        var run = (await MintAsync("--profile", "keys", "--seal-for", key)).FailedInTwoLines(2);
        Assert.That(run.Error, Does.Contain("--seal-for"));
        if (key.Length > 0)
            Assert.That(run.Error, Does.EndWith("hint: copy the whole key from the prompt or the log\n"));
        Assert.That(Aws.RequestCounts, Is.Empty);
    }

    [Test]
    public async Task As_JSON_it_tells_whose_session_it_is_and_what_to_paste()
    {
        var run = (await MintAsync("--profile", "keys", "--json")).Succeeded();
        var minted = Live(run.Json.GetProperty("paste").GetString()!, run.Error);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Json.GetProperty("arn").GetString(), Is.EqualTo(Alice.Arn));
            Assert.That(run.Json.GetProperty("accessKeyId").GetString(), Is.EqualTo(minted.AccessKeyId));
            Assert.That(run.Json.GetProperty("sealedFor").GetString(), Is.Null);
        }
    }

    [Test]
    public async Task A_named_role_is_assumed_under_the_operators_own_name()
    {
        var minted = Minted(await MintAsync("--profile", "keys", "--role", "deployer", "--duration", "2h"));
        Assert.That((minted.Role, minted.SessionName), Is.EqualTo((Deployer, "alice")));
        Assert.That(LifeOf(minted), Is.EqualTo(TimeSpan.FromHours(2)).Within(TimeSpan.FromSeconds(2)));
        Assert.That(Minted(await MintAsync("--profile", "keys", "--role", Deployer.Arn)).Role, Is.EqualTo(Deployer));
        Assert.That((await MintAsync("--profile", "keys", "--role", "deployer", "--duration", "13h")).FailedInTwoLines(2).Error, Does.Contain("--duration"));
    }

    [TestCase("899")]
    [TestCase("37h")]
    [TestCase("long")]
    public async Task A_duration_that_AWS_does_not_give_is_wrong_usage(string duration)
    {
        Assert.That((await MintAsync("--profile", "keys", "--duration", duration)).FailedInTwoLines(2).Error, Does.Contain("--duration"));
        Assert.That(Aws.RequestCounts, Is.Empty);
    }

    [Test]
    public async Task The_environments_key_goes_before_the_default_profile_and_not_before_a_named_one()
    {
        var bob = Account.AddUser("bob");
        bob.Allow("sts:*");
        var key = bob.CreateAccessKey();
        var script = $"export AWS_ACCESS_KEY_ID={key.AccessKeyId} AWS_SECRET_ACCESS_KEY; read -r AWS_SECRET_ACCESS_KEY; exec \"$X\" mint ";
        Assert.That(Minted(await Cli.ShellAsync(script, key.SecretAccessKey, outputIsSecret: true)).User, Is.EqualTo(bob));
        Assert.That(Minted(await Cli.ShellAsync(script + "--profile keys", key.SecretAccessKey, outputIsSecret: true)).User, Is.EqualTo(Alice));
        Cli.Environment["AWS_PROFILE"] = "keys";
        var run = (await Cli.ShellAsync(script, key.SecretAccessKey)).FailedInTwoLines(2);
        Assert.That(run.Error, Does.Contain("both AWS_PROFILE and AWS_ACCESS_KEY_ID are set"));
        Assert.That(Minted(await MintAsync()).User, Is.EqualTo(Alice));
    }

    [Test]
    public async Task The_Region_is_the_profiles_where_nothing_else_names_one_and_is_never_guessed()
    {
        Cli.Environment.Remove("AWS_REGION");
        Assert.That((await MintAsync("--profile", "keys")).FailedInTwoLines(2).Error, Does.Contain("the profile keys names none"));
        Profiles("[profile keys]\nregion = eu-west-3\n");
        Minted(await MintAsync("--profile", "keys"));
        Assert.That(Aws.Audit.Last().Region, Is.EqualTo("eu-west-3"));
        Cli.Environment["AWS_DEFAULT_REGION"] = "us-west-2";
        Minted(await MintAsync("--profile", "keys"));
        Assert.That(Aws.Audit.Last().Region, Is.EqualTo("us-west-2"));
        Minted(await MintAsync("--profile", "keys", "--region", "us-east-2"));
        Assert.That(Aws.Audit.Last().Region, Is.EqualTo("us-east-2"));
    }

    [Test]
    public async Task Nothing_plain_is_shown_at_a_terminal_unless_it_is_asked_for()
    {
        UsePython();
        var run = await Terminal.TypeAsync(Cli, Folder, [], null, "mint", "--profile", "keys");
        Assert.That(run.ExitCode, Is.EqualTo(2), run.Shown);
        Assert.That(run.Shown, Does.Contain("standard output is a terminal").And.Contain("--seal-for"));
        Assert.That(Aws.RequestCounts, Is.Empty);

        var key = await SealingKeyAsync();
        run = await Terminal.TypeAsync(Cli, Folder, [], null, "mint", "--profile", "keys", "--seal-for", key);
        Assert.That(run.ExitCode, Is.Zero, run.Shown);
        Assert.That(run.Shown, Does.Contain("-----END CMS-----"));
    }

    [Test]
    public async Task No_other_command_takes_credentials_from_a_home_folder()
    {
        Cli.Environment["AWS_PROFILE"] = "keys";
        (await Cli.RunAsync("get-session-token", "--into", Session)).FailedInTwoLines(9);
        (await Cli.RunAsync("role", "--role", "deployer", "--into", Session, "--user", "alice")).FailedInTwoLines(9);
        Assert.That(Aws.RequestCounts, Is.Empty);
    }

    [Test]
    public async Task What_AWS_refuses_is_told_and_nothing_is_printed()
    {
        Alice.DeleteAccessKey(Key);
        Assert.That((await MintAsync("--profile", "keys")).FailedInTwoLines(6).Error, Does.Contain("does not know the access key"));
        await FailsAsync(6, ErrorCode.UnknownKey, "", "mint", "--profile", "keys");
    }
}
