using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using Jenkins.AwsTemporal.Calling;
using Jenkins.AwsTemporal.Secrets;
using NSubstitute;

namespace Jenkins.AwsTemporal.Tests.Secrets;

public class SecretCatalogueTests
{
    private static readonly AwsCallOptions Options = new("eu-west-1");

    private readonly IAmazonSecretsManager _secretsManager = Substitute.For<IAmazonSecretsManager>();

    [OneTimeTearDown]
    public void Remove() => _secretsManager.Dispose();

    [Test]
    public async Task Pages_are_followed_through_empty_ones_and_names_are_compared_here_too()
    {
        var asked = new List<(string? Token, string? Prefix)>();
        _secretsManager.ListSecretsAsync(null!, default).ReturnsForAnyArgs(call =>
        {
            var request = call.Arg<ListSecretsRequest>();
            asked.Add((request.NextToken, request.Filters?.Single().Values?.Single()));
            return request.NextToken switch
            {
                null => new ListSecretsResponse { NextToken = "1", SecretList = [Entry("/prod/b"), Entry("/Prod/c"), Entry("x/prod/")] },
                "1" => new ListSecretsResponse { NextToken = "2" },
                _ => new ListSecretsResponse { NextToken = "", SecretList = [Entry("/prod/a")] },
            };
        });
        var secrets = await Catalogue().ListAsync("/prod/");
        Assert.That(secrets.Select(secret => secret.Name), Is.EqualTo(["/prod/a", "/prod/b"]));
        Assert.That(asked, Is.EqualTo(new (string?, string?)[] { (null, "/prod/"), ("1", "/prod/"), ("2", "/prod/") }));
        Assert.That(secrets[0].Stages, Is.EqualTo(["AWSCURRENT", "AWSPREVIOUS"]));
    }

    [Test]
    public async Task A_list_in_a_circle_or_without_names_is_not_AWSs()
    {
        foreach (var answer in new[] { new ListSecretsResponse { NextToken = "again" }, new ListSecretsResponse { SecretList = [new SecretListEntry { ARN = "a" }] } })
        {
            _secretsManager.ListSecretsAsync(null!, default).ReturnsForAnyArgs(answer);
            var error = await Assert.ThrowsAsync<AwsCallException>(() => Catalogue().ListAsync());
            Assert.That(error!.Code, Is.EqualTo(ErrorCode.UnexpectedAnswer));
        }

        foreach (var answer in new[]
        {
            new ListSecretVersionIdsResponse { ARN = "a", Name = "n", NextToken = "again" },
            new ListSecretVersionIdsResponse { ARN = "a", Name = "n", Versions = [new SecretVersionsListEntry()] },
            new ListSecretVersionIdsResponse(),
        })
        {
            _secretsManager.ListSecretVersionIdsAsync(null!, default).ReturnsForAnyArgs(answer);
            var error = await Assert.ThrowsAsync<AwsCallException>(() => Catalogue().ListVersionsAsync(SecretReference.Parse("n")));
            Assert.That(error!.Code, Is.EqualTo(ErrorCode.UnexpectedAnswer));
        }
    }

    [Test]
    public async Task Versions_come_newest_first_with_deprecated_ones()
    {
        ListSecretVersionIdsRequest? asked = null;
        _secretsManager.ListSecretVersionIdsAsync(Arg.Do<ListSecretVersionIdsRequest>(request => asked = request), default).ReturnsForAnyArgs(new ListSecretVersionIdsResponse
        {
            ARN = "a",
            Name = "n",
            Versions =
            [
                new SecretVersionsListEntry { VersionId = "old", CreatedDate = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc) },
                new SecretVersionsListEntry { VersionId = "new", CreatedDate = new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc), VersionStages = ["AWSCURRENT"], LastAccessedDate = new DateTime(2026, 1, 3, 0, 0, 0, DateTimeKind.Utc) },
            ],
        });
        var versions = await Catalogue().ListVersionsAsync(SecretReference.Parse("n"));
        Assert.That(versions.Select(version => version.VersionId), Is.EqualTo(["new", "old"]));
        Assert.That(versions[0].LastAccessedDate, Is.EqualTo(new DateTimeOffset(2026, 1, 3, 0, 0, 0, TimeSpan.Zero)));
        Assert.That(versions[1].Stages, Is.Empty);
        Assert.That(asked!.IncludeDeprecated, Is.True);
    }

    [TestCase("")]
    [TestCase("!prod")]
    [TestCase("prod*")]
    [TestCase("pr od")]
    public async Task A_prefix_that_begins_no_name_is_refused_before_any_call(string prefix)
    {
        _secretsManager.ClearReceivedCalls();
        Assert.That((await Assert.ThrowsAsync<InvalidOptionException>(() => Catalogue().ListAsync(prefix)))!.Option, Is.EqualTo("Prefix"));
        Assert.That(_secretsManager.ReceivedCalls(), Is.Empty);
    }

    private static SecretListEntry Entry(string name) => new()
    {
        ARN = "arn:" + name,
        Name = name,
        SecretVersionsToStages = new() { ["v2"] = ["AWSPREVIOUS"], ["v1"] = ["AWSCURRENT"] },
    };

    private SecretCatalogue Catalogue() => new(_secretsManager, new AwsCaller(Options), Options);
}
