using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

internal sealed class RoleOptionsTests : RoleCommandTests
{
    [SetUp]
    public void Give() => GiveKey();

    [Test]
    public async Task Every_option_reaches_AWS()
    {
        var managed = Account.AddManagedPolicy("narrow", """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""");
        Deployer.Trust("""
            {"Statement": {"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
             "Condition": {"StringEquals": {"sts:ExternalId": "ext:1/2", "sts:RoleSessionName": "alice,b=c", "sts:SourceIdentity": "alice",
               "aws:RequestTag/Job": "deploy=a b", "aws:RequestTag/Empty": "", "sts:TransitiveTagKeys": "Job"}, "Bool": {"aws:MultiFactorAuthPresent": "true"}}}}
            """);
        File.WriteAllText(In("policy.json"), """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:*","Resource":"*"}}""");
        var run = await TakeAsync(Device.FreshCode() + "\n",
        [
            "--role", Deployer.Arn, "--session-name", "alice,b=c", "--duration", "2h", "--source-identity", "alice", "--external-id", "ext:1/2",
            "--policy", In("policy.json"), "--policy-arn", managed, "--tag", "Job=deploy=a b", "--tag", "Empty=", "--transitive-tag", "Job",
            "--allowed-account", "210987654321", "--allowed-account", "123456789012", "--environment", "--serial", Device.SerialNumber, "--mfa-code-stdin",
            "--region", "eu-west-3", "--json",
        ]);
        var facts = run.Succeeded().Json;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Fact(facts, "arn"), Is.EqualTo("arn:aws:sts::123456789012:assumed-role/deployer/alice,b=c"));
            Assert.That(facts.GetProperty("secondsLeft").GetInt64(), Is.InRange(7170, 7200));
            Assert.That(Fact(facts, "accountId"), Is.EqualTo("123456789012"));
            Assert.That(Fact(facts, "region"), Is.EqualTo("eu-west-3"));
            Assert.That(facts.GetProperty("renewable").GetBoolean(), Is.False);
            Assert.That(Fact(facts, "session"), Is.EqualTo(Role));
            Assert.That(Fact(facts, "cloudTrail"), Is.EqualTo("aws cloudtrail lookup-events --lookup-attributes \"AttributeKey=Username,AttributeValue='alice,b=c'\""));
            Assert.That(Aws.Audit.Last().Region, Is.EqualTo("eu-west-3"));
            Assert.That(KeyOf(await CredentialsAsync()), Is.EqualTo(Aws.Audit.Last().IssuedAccessKeyId));
        }
    }

    [Test]
    public async Task A_user_and_a_build_make_the_name_and_the_source_identity()
    {
        var facts = (await TakeAsync("--user", "Jörg M.", "--build", "jenkins-deploy-42", "--source-identity-from-user", "--json")).Succeeded().Json;
        var name = Fact(facts, "arn").Split('/')[^1];
        Assert.That(name, Does.Match(@"\AJ-rg-M\.=[a-z2-7]{16}\+jenkins-deploy-42\z"));
        Assert.That(Fact(facts, "cloudTrail"), Does.Contain($"'{name}'"));
    }

    [Test]
    public async Task A_name_goes_before_the_one_that_the_user_makes()
    {
        var facts = (await TakeAsync("--session-name", "release", "--user", "alice", "--source-identity-from-user", "--json")).Succeeded().Json;
        Assert.That(Fact(facts, "arn"), Does.EndWith("/release"));
    }

    [Test]
    public async Task Checking_asks_for_no_role_and_reads_no_code()
    {
        var facts = (await TakeAsync("", ["--check", "--mfa-code-stdin", "--json"])).Succeeded().Json;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Fact(facts, "role"), Is.EqualTo(Deployer.Arn));
            Assert.That(Fact(facts, "mfaDevice"), Is.EqualTo(Device.SerialNumber));
            Assert.That(Aws.Requests("AssumeRole"), Is.Zero);
            Assert.That(Directory.Exists(Role), Is.False);
        }
    }

    [Test]
    public async Task Blank_options_count_as_not_given_and_people_read_the_look_up()
    {
        var run = (await TakeAsync("--external-id", "", "--source-identity", " ", "--policy", "", "--build", "", "--account", "", "--policy-arn", "", "--transitive-tag", "")).Succeeded();
        Assert.That(run.Text, Does.Match("(?m)^audit +aws cloudtrail lookup-events .*'alice'").And.Match("(?m)^renewed +no$"));
        Assert.That(run.Error, Is.Empty);
    }

    [Test]
    public async Task A_role_of_another_account_and_path_is_named_or_given_by_its_ARN()
    {
        var other = Aws.Account("210987654321").AddRole("reader", path: "/jenkins/").TrustPrincipal(Alice.Arn);
        (await TakeAsync("--role", "jenkins/reader", "--account", "210987654321", "--allowed-account", "210987654321")).Succeeded();
        (await TakeAsync("--role", other.Arn)).Succeeded();
        await NotTakenAsync(2, "--account", ["--role", other.Arn, "--account", "123456789012"]);
    }

    [Test]
    public async Task An_account_that_is_not_allowed_is_refused_before_the_role_is_asked_for()
    {
        await FailsAsync(4, ErrorCode.WrongAccount, "", "role", "--role", "deployer", "--into", Role, "--session-name", "alice", "--allowed-account", "210987654321");
        Assert.That(Aws.Requests("AssumeRole"), Is.Zero);
        Assert.That(Directory.Exists(Role), Is.False);
    }

    [TestCase("--session-name", "a")]
    [TestCase("--session-name", "al ice")]
    [TestCase("--duration", "14m")]
    [TestCase("--duration", "13h")]
    [TestCase("--duration", "soon")]
    [TestCase("--source-identity", "aws:alice")]
    [TestCase("--external-id", "x")]
    [TestCase("--policy-arn", "ReadOnlyAccess")]
    [TestCase("--tag", "novalue")]
    [TestCase("--tag", "=v")]
    [TestCase("--tag", "aws:job=v")]
    [TestCase("--tag", "job=*")]
    [TestCase("--transitive-tag", "job")]
    [TestCase("--allowed-account", "12345")]
    [TestCase("--account", "12345")]
    [TestCase("--role", "deploy er")]
    [TestCase("--region", "nowhere")]
    [TestCase("--serial", "arn:aws:iam::123456789012:mfa/alice")]
    [TestCase("--source-identity-from-user")]
    [TestCase("--mfa-code", "123456")]
    [TestCase("--token-code", "123456")]
    [TestCase("123456")]
    public async Task An_option_outside_its_limits_is_refused_and_no_role_asked_for(params string[] option)
    {
        await NotTakenAsync(2, option[0].StartsWith("--mfa", StringComparison.Ordinal) ? "unknown" : "", option);
        Assert.That(Aws.Requests("AssumeRole"), Is.Zero);
    }

    [Test]
    public async Task Options_that_contradict_each_other_are_refused()
    {
        await NotTakenAsync(2, "--session-name or --user", ["--user", ""]);
        await NotTakenAsync(2, "--session-name or --user", ["--session-name", "", "--user", " "]);
        await NotTakenAsync(2, "--source-identity-from-user", ["--user", "bob", "--source-identity-from-user", "--source-identity", "alice"]);
        await NotTakenAsync(2, "the tag job is given twice", ["--tag", "job=a", "--tag", "job=b"]);
        await NotTakenAsync(2, "upper and lower case", ["--tag", "job=a", "--tag", "JOB=b"]);
        await NotTakenAsync(2, "--external-id", ["--external-id", "one", "--external-id", "two"]);
        await NotTakenAsync(9, "missing.json", ["--policy", In("missing.json")]);
        Assert.That(Aws.Requests("AssumeRole"), Is.Zero);
    }

    [Test]
    public async Task Help_tells_every_option_and_that_a_code_comes_by_standard_input()
    {
        var help = (await Cli.RunAsync("role", "--help")).Succeeded().Text;
        foreach (var option in "role account session-name user build duration source-identity source-identity-from-user external-id policy policy-arn tag transitive-tag into region allowed-account session environment web-identity-file node serial mfa-code-stdin json verbose".Split(' '))
            Assert.That(help, Does.Contain("--" + option));
        Assert.That(help, Does.Contain("standard input").And.Contain("aws-temporal role --role deployer"));
        Assert.That((await Cli.RunAsync("get-session-token", "--help")).Succeeded().Text, Does.Contain("--mfa-code-stdin").And.Not.Contain("--web-identity-file"));
    }
}
