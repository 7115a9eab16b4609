using System.Net;
using System.Text;
using Amazon.Runtime;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using FsCheck;
using FsCheck.Fluent;
using Jenkins.AwsTemporal.Calling;
using Jenkins.AwsTemporal.Secrets;
using Jenkins.AwsTemporal.Tests.Calling;
using NSubstitute;

namespace Jenkins.AwsTemporal.Tests.Secrets;

/// <summary>What is asked of AWS, in which order, for every answer that AWS has.</summary>
public class SecretWriterTests
{
    private const string Arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbC12d";

    private static readonly AwsCallOptions Options = new("eu-west-1");

    private IAmazonSecretsManager _secretsManager = null!;
    private List<string> _asked = null!;
    private List<string?> _tokens = null!;

    [SetUp]
    public void Start()
    {
        _secretsManager = Substitute.For<IAmazonSecretsManager>();
        (_asked, _tokens) = ([], []);
    }

    [TearDown]
    public void Stop() => _secretsManager.Dispose();

    // What reading, creating and updating answer ("" is success); what is asked; what becomes of it.
    [TestCase("", "", "", "get put", "Updated")]
    [TestCase("ResourceNotFoundException", "", "", "get create", "Created")]
    [TestCase("ResourceNotFoundException", "ResourceExistsException", "", "get create put", "Updated")]
    [TestCase("ResourceNotFoundException", "AccessDeniedException", "", "get create put", "Updated")]
    [TestCase("ResourceNotFoundException", "AccessDeniedException", "ResourceNotFoundException", "get create put", "Denied CreateSecret")]
    [TestCase("ResourceNotFoundException", "ResourceExistsException", "ResourceNotFoundException", "get create put", "NotFound PutSecretValue")]
    [TestCase("ResourceNotFoundException", "InternalServiceError", "", "get create", "ServiceFailed CreateSecret")]
    [TestCase("AccessDeniedException", "", "", "get put", "Updated")]
    [TestCase("", "", "AccessDeniedException", "get put", "Denied PutSecretValue")]
    [TestCase("", "", "ResourceNotFoundException", "get put", "NotFound PutSecretValue")]
    [TestCase("ResourceNotFoundException", "AccessDeniedException", "AccessDeniedException", "get create put", "Denied CreateSecret")]
    [TestCase("AccessDeniedException", "", "AccessDeniedException", "get put create", "Created")]
    [TestCase("AccessDeniedException", "AccessDeniedException", "AccessDeniedException", "get put create", "Denied PutSecretValue")]
    [TestCase("AccessDeniedException", "ResourceExistsException", "AccessDeniedException", "get put create", "Denied PutSecretValue")]
    [TestCase("AccessDeniedException", "ResourceExistsException", "ResourceNotFoundException", "get put create put", "NotFound PutSecretValue")]
    [TestCase("AccessDeniedException", "AccessDeniedException", "ResourceNotFoundException", "get put create put", "Denied CreateSecret")]
    [TestCase("AccessDeniedException", "", "ResourceNotFoundException", "get put create", "Created")]
    [TestCase("DecryptionFailure", "", "", "get put", "Updated")]
    [TestCase("ExpiredTokenException", "", "", "get", "Expired GetSecretValue")]
    [TestCase("InternalServiceError", "", "", "get", "ServiceFailed GetSecretValue")]
    [TestCase("ResourceNotFoundException", "LimitExceededException", "", "get create", "Throttled CreateSecret")]
    [TestCase("", "", "EncryptionFailure", "get put", "Kms PutSecretValue")]
    public async Task Every_answer_leads_to_the_next_question(string reading, string creating, string updating, string asked, string outcome)
    {
        Answer(reading, creating, updating);
        string found;
        try
        {
            found = (await PutAsync("db", "new"u8.ToArray())).Outcome.ToString();
        }
        catch (AwsCallException failure)
        {
            found = $"{failure.Code} {failure.Operation}";
        }

        Assert.That((string.Join(' ', _asked), found), Is.EqualTo((asked, outcome)));
        Assert.That(_tokens.Distinct().Count(), Is.LessThanOrEqualTo(1), "one token, however often it is tried");
    }

    [TestCase("", "", "get put", "Updated")]
    [TestCase("ResourceNotFoundException", "", "get put", "Updated")]
    [TestCase("ResourceNotFoundException", "ResourceNotFoundException", "get put", "NotFound")]
    public async Task An_ARN_is_never_created(string reading, string updating, string asked, string outcome)
    {
        Answer(reading, "", updating);
        string found;
        try
        {
            found = (await PutAsync(Arn, "new"u8.ToArray())).Outcome.ToString();
        }
        catch (AwsCallException failure)
        {
            found = failure.Code.ToString();
        }

        Assert.That((string.Join(' ', _asked), found), Is.EqualTo((asked, outcome)));
    }

    [TestCase("old", false, "Unchanged")]
    [TestCase("old", true, "Updated")]
    [TestCase("old\n", false, "Updated")]
    public async Task The_same_bytes_in_the_same_form_are_not_stored_again(string value, bool asBinary, string outcome)
    {
        Answer("", "", "");
        var stored = await PutAsync("db", Encoding.UTF8.GetBytes(value), new SecretWriteOptions { AsBinary = asBinary });
        Assert.That(stored.Outcome.ToString(), Is.EqualTo(outcome));
        Assert.That(stored.Version.VersionId, Is.EqualTo(outcome == "Unchanged" ? "old-version" : "new-version"));
    }

    [Test]
    public async Task The_token_is_random_and_of_AWSs_length()
    {
        Answer("", "", "");
        await PutAsync("db", "new"u8.ToArray());
        await PutAsync("db", "new"u8.ToArray());
        Assert.That(_tokens, Has.Count.EqualTo(2).And.Unique);
        Assert.That(_tokens, Has.All.Matches<string?>(token => token!.Length is >= 32 and <= 64));
    }

    [TestCase("db#key")]
    [TestCase("db@AWSPENDING")]
    [TestCase("arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbC12d")]
    public async Task A_part_of_a_secret_or_another_Regions_is_refused_before_any_call(string reference)
    {
        var error = await Assert.ThrowsAsync<SecretException>(() => PutAsync(reference, "new"u8.ToArray()));
        Assert.That((error!.Code, _asked.Count), Is.EqualTo((ErrorCode.InvalidArgument, 0)));
    }

    [TestCase(0)]
    [TestCase(65537)]
    public async Task What_fits_no_secret_is_refused_before_any_call(int length)
    {
        var error = await Assert.ThrowsAsync<SecretException>(() => PutAsync("db", new byte[length]));
        Assert.That((error!.Code, _asked.Count), Is.EqualTo((ErrorCode.InvalidArgument, 0)));
    }

    [TestCase("")]
    [TestCase(2049)]
    public void Description_and_key_have_AWSs_length(object value)
    {
        var text = value as string ?? new string('x', (int)value);
        Assert.That(() => new SecretWriteOptions { Description = text }, Throws.TypeOf<InvalidOptionException>());
        Assert.That(() => new SecretWriteOptions { KmsKeyId = text }, Throws.TypeOf<InvalidOptionException>());
    }

    [Test]
    public void Whatever_is_stored_comes_back_as_the_same_bytes() => Prop.ForAll<byte[], string>((bytes, text) =>
    {
        foreach (var value in new[] { bytes ?? [], Encoding.UTF8.GetBytes(text ?? "") })
        {
            if (value.Length == 0) continue;
            var outgoing = new OutgoingValue(value, asBinary: false);
            var back = outgoing.Text is null ? outgoing.Binary!.ToArray() : Encoding.UTF8.GetBytes(outgoing.Text);
            Assert.That(back, Is.EqualTo(value));
            Assert.That(outgoing.ToString(), Is.EqualTo("[redacted value]"));
        }
    }).QuickCheckThrowOnFailure();

    // AWS's words of a value that it does not like, at any length of it.
    [TestCase("hunter2")]
    [TestCase("p")]
    [TestCase("canaryVALUE-correct-horse-battery")]
    public async Task No_refusal_holds_the_value(string value)
    {
        foreach (var code in new[] { "ValidationException", "InvalidParameterException", "AccessDeniedException", "InvalidRequestException", "ResourceNotFoundException" })
        {
            await using var server = new RawServer(connection => connection.AnswerAsync(
                400,
                connection.Request.Contains("GetSecretValue", StringComparison.Ordinal)
                    ? """{"__type":"AccessDeniedException","Message":"no"}"""
                    : $$"""{"__type":"{{code}}","Message":"1 validation error: '{{value}}' at 'secretString' and {{Convert.ToBase64String(Encoding.UTF8.GetBytes(value))}}"}"""));
            foreach (var asBinary in new[] { false, true })
            {
                using var writer = new SecretWriter(Given.Credentials, Given.Options(server.Address));
                var failure = await Assert.CatchAsync<AwsTemporalException>(
                    () => writer.PutAsync(SecretReference.Parse("db"), Encoding.UTF8.GetBytes(value), new SecretWriteOptions { AsBinary = asBinary }));
                var sent = asBinary ? Convert.ToBase64String(Encoding.UTF8.GetBytes(value)) : $"'{value}'";
                Assert.That(failure!.ToString() + failure.Hint, Does.Not.Contain(sent));
            }
        }
    }

    [Test]
    public async Task An_answer_that_names_no_version_is_not_AWSs()
    {
        Answer("", "", "", newVersion: null);
        var error = await Assert.ThrowsAsync<AwsCallException>(() => PutAsync("db", "new"u8.ToArray()));
        Assert.That(error!.Code, Is.EqualTo(ErrorCode.UnexpectedAnswer));
    }

    private async Task<StoredSecret> PutAsync(string reference, byte[] value, SecretWriteOptions? options = null)
    {
        var writer = new SecretWriter(_secretsManager, new AwsCaller(Options), Options);
        return await writer.PutAsync(SecretReference.Parse(reference), value, options);
    }

    private void Answer(string reading, string creating, string updating, string? newVersion = "new-version")
    {
        _secretsManager.GetSecretValueAsync(null!, default).ReturnsForAnyArgs(_ => Or(
            reading, "get", null, new GetSecretValueResponse { ARN = Arn, Name = "db", VersionId = "old-version", VersionStages = ["AWSCURRENT"], SecretString = "old" }));
        _secretsManager.CreateSecretAsync(null!, default).ReturnsForAnyArgs(call => Or(
            creating, "create", call.Arg<CreateSecretRequest>().ClientRequestToken, new CreateSecretResponse { ARN = Arn, Name = "db", VersionId = newVersion }));
        _secretsManager.PutSecretValueAsync(null!, default).ReturnsForAnyArgs(call => Or(
            updating, "put", call.Arg<PutSecretValueRequest>().ClientRequestToken, new PutSecretValueResponse { ARN = Arn, Name = "db", VersionId = newVersion, VersionStages = ["AWSCURRENT"] }));
    }

    private T Or<T>(string error, string asked, string? token, T answer)
    {
        _asked.Add(asked);
        if (token is not null) _tokens.Add(token);
        return error.Length == 0 ? answer : throw new AmazonSecretsManagerException(error, null, ErrorType.Sender, error, "rid", HttpStatusCode.BadRequest);
    }
}
