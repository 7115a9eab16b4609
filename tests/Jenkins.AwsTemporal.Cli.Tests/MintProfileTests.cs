using AwsEmulator.Identity;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary>Every kind of profile that an operator may have.</summary>
[Platform("Linux")]
internal sealed class MintProfileTests : MintCommandTests
{
    [Test]
    public async Task A_credential_process_may_give_a_key()
    {
        var program = Program("helper", $"[ \"$1\" = 'a b' ] && cat '{In("key.json")}'");
        await File.WriteAllTextAsync(In("key.json"), Answer(Key));
        Profiles($"[profile tool]\ncredential_process = {program} \"a b\"\n");
        Assert.That(Minted(await MintAsync("--profile", "tool")).User, Is.EqualTo(Alice));
    }

    [Test]
    public async Task A_credential_process_may_give_a_session_that_is_handed_on_with_a_warning_when_it_lives_longer()
    {
        var session = Mint(TimeSpan.FromHours(3));
        var program = Program("helper", $"echo asking >&2; cat '{In("session.json")}'");
        await File.WriteAllTextAsync(In("session.json"), Answer(session));
        Profiles($"[profile tool]\ncredential_process = {program}\n");
        var run = await MintAsync("--profile", "tool");
        Assert.That(Minted(run), Is.EqualTo(session));
        Assert.That(run.Error, Does.Contain("asking\n").And.Match("the session of the profile tool lives 2 h 59 min, longer than the 15 min 0 s asked for"));
        Assert.That((await MintAsync("--profile", "tool", "--duration", "3h")).Succeeded().Error, Does.Not.Contain("warning"));
        Assert.That(Aws.Requests("GetSessionToken"), Is.Zero);
        Assert.That((await MintAsync("--profile", "tool", "--mfa")).ExitCode, Is.EqualTo(2));
    }

    [TestCase("exit 7", "it ended with the exit code 7")]
    [TestCase("echo no-json-canary", "its answer is not the JSON of a credential_process")]
    [TestCase("echo '[1]'", "its answer is not the JSON of a credential_process")]
    [TestCase("echo '{\"Version\":2}'", "its answer is not of version 1")]
    [TestCase("echo '{\"Version\":1,\"AccessKeyId\":\"AKIA\"}'", "the access key id or the secret access key is missing")]
    [TestCase("echo '{\"Version\":1,\"AccessKeyId\":\"ASIAIOSFODNN7EXAMPLE\",\"SecretAccessKey\":\"canary\",\"SessionToken\":\"canary\"}'", "the secret access key has 6 characters")]
    public async Task A_credential_process_that_gives_none_is_told_of_and_not_quoted(string script, string words)
    {
        Profiles($"[profile tool]\ncredential_process = {Program("helper", script)}\n");
        var run = (await MintAsync("--profile", "tool")).FailedInTwoLines(3);
        Assert.That(run.Error, Does.Contain("the credential_process of the profile tool gives no credentials: " + words).And.Not.Contain("canary"));
        Assert.That(Aws.RequestCounts, Is.Empty);
    }

    [Test]
    public async Task A_role_of_a_profile_is_assumed_for_as_long_as_was_asked()
    {
        Deployer.Trust("""{"Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"x1"}}}]}""");
        Profiles($"""
            [profile deploy]
            role_arn = {Deployer.Arn}
            source_profile = keys
            external_id = x1
            role_session_name = alice-at-work
            """);
        var minted = Minted(await MintAsync("--profile", "deploy", "--duration", "90m"));
        Assert.That((minted.Role, minted.SessionName), Is.EqualTo((Deployer, "alice-at-work")));
        Assert.That(LifeOf(minted), Is.EqualTo(TimeSpan.FromMinutes(90)).Within(TimeSpan.FromSeconds(2)));
    }

    [Test]
    public async Task Roles_of_profiles_form_a_chain_that_a_named_role_ends()
    {
        var (middle, last) = (Account.AddRole("middle"), Account.AddRole("last"));
        Deployer.Allow("sts:*");
        middle.Allow("sts:*");
        Profiles($"""
            [profile first]
            role_arn = {Deployer.Arn}
            source_profile = keys
            [profile second]
            role_arn = {middle.Arn}
            source_profile = first
            """);
        var minted = Minted(await MintAsync("--profile", "second", "--role", "last"));
        Assert.That((minted.Role, minted.SessionName), Is.EqualTo((last, "alice")));
        Assert.That(Aws.Requests("AssumeRole"), Is.EqualTo(3));
        Assert.That((await MintAsync("--profile", "second", "--duration", "2h")).FailedInTwoLines(2).Error, Does.Contain("--duration"));
    }

    [TestCase("[profile p]\nrole_arn = arn:aws:iam::123456789012:role/deployer\nsource_profile = q\n[profile q]\nrole_arn = arn:aws:iam::123456789012:role/deployer\nsource_profile = p\n", 9, "leads back to itself")]
    [TestCase("[profile p]\nrole_arn = arn:aws:iam::123456789012:role/deployer\n", 9, "role_arn needs source_profile or credential_source")]
    [TestCase("[profile p]\nrole_arn = arn:aws:iam::123456789012:role/deployer\nsource_profile = nobody\n", 7, "there is no profile nobody")]
    [TestCase("[profile p]\nrole_arn = arn:aws:iam::123456789012:role/deployer\nweb_identity_token_file = /x\n", 9, "by web_identity_token_file, which is not read here")]
    [TestCase("[profile p]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Dev\n", 9, "there is no sso-session corp")]
    [TestCase("[profile p]\nsso_start_url = https://x\nsso_account_id = 123456789012\nsso_role_name = Dev\n", 9, "sso_region is missing")]
    [TestCase("[profile p]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n", 3, "the access key id or the secret access key is missing")]
    [TestCase("[profile p]\noutput = json\n", 7, "the profile p names no credentials")]
    [TestCase("[profile q]\noutput = json\n", 7, "there is no profile p")]
    [TestCase("[profile p]\nsecret-canary\n", 9, "line 2 is no section, setting or comment")]
    [TestCase("aws_secret_access_key = secret-canary\n", 9, "line 1 is no section, setting or comment")]
    public async Task A_profile_that_cannot_be_used_is_told_of_in_one_line(string config, int exitCode, string words)
    {
        Profiles(config);
        Assert.That((await MintAsync("--profile", "p")).FailedInTwoLines(exitCode).Error, Does.Contain(words).And.Not.Contain("canary"));
        Assert.That(Aws.RequestCounts, Is.Empty);
    }

    [Test]
    public async Task A_key_without_its_secret_is_to_be_corrected_where_it_is()
    {
        await File.WriteAllTextAsync(Path.Combine(Home, ".aws", "credentials"), "[half]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n");
        Assert.That((await MintAsync("--profile", "half")).FailedInTwoLines(3).Error, Does.EndWith("hint: correct it in the AWS credentials file\n"));
    }

    [Test]
    public async Task Files_may_lie_elsewhere_and_names_may_hold_blanks()
    {
        File.Move(Path.Combine(Home, ".aws", "credentials"), In("keys file"));
        await File.WriteAllTextAsync(Path.Combine(Home, "elsewhere"), $"; a comment\r\n[profile \"my role\"]\r\nROLE_ARN={Deployer.Arn}\r\nsource_profile = keys\r\ns3 =\r\n  max_queue_size = 1\r\n");
        Cli.Environment["AWS_SHARED_CREDENTIALS_FILE"] = In("keys file");
        Cli.Environment["AWS_CONFIG_FILE"] = "~/elsewhere";
        Assert.That(Minted(await MintAsync("--profile", "my role")).Role, Is.EqualTo(Deployer));
    }
}
