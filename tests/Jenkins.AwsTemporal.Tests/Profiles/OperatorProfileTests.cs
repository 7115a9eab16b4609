using FsCheck;
using FsCheck.Fluent;
using Jenkins.AwsTemporal.Calling;
using Jenkins.AwsTemporal.Profiles;
using Jenkins.AwsTemporal.Tests.Calling;

namespace Jenkins.AwsTemporal.Tests.Profiles;

internal sealed class OperatorProfileTests
{
    private const string Key = "AKIAY34FZKBOKMUTVV7A";

    private static readonly string[] Pieces =
    [
        "[", "]", "[profile p]", "[profile \"p\"]", "[p]", "[default]", "[sso-session p]", "profile", " ", "\t", "=", "\n", "\r\n", "#", ";", "\0", "\uFEFF", "é",
        "role_arn = arn:aws:iam::123456789012:role/x\n", "source_profile = p\n", "source_profile = q\n", "credential_source = Environment\n", "credential_process = /bin/false\n",
        "sso_session = p\n", "sso_start_url = https://x\n", "sso_region = eu-west-1\n", "sso_account_id = 123456789012\n", "sso_role_name = x\n",
        $"aws_access_key_id = {Key}\n", $"aws_secret_access_key = {Given.SecretAccessKey}\n", $"aws_session_token = {Given.SessionToken}\n",
    ];

    private string _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("aws-temporal-tests-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Any_text_in_the_files_gives_a_profile_or_one_line_that_quotes_no_secret() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1000),
        Prop.ForAll(Gen.ArrayOf(Gen.Elements(Pieces), 12).Zip(Gen.ArrayOf(Gen.Elements(Pieces), 6)).ToArbitrary(), texts =>
        {
            try
            {
                Find(string.Concat(texts.Item1), string.Concat(texts.Item2), "p");
            }
            catch (ProfileException fault)
            {
                Assert.That(fault.Message + fault.Hint, Does.Not.Contain(Given.SecretAccessKey[..8]).And.Not.Contain(Given.SessionToken[..8]).And.Not.Contain("\n"));
            }
        }));

    [Test]
    public async Task The_credentials_file_goes_before_the_config_file()
    {
        var profile = Find(
            $"[profile p]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\nregion = eu-west-1\nmfa_serial = GAHT12345678\n",
            $"[p]\naws_access_key_id = {Key}\naws_secret_access_key = {Given.SecretAccessKey}\n",
            "p");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await ReadAsync(profile)).ToString(), Is.EqualTo($"the access key {Key}"));
            Assert.That((profile.Name, profile.Region, profile.MfaSerialNumber), Is.EqualTo(("p", "eu-west-1", "GAHT12345678")));
            Assert.That(profile.Roles, Is.Empty);
            Assert.That(profile.ToString(), Is.EqualTo("the profile p"));
        }
    }

    [Test]
    public async Task A_session_in_a_profile_is_known_as_one()
    {
        var profile = Find("", $"[default]\naws_access_key_id = {Given.AccessKeyId}\naws_secret_access_key = {Given.SecretAccessKey}\naws_session_token = {Given.SessionToken}\n");
        var credentials = await ReadAsync(profile);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(credentials.IsTemporary);
            Assert.That(credentials.Session!.SessionToken, Is.EqualTo(Given.SessionToken));
            Assert.That(credentials.Session.Expiration, Is.Null);
        }
    }

    [Test]
    public async Task Roles_come_in_the_order_in_which_they_are_assumed_and_a_profile_may_be_its_own_source()
    {
        var profile = Find(
            $"""
            [profile last]
            role_arn = arn:aws:iam::123456789012:role/last
            source_profile = first
            external_id = x1
            [profile first]
            role_arn = arn:aws:iam::123456789012:role/first
            source_profile = first
            mfa_serial = GAHT12345678
            role_session_name = alice
            aws_access_key_id = {Key}
            aws_secret_access_key = {Given.SecretAccessKey}
            """,
            "",
            "last");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(profile.Roles.Select(role => role.ToString()), Is.EqualTo(["arn:aws:iam::123456789012:role/first", "arn:aws:iam::123456789012:role/last"]));
            Assert.That((profile.Roles[0].MfaSerialNumber, profile.Roles[0].SessionName), Is.EqualTo(("GAHT12345678", "alice")));
            Assert.That((profile.Roles[1].MfaSerialNumber, profile.Roles[1].ExternalId), Is.EqualTo(((string?)null, "x1")));
            Assert.That((await ReadAsync(profile)).IsTemporary, Is.False);
        }
    }

    [Test]
    public async Task A_role_may_be_assumed_with_the_environments_keys()
    {
        var profile = Find(
            "[profile p]\nrole_arn = arn:aws:iam::123456789012:role/x\ncredential_source = Environment\n",
            "",
            "p",
            ("AWS_ACCESS_KEY_ID", Key),
            ("AWS_SECRET_ACCESS_KEY", Given.SecretAccessKey));
        Assert.That((await ReadAsync(profile)).ToString(), Is.EqualTo($"the access key {Key}"));
    }

    [Test]
    public void Who_is_meant_is_never_guessed()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Fault(() => Find("", "", null, ("AWS_ACCESS_KEY_ID", Key), ("AWS_PROFILE", "p"))), Is.EqualTo(ErrorCode.InvalidArgument));
            Assert.That(Fault(() => Find("[profile q]\n", "")), Is.EqualTo(ErrorCode.NotFound));
            Assert.That(Fault(() => Find("[profile p]\n", "", "p")), Is.EqualTo(ErrorCode.NotFound));
            Assert.That(Fault(() => OperatorProfile.Find(_ => null)), Is.EqualTo(ErrorCode.NotFound));
            Assert.That(Find("", "", null, ("AWS_ACCESS_KEY_ID", Key)).Name, Is.Null);
        }
    }

    private static ErrorCode Fault(Action find) => Assert.Throws<ProfileException>(find)!.Code;

    private static Task<Jenkins.AwsTemporal.Sts.BaseCredentials> ReadAsync(OperatorProfile profile) =>
        profile.ReadAsync(region => new AwsCallOptions(region ?? "eu-west-1"));

    private OperatorProfile Find(string config, string credentials, string? name = null, params (string Name, string Value)[] variables)
    {
        var (configFile, credentialsFile) = (Path.Combine(_folder, "config"), Path.Combine(_folder, "credentials"));
        File.WriteAllText(configFile, config);
        File.WriteAllText(credentialsFile, credentials);
        return OperatorProfile.Find(
            variable => variable switch
            {
                "AWS_CONFIG_FILE" => configFile,
                "AWS_SHARED_CREDENTIALS_FILE" => credentialsFile,
                _ => Array.Find(variables, known => known.Name == variable).Value,
            },
            name);
    }
}
