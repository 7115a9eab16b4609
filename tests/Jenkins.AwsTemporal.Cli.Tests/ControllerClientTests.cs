using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Jenkins.AwsTemporal.Calling;
using Jenkins.AwsTemporal.Cli.Controller;
using Jenkins.AwsTemporal.Cli.Tests.Running;
using Microsoft.AspNetCore.Http;

namespace Jenkins.AwsTemporal.Cli.Tests;

/// <summary>What <c>grant</c> waits for, with deadlines that a test can wait for too, and what it reads.</summary>
internal sealed class ControllerClientTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(300);
    private JenkinsStandIn _jenkins = null!;
    private ControllerClient _client = null!;

    [SetUp]
    public async Task SetUpJenkins()
    {
        _jenkins = await JenkinsStandIn.StartAsync();
        _client = new ControllerClient(
            BuildAddress.Parse(_jenkins.Url + "/job/team/job/deploy/12/", allowHttp: false),
            new ControllerLogin("alice", "token"),
            new AwsCallOptions("eu-central-1") { Timeout = Deadline },
            static _ => { });
    }

    [TearDown]
    public async Task TearDownJenkins()
    {
        _client.Dispose();
        await _jenkins.DisposeAsync();
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_Jenkins_that_does_not_answer_in_time_is_left(bool begins)
    {
        _jenkins.Instead = (http, _) => HangAsync(http, begins);
        var error = (await Assert.ThrowsAsync<JenkinsException>(() => _client.DescribeAsync(CancellationToken.None)))!;
        Assert.That((error.Code, error.Message), Is.EqualTo((ErrorCode.TimedOut, $"no whole answer from {_jenkins.Url[..^8]} within 0.3 s")));
    }

    [Test]
    public async Task An_answer_that_is_not_confirmed_in_time_may_have_been_taken()
    {
        _jenkins.Instead = (http, _) => HangAsync(http, begins: false);
        var error = (await Assert.ThrowsAsync<JenkinsException>(() => _client.SubmitAsync(Prompt("AwsTemporal-1"), "x", null, CancellationToken.None)))!;
        Assert.That(error.Code, Is.EqualTo(ErrorCode.TimedOut));
        Assert.That(error.Message, Does.EndWith("took the answer is not known: it did not answer in time"));
        Assert.That(_jenkins.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_interruption_after_the_answer_went_out_says_that_it_may_have_been_taken()
    {
        using var source = new CancellationTokenSource();
        _jenkins.Instead = (http, _) =>
        {
            source.Cancel();
            return HangAsync(http, begins: false);
        };
        var error = (await Assert.ThrowsAsync<JenkinsException>(() => _client.SubmitAsync(Prompt("AwsTemporal-1"), "x", null, source.Token)))!;
        Assert.That(error.Message, Does.EndWith("not known: it was interrupted"));
    }

    [Test]
    public async Task A_connection_that_was_never_made_took_nothing()
    {
        await _jenkins.DisposeAsync();
        var error = (await Assert.ThrowsAsync<JenkinsException>(() => _client.SubmitAsync(Prompt("AwsTemporal-1"), "x", null, CancellationToken.None)))!;
        Assert.That(error.Message, Does.StartWith("no connection to "));
    }

    [Test]
    public void A_login_does_not_show_its_token() => Assert.That(new ControllerLogin("alice", "canary").ToString(), Is.EqualTo("alice (redacted)"));

    [TestCase("AwsTemporal-../../../../me")]
    [TestCase("AwsTemporal-a/b")]
    [TestCase("AwsTemporal-a?b")]
    [TestCase("AwsTemporal-")]
    [TestCase("awsTemporal-1")]
    public void An_id_that_would_lead_elsewhere_is_not_ours(string id) =>
        Assert.That(PendingPrompt.ReadAll(JsonDocument.Parse(JsonSerializer.Serialize(new[] { new { id } })).RootElement), Is.Empty);

    [Test]
    public void Half_a_character_is_as_if_it_were_not_there()
    {
        var prompt = PendingPrompt.ReadAll(JsonDocument.Parse("""[{"id":"\ud800"},{"id":"AwsTemporal-1","message":"a\udc00","inputs":[{"name":"AWS_SESSION","description":"\ud800"}]}]""").RootElement)!.Single();
        Assert.That((prompt.Message, prompt.AsksForSession, prompt.Key), Is.EqualTo(("", true, (object?)null)));
        var build = RunningBuild.Read(JsonDocument.Parse("""{"fullDisplayName":"\ud800","building":false,"actions":[{"causes":[{"shortDescription":"\ud800"},{"shortDescription":"x","userId":"\ud800"}]}]}""").RootElement)!;
        Assert.That((build.Name, build.StartedBy, build.IsOver), Is.EqualTo(((string?)null, "x", true)));
    }

    [Test]
    public void Any_JSON_is_read_or_refused_without_a_crash()
    {
        var text = Gen.Elements("\"AwsTemporal-1\"", "\"aws-temporal mint --duration 900 --seal-for at1.x.y\"", "\"aws-temporal mint --seal-for\"", "\"the agent  alone can open it\"", "\"alone can open it the agent \"", "\"half \\ud800\"", "7", "null", "false");
        var name = Gen.Elements("id", "message", "inputs", "description", "name", "actions", "causes", "shortDescription", "userId", "building", "x", "\\udc00", "\\u0069d");
        Gen<string> Json(int depth) => depth == 0 ? text : Gen.OneOf(
            text,
            Json(depth - 1).ListOf().Select(items => $"[{string.Join(',', items.Take(3))}]"),
            name.Zip(Json(depth - 1)).ListOf().Select(members => $"{{{string.Join(',', members.Take(4).Select(member => $"\"{member.Item1}\":{member.Item2}"))}}}"));
        Check.QuickThrowOnFailure(Prop.ForAll(Json(5).ToArbitrary(), json =>
        {
            var root = JsonDocument.Parse(json).RootElement;
            var prompts = PendingPrompt.ReadAll(root);
            RunningBuild.Read(root);
            return (prompts is null) == (root.ValueKind != JsonValueKind.Array) && (prompts is null || prompts.TrueForAll(prompt => prompt.Key is null));
        }));
    }

    [Test]
    public void Foreign_text_is_short_whatever_it_is() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Elements("a", " ", "\u00a0", "\u3164", "\u0301", "\ud83d", "\ude00", "\U0001F600", "\n", "\u202e").ListOf().Select(parts => string.Concat(parts)).ToArbitrary(),
        text => ForeignText.Short(text, 20)! is var words
            && words.Length <= 24 && !words.Contains("  ") && !words.Contains('\u3164') && !words.Contains("\u0301\u0301\u0301\u0301")
            && words == string.Concat(words.EnumerateRunes())));

    private static PendingPrompt Prompt(string id) => new() { Id = id, Message = "", AsksForSession = true };

    private static async Task<bool> HangAsync(HttpContext http, bool begins)
    {
        if (begins)
        {
            await http.Response.WriteAsync("{");
            await http.Response.Body.FlushAsync();
        }

        try
        {
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The client has left.
        }

        return true;
    }
}
