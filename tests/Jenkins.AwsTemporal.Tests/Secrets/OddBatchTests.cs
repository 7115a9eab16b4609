using Amazon.Runtime;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using Jenkins.AwsTemporal.Calling;
using Jenkins.AwsTemporal.Secrets;
using NSubstitute;
using NSubstitute.ClearExtensions;

namespace Jenkins.AwsTemporal.Tests.Secrets;

/// <summary>Answers to batches that are allowed, or that happen, but that one would not expect.</summary>
public class OddBatchTests
{
    private readonly IAmazonSecretsManager _secretsManager = Substitute.For<IAmazonSecretsManager>();
    private readonly List<BatchGetSecretValueRequest> _batches = [];
    private readonly List<string> _singles = [];

    [OneTimeTearDown]
    public void Remove() => _secretsManager.Dispose();

    [SetUp]
    public void AnswerSingles()
    {
        _secretsManager.ClearSubstitute();
        _batches.Clear();
        _singles.Clear();
        _secretsManager.GetSecretValueAsync(Arg.Any<GetSecretValueRequest>(), Arg.Any<CancellationToken>()).Returns(call =>
        {
            var id = call.Arg<GetSecretValueRequest>().SecretId!;
            lock (_singles) _singles.Add(id);
            return new GetSecretValueResponse { ARN = ArnOf(id), Name = id, VersionId = "v", SecretString = "single " + id };
        });
    }

    [Test]
    public async Task What_an_answer_leaves_out_is_asked_for_by_its_token_with_the_same_list()
    {
        Answer(new() { SecretValues = [Value("a")], NextToken = "more" }, new() { SecretValues = [Value("b")] });
        Assert.That(await ReadAsync("A=a", "B=b"), Is.EqualTo("A batch a, B batch b"));
        Assert.That(_batches.Select(batch => $"{batch.NextToken} {string.Join(',', batch.SecretIdList!)}"), Is.EqualTo([" a,b", "more a,b"]));
        Assert.That(_singles, Is.Empty);
    }

    [Test]
    public async Task What_no_answer_holds_is_asked_for_by_itself()
    {
        Answer(new BatchGetSecretValueResponse { SecretValues = [Value("a")] });
        Assert.That(await ReadAsync("A=a", "B=b", "C=c"), Is.EqualTo("A batch a, B single b, C single c"));
    }

    [Test]
    public async Task An_endless_chain_of_pages_ends()
    {
        Answer(new BatchGetSecretValueResponse { NextToken = "again" });
        Assert.That(await ReadAsync("A=a", "B=b", "C=c"), Is.EqualTo("A single a, B single b, C single c"));
        Assert.That(_batches, Has.Count.EqualTo(3));

        var error = await Assert.CatchAsync<AwsTemporalException>(() => ReadAsync("A_*=a*"));
        Assert.That(error!.Code, Is.EqualTo(ErrorCode.NotFound));
        Assert.That(_batches, Has.Count.LessThan(300));
    }

    [TestCase("ThrottlingException")]
    [TestCase("InternalServiceError")]
    public async Task What_may_pass_is_asked_for_again(string code)
    {
        Answer(new BatchGetSecretValueResponse { SecretValues = [Value("a")], Errors = [new() { SecretId = "b", ErrorCode = code, Message = "later" }] });
        Assert.That(await ReadAsync("A=a", "B=b"), Is.EqualTo("A batch a, B single b"));
    }

    [Test]
    public async Task Values_that_nobody_asked_for_are_taken_by_nobody()
    {
        Answer(new BatchGetSecretValueResponse { SecretValues = [Value("x"), Value("b"), Value("A")], Errors = [new() { SecretId = "y", ErrorCode = "ResourceNotFoundException" }] });
        Assert.That(await ReadAsync("A=a", "B=b"), Is.EqualTo("A single a, B batch b"));
    }

    [Test]
    public async Task Two_secrets_of_one_name_are_told_apart_or_not_taken()
    {
        var other = Value("a");
        other.ARN = ArnOf("a").Replace("123456789012", "999999999999", StringComparison.Ordinal);
        Answer(new BatchGetSecretValueResponse { SecretValues = [Value("a"), other, Value("b")] });
        Assert.That(await ReadAsync("A=a", "B=b"), Is.EqualTo("A single a, B batch b"));
    }

    [TestCase("AccessDeniedException", "User: x is not authorized to perform: secretsmanager:BatchGetSecretValue")]
    [TestCase("UnknownOperationException", "")]
    [TestCase("DecryptionFailure", "")]
    public async Task A_batch_that_is_refused_as_a_whole_is_asked_for_one_by_one(string code, string words)
    {
        _secretsManager.BatchGetSecretValueAsync(Arg.Any<BatchGetSecretValueRequest>(), Arg.Any<CancellationToken>())
            .Returns<BatchGetSecretValueResponse>(_ => throw new AmazonSecretsManagerException(words, null, ErrorType.Sender, code, "r", System.Net.HttpStatusCode.BadRequest));
        Assert.That(await ReadAsync("A=a", "B=b"), Is.EqualTo("A single a, B single b"));
    }

    [Test]
    public async Task AWSs_filter_is_not_trusted_to_know_the_names()
    {
        Answer(new BatchGetSecretValueResponse { SecretValues = [Value("A/1"), Value("b"), Value("a/2")], NextToken = "more" }, new() { SecretValues = [Value("a/1"), Value("a/2")] });
        Assert.That(await ReadAsync("N*=a/*"), Is.EqualTo("N1 batch a/1, N2 batch a/2"));
        Assert.That(_batches[0].Filters!.Single().Key, Is.EqualTo("name"));
        Assert.That(_batches[0].Filters!.Single().Values, Is.EqualTo(["a/"]));
        Assert.That((_batches[1].NextToken, _batches[1].MaxResults), Is.EqualTo(("more", 20)));
    }

    [Test]
    public async Task An_answer_that_holds_no_value_is_none_of_AWS()
    {
        Answer(new BatchGetSecretValueResponse { SecretValues = [Value("a"), new() { ARN = ArnOf("b"), Name = "b", VersionId = "v" }] });
        var error = await Assert.CatchAsync<AwsCallException>(() => ReadAsync("A=a", "B=b"));
        Assert.That((error!.Code, error.Operation), Is.EqualTo((ErrorCode.UnexpectedAnswer, "BatchGetSecretValue")));
    }

    [Test]
    public async Task Who_cancels_gets_no_other_error()
    {
        using var source = new CancellationTokenSource();
        _secretsManager.BatchGetSecretValueAsync(Arg.Any<BatchGetSecretValueRequest>(), Arg.Any<CancellationToken>()).Returns<BatchGetSecretValueResponse>(_ =>
        {
            source.Cancel();
            throw new AmazonClientException("canary");
        });
        await Assert.CatchAsync<OperationCanceledException>(() => ReadAsync(source.Token, "A=a", "B=b"));
    }

    private void Answer(params BatchGetSecretValueResponse[] answers) =>
        _secretsManager.BatchGetSecretValueAsync(Arg.Any<BatchGetSecretValueRequest>(), Arg.Any<CancellationToken>()).Returns(call =>
        {
            _batches.Add(call.Arg<BatchGetSecretValueRequest>());
            return answers[Math.Min(_batches.Count, answers.Length) - 1];
        });

    private Task<string> ReadAsync(params string[] bindings) => ReadAsync(CancellationToken.None, bindings);

    private async Task<string> ReadAsync(CancellationToken cancellation, params string[] bindings)
    {
        var options = new AwsCallOptions("eu-west-1");
        var reader = new SecretReader(_secretsManager, new AwsCaller(options), options);
        using var secrets = await reader.ReadAsync(Array.ConvertAll(bindings, SecretBinding.Parse), cancellation);
        return string.Join(", ", secrets.Select(secret => $"{secret.Name} {secret.Value.Reveal()}"));
    }

    private static SecretValueEntry Value(string name) => new() { ARN = ArnOf(name), Name = name, VersionId = "v", SecretString = "batch " + name };

    private static string ArnOf(string name) => $"arn:aws:secretsmanager:eu-west-1:123456789012:secret:{name}-AbC12d";
}
