using System.Text;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Internal;
using Amazon.SecretsManager.Model;
using Jenkins.AwsTemporal.Calling;
using Jenkins.AwsTemporal.Secrets;
using Jenkins.AwsTemporal.Tests.Calling;

namespace Jenkins.AwsTemporal.Tests.Secrets;

/// <summary>The stand-in for AWSSDK.SecretsManager against the endpoint rules and the protocol of the service's model.</summary>
public class SecretsManagerEndpointTests
{
    [TestCase("eu-west-1", false, false, "https://secretsmanager.eu-west-1.amazonaws.com/")]
    [TestCase("us-east-1", true, false, "https://secretsmanager-fips.us-east-1.amazonaws.com/")]
    [TestCase("us-east-1", false, true, "https://secretsmanager.us-east-1.api.aws/")]
    [TestCase("us-east-1", true, true, "https://secretsmanager-fips.us-east-1.api.aws/")]
    [TestCase("cn-north-1", false, false, "https://secretsmanager.cn-north-1.amazonaws.com.cn/")]
    [TestCase("cn-north-1", false, true, "https://secretsmanager.cn-north-1.api.amazonwebservices.com.cn/")]
    [TestCase("us-gov-west-1", true, false, "https://secretsmanager-fips.us-gov-west-1.amazonaws.com/")]
    [TestCase("eusc-de-east-1", false, false, "https://secretsmanager.eusc-de-east-1.amazonaws.eu/")]
    [TestCase("us-iso-east-1", false, false, "https://secretsmanager.us-iso-east-1.c2s.ic.gov/")]
    [TestCase("us-isob-east-1", false, false, "https://secretsmanager.us-isob-east-1.sc2s.sgov.gov/")]
    [TestCase("eu-isoe-west-1", false, false, "https://secretsmanager.eu-isoe-west-1.cloud.adc-e.uk/")]
    [TestCase("us-isof-south-1", false, false, "https://secretsmanager.us-isof-south-1.csp.hci.ic.gov/")]
    [TestCase("eu-west-99", false, false, "https://secretsmanager.eu-west-99.amazonaws.com/")]
    public void Every_partition_has_its_endpoint(string region, bool fips, bool dualStack, string address)
    {
        var config = new AwsCaller(new AwsCallOptions(region) { UseFips = fips, UseDualStack = dualStack })
            .Configure(new AmazonSecretsManagerConfig(), endpoint: null, AnswerShape.SecretsManager);
        var endpoint = config.DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(new GetSecretValueRequest()));
        Assert.That(new Uri(endpoint.URL), Is.EqualTo(new Uri(address)));
    }

    [Test]
    public void Without_a_region_there_is_no_endpoint() =>
        Assert.That(() => new AmazonSecretsManagerEndpointProvider().ResolveEndpoint(new EndpointParameters()), Throws.InstanceOf<Amazon.Runtime.AmazonClientException>());

    [Test]
    public async Task The_request_is_that_of_the_services_model()
    {
        await using var server = RawServer.Answering(200, """{"ARN":"a","CreatedDate":1.767323045123E9,"Name":"n","VersionId":"v","SecretBinary":"AAH/","VersionStages":["AWSCURRENT","x"],"New":{"a":[1]}}""");
        using var value = await Given.SecretAsync(Given.Options(server.Address), "a@@b@s:c0c43081-83ad-4f57-9a7a-a3fb515f2fd7");
        var request = server.Requests.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(request, Does.StartWith("POST / HTTP/1.1"));
            Assert.That(request, Does.Contain("X-Amz-Target: secretsmanager.GetSecretValue\r\n"));
            Assert.That(request, Does.Contain("Content-Type: application/x-amz-json-1.1\r\n"));
            Assert.That(request, Does.Match("Credential=[A-Z0-9]+/[0-9]{8}/eu-central-1/secretsmanager/aws4_request"));
            Assert.That(request, Does.Contain("app/Jenkins.AwsTemporal"));
            Assert.That(request, Does.EndWith("""{"SecretId":"a@b","VersionId":"c0c43081-83ad-4f57-9a7a-a3fb515f2fd7","VersionStage":"s"}"""));
            Assert.That(value.Bytes.ToArray(), Is.EqualTo(new byte[] { 0, 1, 255 }));
            Assert.That(string.Join(',', value.Version.Stages), Is.EqualTo("AWSCURRENT,x"));
            Assert.That(value.Version.CreatedDate!.Value.ToUnixTimeMilliseconds(), Is.EqualTo(1767323045123));
        }
    }

    [Test]
    public async Task A_list_is_asked_for_and_read_as_the_services_model_says()
    {
        await using var server = RawServer.Answering(200, """
            {"NextToken":"more","SecretList":[{"ARN":"a","Name":"n","Description":"d","CreatedDate":1.767323045E9,"LastChangedDate":1.767323046E9,
             "LastAccessedDate":1.767312E9,"DeletedDate":1.767323047E9,"SecretVersionsToStages":{"v1":["AWSCURRENT","x"],"v2":[]},"New":1},{"Name":"m"}]}
            """);
        using var client = Client(server);
        var page = await client.ListSecretsAsync(new ListSecretsRequest
        {
            Filters = [new Filter { Key = "name", Values = ["/prod/", "!a"] }], IncludePlannedDeletion = true, MaxResults = 100, NextToken = "t",
        });
        var (first, second) = (page.SecretList![0], page.SecretList[1]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(server.Requests.Single(), Does.Contain("X-Amz-Target: secretsmanager.ListSecrets\r\n")
                .And.EndsWith("""{"Filters":[{"Key":"name","Values":["/prod/","!a"]}],"IncludePlannedDeletion":true,"MaxResults":100,"NextToken":"t"}"""));
            Assert.That((page.NextToken, first.ARN, first.Name, first.Description, second.Name), Is.EqualTo(("more", "a", "n", "d", "m")));
            Assert.That((first.CreatedDate, first.LastChangedDate), Is.EqualTo((Date(1767323045), Date(1767323046))));
            Assert.That((first.LastAccessedDate, first.DeletedDate), Is.EqualTo((Date(1767312000), Date(1767323047))));
            Assert.That(first.SecretVersionsToStages!["v1"], Is.EqualTo(["AWSCURRENT", "x"]));
            Assert.That(first.SecretVersionsToStages["v2"], Is.Empty);
            Assert.That((second.CreatedDate, second.DeletedDate, second.SecretVersionsToStages), Is.EqualTo(((DateTime?)null, (DateTime?)null, (object?)null)));
        }
    }

    [Test]
    public async Task A_batch_is_asked_for_and_read_as_the_services_model_says()
    {
        await using var server = RawServer.Answering(200, """
            {"NextToken":"more","SecretValues":[{"ARN":"a","CreatedDate":1.767323045E9,"Name":"n","VersionId":"v","SecretBinary":"AAH/","VersionStages":["AWSCURRENT"],"New":1},{"Name":"m","SecretString":"s"}],
             "Errors":[{"SecretId":"x","ErrorCode":"ResourceNotFoundException","Message":"none"}]}
            """);
        using var client = Client(server);
        var answer = await client.BatchGetSecretValueAsync(new BatchGetSecretValueRequest
        {
            SecretIdList = ["n", "m", "x"], Filters = [new Filter { Key = "name", Values = ["a"] }], MaxResults = 20, NextToken = "t",
        });
        var (first, second, error) = (answer.SecretValues![0], answer.SecretValues[1], answer.Errors!.Single());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(server.Requests.Single(), Does.Contain("X-Amz-Target: secretsmanager.BatchGetSecretValue\r\n")
                .And.EndsWith("""{"Filters":[{"Key":"name","Values":["a"]}],"MaxResults":20,"NextToken":"t","SecretIdList":["n","m","x"]}"""));
            Assert.That((answer.NextToken, first.ARN, first.Name, first.VersionId, first.CreatedDate), Is.EqualTo(("more", "a", "n", "v", Date(1767323045))));
            Assert.That((first.SecretBinary!.ToArray(), first.VersionStages!.Single()), Is.EqualTo((new byte[] { 0, 1, 255 }, "AWSCURRENT")));
            Assert.That((second.Name, second.SecretString, second.SecretBinary, second.VersionStages), Is.EqualTo(("m", "s", (object?)null, (object?)null)));
            Assert.That((error.SecretId, error.ErrorCode, error.Message), Is.EqualTo(("x", "ResourceNotFoundException", "none")));
        }
    }

    [Test]
    public async Task The_largest_secret_is_read_however_it_is_escaped()
    {
        var json = new StringBuilder("""{"ARN":"a","Name":"n","VersionId":"v","SecretString":" """.TrimEnd());
        for (var i = 0; i < 65536; i++) json.Append("\\u0001");
        await using var server = RawServer.Answering(200, json.Append("\"}").ToString());
        using var value = await Given.SecretAsync(Given.Options(server.Address));
        Assert.That(value.Bytes.Length, Is.EqualTo(65536));
    }

    private static DateTime? Date(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime;

    private static AmazonSecretsManagerClient Client(RawServer server)
    {
        var options = Given.Options(server.Address);
        return new AmazonSecretsManagerClient(
            new BasicAWSCredentials(Given.AccessKeyId, Given.SecretAccessKey),
            new AwsCaller(options).Configure(new AmazonSecretsManagerConfig(), options.SecretsManagerEndpoint, AnswerShape.SecretsManager));
    }
}
