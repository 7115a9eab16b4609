using AwsEmulator.Secrets;
using Jenkins.AwsTemporal.Cli.Tests.Running;

namespace Jenkins.AwsTemporal.Cli.Tests;

internal sealed class SecretListTests : CommandTests
{
    private AwsEmulator.Identity.Account Account => Aws.Account("123456789012");

    [SetUp]
    public async Task OpenWithAllRights()
    {
        Alice.Allow("secretsmanager:*");
        await OpenAsync();
    }

    [Test]
    public async Task Secrets_are_listed_with_stages_and_dates_and_without_values()
    {
        Account.AddSecret(Region, "/prod/longer-name", "first").Put(SecretContent.Of(SecretText));
        Account.Secrets.Add(Region, "/test/empty", null);
        Account.AddSecret("us-west-2", "/prod/far", "x");
        (await Cli.RevealAsync("secret", "get", "/prod/db", "--session", Session)).Succeeded();
        var list = (await Cli.RunAsync("secret", "list", "--session", Session)).Succeeded();
        const string Time = @"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ";
        Assert.That(list.Text, Does.Match(
            $@"\Aname +stages +created +changed +read\n"
            + $@"/prod/db           AWSCURRENT               {Time}  {Time}  \d{{4}}-\d\d-\d\d\n"
            + $@"/prod/longer-name  AWSCURRENT, AWSPREVIOUS  {Time}  {Time}  -\n"
            + $@"/test/empty        no version               {Time}  {Time}  -\n\z"));
        var json = (await Cli.RunAsync("secret", "list", "--session", Session, "--json", "--prefix", "/prod/")).Succeeded().Json.GetProperty("secrets");
        Assert.That(json.EnumerateArray().Select(secret => secret.GetProperty("name").GetString()), Is.EqualTo(["/prod/db", "/prod/longer-name"]));
        Assert.That(json[0].EnumerateObject().Select(member => member.Name),
            Is.EqualTo(["name", "arn", "description", "versionStages", "createdDate", "lastChangedDate", "lastAccessedDate"]));
        Assert.That(Aws.Requests("GetSecretValue"), Is.EqualTo(1));
    }

    [Test]
    public async Task Characters_that_steer_how_others_are_seen_are_escaped_in_JSON_and_replaced_for_people()
    {
        const string Name = "/steer/\u202egnp.exe\U000E0041\u200b";
        Account.AddSecret(Region, Name, "x");
        var json = (await Cli.RunAsync("secret", "list", "--session", Session, "--json", "--prefix", "/steer/")).Succeeded();
        Assert.That(json.Text, Does.Contain(@"""/steer/\u202egnp.exe\uDB40\uDC41\u200b"""));
        Assert.That(json.Text.Contains('\u202e'), Is.False);
        Assert.That(json.Json.GetProperty("secrets")[0].GetProperty("name").GetString(), Is.EqualTo(Name));
        var list = (await Cli.RunAsync("secret", "list", "--session", Session, "--prefix", "/steer/")).Succeeded();
        Assert.That(list.Text, Does.Contain("/steer/?gnp.exe???"));
    }

    [TestCase("/prod/x", new[] { "/prod/x", "/prod/x1" })]
    [TestCase("/PROD", new string[0])]
    [TestCase("rod", new string[0])]
    public async Task A_prefix_is_the_beginning_of_a_name_case_by_case(string prefix, string[] names)
    {
        foreach (var name in new[] { "/prod/x1", "/prod/x", "/Prod/x", "prod/x" })
            Account.AddSecret(Region, name, "x");
        var list = (await Cli.RunAsync("secret", "list", "--session", Session, "--json", "--prefix", prefix)).Succeeded();
        Assert.That(list.Json.GetProperty("secrets").EnumerateArray().Select(secret => secret.GetProperty("name").GetString()), Is.EqualTo(names));
        Assert.That(list.Error, names.Length > 0 ? Is.Empty : Is.EqualTo($"aws-temporal: no such secret in {Region}\n"));
        await FailsAsync(2, ErrorCode.InvalidArgument, "", "secret", "list", "--session", Session, "--prefix", "!" + prefix);
        await FailsAsync(2, ErrorCode.InvalidArgument, "", "secret", "list", "--session", Session, "--prefix", "");
    }

    [Test]
    public async Task More_than_a_page_is_followed()
    {
        for (var i = 0; i < 230; i++)
            Account.AddSecret(Region, $"/many/{i:d3}", "x");
        var secret = Account.AddSecret(Region, "versions", "0");
        for (var i = 1; i < 230; i++)
            secret.Put(SecretContent.Of($"{i}"));
        var names = (await Cli.RunAsync("secret", "list", "--session", Session, "--prefix", "/many/")).Succeeded().Text.Split('\n')[1..^1].Select(line => line.Split(' ')[0]);
        Assert.That(names, Is.EqualTo(Enumerable.Range(0, 230).Select(i => $"/many/{i:d3}")));
        var versions = (await Cli.RunAsync("secret", "versions", "versions", "--session", Session, "--json")).Succeeded().Json.GetProperty("versions");
        Assert.That(versions.EnumerateArray().Select(version => version.GetProperty("versionId").GetString()), Is.EquivalentTo(secret.Versions.Select(version => version.Id)));
        Assert.That((Aws.Requests("ListSecrets"), Aws.Requests("ListSecretVersionIds")), Is.EqualTo((3, 3)));
    }

    [Test]
    public async Task Versions_are_listed_newest_first_and_deprecated_ones_are_marked()
    {
        var secret = Account.AddSecret(Region, "rotated", "first");
        foreach (var value in new[] { "second", "third" })
        {
            Aws.Clock.Shift += TimeSpan.FromSeconds(2);
            secret.Put(SecretContent.Of(value));
        }

        foreach (var name in new[] { "rotated", secret.Arn })
            Assert.That((await Cli.RunAsync("secret", "versions", name, "--session", Session)).Succeeded().Text, Does.Match(
                @"\Aversion +stages +created +read\n"
                + $@"{secret.Versions[2].Id}  AWSCURRENT   \S+Z  -\n{secret.Versions[1].Id}  AWSPREVIOUS  \S+Z  -\n{secret.Versions[0].Id}  deprecated   \S+Z  -\n\z"));
        var json = (await Cli.RunAsync("secret", "versions", "rotated", "--session", Session, "--json")).Succeeded().Json.GetProperty("versions");
        Assert.That(json[2].GetProperty("versionStages").GetArrayLength(), Is.Zero);
        Assert.That(json[0].EnumerateObject().Select(member => member.Name), Is.EqualTo(["versionId", "versionStages", "createdDate", "lastAccessedDate"]));
        await FailsAsync(7, ErrorCode.NotFound, "", "secret", "versions", "missing", "--session", Session);
        await FailsAsync(2, ErrorCode.InvalidArgument, "", "secret", "versions", "rotated@AWSCURRENT", "--session", Session);
    }
}
