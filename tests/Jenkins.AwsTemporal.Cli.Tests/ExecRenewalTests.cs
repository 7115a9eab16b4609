namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary>A role's session that is renewed while the child runs.</summary>
[Platform("Linux")]
internal sealed class ExecRenewalTests : RoleCommandTests
{
    [Test]
    public async Task Its_new_keys_are_masked_from_their_first_byte_and_the_old_ones_still()
    {
        await TakeWithSessionAsync();
        var old = Document(Role);
        File.WriteAllText(In("script"), """
            document=$AWS_TEMPORAL_SESSION/session.json
            cat "$document"
            sed -i 's/"expiration":"20[0-9]*-/"expiration":"2020-/' "$document"
            aws-temporal credentials
            cat "$document" >&2
            echo "$AWS_SECRET_ACCESS_KEY"
            printf %s "$AWS_SESSION_TOKEN" | base64 -w 0
            """);
        var run = (await Cli.RunAsync("exec", "--env", "--session", Role, "--", "sh", In("script"))).Succeeded();
        Assert.That(KeyOf(Role), Is.Not.EqualTo((string)old["accessKeyId"]!));
        Assert.That(run.Text, Does.Contain($"\"AccessKeyId\":\"{KeyOf(Role)}\",\"SecretAccessKey\":\"****\",\"SessionToken\":\"****\""));
        Assert.That(run.Text, Does.EndWith("\n****\n****"));
        foreach (var document in new[] { old, Document(Role) })
        {
            Assert.That(run.Text + run.Error, Does.Not.Contain(((string)document["secretAccessKey"]!)[..12]));
            Assert.That(run.Text + run.Error, Does.Not.Contain(((string)document["sessionToken"]!)[^40..]));
        }
    }
}
