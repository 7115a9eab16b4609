using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Jenkins.AwsTemporal.Calling;

namespace Jenkins.AwsTemporal.Cli.Controller;

/// <summary>
/// Jenkins' REST API, as far as one build's prompts need it. Whatever is asked goes to the one origin that the operator named:
/// the API token is in every request.
/// </summary>
internal sealed class ControllerClient : IDisposable
{
    private const int LongestAnswer = 1 << 20;
    private const int LongestWords = 200;
    private const int Redirects = 3;
    private readonly BuildAddress _build;
    private readonly ControllerLogin _login;
    private readonly TimeSpan _timeout;
    private readonly Action<string> _explain;
    private readonly HttpMessageInvoker _http;

    /// <param name="build">The build, and the Jenkins that is called.</param>
    /// <param name="login">Who calls.</param>
    /// <param name="options">Proxy, trusted roots and deadlines, as for AWS.</param>
    /// <param name="explain">Is told of each call and its outcome, and of no secret.</param>
    public ControllerClient(BuildAddress build, ControllerLogin login, AwsCallOptions options, Action<string> explain)
    {
        (_build, _login, _timeout, _explain) = (build, login, options.Timeout, explain);
        var sockets = Connections.New(options);
        // One for each request: on one that was kept, .NET may send a request again.
        sockets.PooledConnectionLifetime = TimeSpan.Zero;
        _http = new HttpMessageInvoker(sockets);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>What the build is.</summary>
    public async Task<RunningBuild> DescribeAsync(CancellationToken cancellation)
    {
        var answer = await GetAsync(new Uri(_build.Page, RunningBuild.Path), cancellation).ConfigureAwait(false)
            ?? throw new JenkinsException(
                ErrorCode.NotFound,
                $"the Jenkins at {_build.Origin} has no {_build}, or does not show it to {_login.User}",
                "check the address and --user; you need the permission to read the job");
        using (answer)
            return RunningBuild.Read(answer.RootElement) ?? throw ControllerErrors.Foreign(_build, "the build is no JSON object");
    }

    /// <summary>The prompts of ours that wait in the build.</summary>
    public async Task<List<PendingPrompt>> PromptsAsync(CancellationToken cancellation)
    {
        var answer = await GetAsync(new Uri(_build.Page, "wfapi/pendingInputActions"), cancellation).ConfigureAwait(false)
            ?? throw new JenkinsException(
                ErrorCode.NotFound,
                $"{_build} is of no pipeline, or its Jenkins lacks the plugin pipeline-rest-api, which tells of prompts",
                $"answer at {_build.Page}input/ by hand");
        using (answer)
            return PendingPrompt.ReadAll(answer.RootElement) ?? throw ControllerErrors.Foreign(_build, "the prompts are no JSON array");
    }

    /// <summary>The crumb; null where Jenkins issues none.</summary>
    public async Task<Crumb?> CrumbAsync(CancellationToken cancellation)
    {
        var answer = await FollowAsync(new Uri(_build.Root, "crumbIssuer/api/json"), cancellation).ConfigureAwait(false);
        if (answer.Status == 404)
            return null;
        using var json = Parse(answer);
        // The name that every Jenkins has, and that of old ones: no other header is set for it.
        return ForeignJson.Text(json.RootElement, "crumbRequestField") is ("Jenkins-Crumb" or ".crumb") and { } field && ForeignJson.Text(json.RootElement, "crumb") is { } value && IsWord(value)
            ? new Crumb(field, value, answer.Cookies)
            : throw ControllerErrors.Foreign(_build, "the crumb issuer gives no crumb");
    }

    /// <summary>
    /// Submits a prompt's form, once: <c>doSubmit</c> of InputStepExecution in the plugin pipeline-input-step
    /// (https://github.com/jenkinsci/pipeline-input-step-plugin), which proceeds for any <c>proceed</c> and takes
    /// the fields from <c>json</c>. It redirects to the build's console when it has, and otherwise fails as an error page
    /// (hudson.model.Failure): to whom may not submit it, and for one that is answered; one that is over is not there.
    /// </summary>
    public async Task SubmitAsync(PendingPrompt prompt, string value, Crumb? crumb, CancellationToken cancellation)
    {
        using var request = New(HttpMethod.Post, new Uri(_build.Page, $"input/{prompt.Id}/submit"));
        request.Content = new ByteArrayContent(Encoding.ASCII.GetBytes("proceed=Submit&json=" + Uri.EscapeDataString(Form(value))));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        if (crumb is not null)
        {
            request.Headers.TryAddWithoutValidation(crumb.Field, crumb.Value);
            if (crumb.Cookies.Length > 0)
                request.Headers.TryAddWithoutValidation("Cookie", crumb.Cookies);
        }

        var answer = await SendAsync(request, isOnce: true, cancellation).ConfigureAwait(false);
        if (answer is { Status: 302 or 303, Location: { } target } && IsOfBuild(target))
            return;
        throw answer.Status switch
        {
            404 => Gone(prompt),
            400 when answer.Error?.Contains("already given", StringComparison.Ordinal) == true => Gone(prompt),
            400 => new JenkinsException(
                ErrorCode.Denied,
                $"the Jenkins at {_build.Origin} does not take this answer from {_login.User}{(answer.Error is { } words ? $": {words}" : "")}",
                "whoever started the build, or is named as submitter, may answer; it is Jenkins that refuses, and not AWS"),
            401 or 403 or 407 or 429 => ControllerErrors.Refused(answer, _build, _login.User),
            _ when answer.AsksForLogin => ControllerErrors.Refused(answer, _build, _login.User),
            _ when answer.IsRedirect => Unknown($"it redirected to {answer.Location!.GetLeftPart(UriPartial.Authority)}", ErrorCode.UnexpectedAnswer),
            _ => Unknown($"it answered with status {answer.Status}", ErrorCode.UnexpectedAnswer),
        };
    }

    /// <summary>The prompt does not wait any more.</summary>
    public JenkinsException Gone(PendingPrompt prompt) => new(
        ErrorCode.NotFound, $"the prompt {prompt.Id} of {_build} is over: answered, timed out or aborted", $"look at {_build.Page}console");

    private JenkinsException Unknown(string why, ErrorCode code) => new(
        code, $"whether the Jenkins at {_build.Origin} took the answer is not known: {why}", $"look at {_build.Page}console");

    // The build's page or its console. Behind a proxy Jenkins may call itself something else, but not the build.
    private bool IsOfBuild(Uri location)
    {
        var build = Uri.UnescapeDataString(_build.Page.AbsolutePath[(_build.Root.AbsolutePath.Length - 1)..^1]);
        var path = Uri.UnescapeDataString(location.AbsolutePath).TrimEnd('/');
        if (path.EndsWith(build + "/console", StringComparison.Ordinal))
            path = path[..^"/console".Length];
        return path.EndsWith(build, StringComparison.Ordinal) && !(path[..^build.Length] + "/").Contains("/job/", StringComparison.Ordinal);
    }

    private static string Form(string value)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("parameter");
            json.WriteStartObject();
            json.WriteString("name", PendingPrompt.Field);
            json.WriteString("value", value);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.ASCII.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    // Null where nothing is.
    private async Task<JsonDocument?> GetAsync(Uri address, CancellationToken cancellation)
    {
        var answer = await FollowAsync(address, cancellation).ConfigureAwait(false);
        return answer.Status == 404 ? null : Parse(answer);
    }

    private JsonDocument Parse(ControllerAnswer answer) => answer.Status == 200
        ? answer.TryParse() ?? throw ControllerErrors.Foreign(_build, "it is not JSON")
        : throw ControllerErrors.Refused(answer, _build, _login.User);

    private async Task<ControllerAnswer> FollowAsync(Uri address, CancellationToken cancellation)
    {
        for (var left = Redirects; ; left--)
        {
            using var request = New(HttpMethod.Get, address);
            var answer = await SendAsync(request, isOnce: false, cancellation).ConfigureAwait(false);
            if (!answer.IsRedirect || answer.AsksForLogin || !_build.HasOriginOf(answer.Location!))
                return answer;
            if (left == 0)
                throw ControllerErrors.Foreign(_build, "it redirects without end");
            address = answer.Location!;
        }
    }

    private HttpRequestMessage New(HttpMethod method, Uri address)
    {
        var request = new HttpRequestMessage(method, address);
        request.Headers.TryAddWithoutValidation("Authorization", _login.Header);
        request.Headers.TryAddWithoutValidation("User-Agent", "aws-temporal");
        return request;
    }

    private async Task<ControllerAnswer> SendAsync(HttpRequestMessage request, bool isOnce, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(_timeout);
        try
        {
            using var response = await _http.SendAsync(request, deadline.Token).ConfigureAwait(false);
            _explain($"{request.Method} {request.RequestUri!.AbsolutePath} answered {(int)response.StatusCode}");
            return new ControllerAnswer
            {
                Status = (int)response.StatusCode,
                Location = response.Headers.Location is { } location && Uri.TryCreate(request.RequestUri!, location, out var target) ? target : null,
                Cookies = Cookies(response),
                Error = Header(response, "X-Error"),
                Body = await ReadAsync(response, deadline.Token).ConfigureAwait(false),
            };
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
        {
            var isLate = deadline.IsCancellationRequested && !cancellation.IsCancellationRequested;
            if (isOnce && !ControllerErrors.WasNotSent(fault))
                throw Unknown(cancellation.IsCancellationRequested ? "it was interrupted" : isLate ? "it did not answer in time" : "the connection broke", isLate ? ErrorCode.TimedOut : ErrorCode.Network);
            cancellation.ThrowIfCancellationRequested();
            throw ControllerErrors.Unreached(fault, _build, isLate ? _timeout.TotalSeconds : null);
        }
    }

    private async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using var _ = stream.ConfigureAwait(false);
        using var body = new MemoryStream();
        var piece = new byte[16 * 1024];
        for (int length; (length = await stream.ReadAsync(piece, cancellation).ConfigureAwait(false)) > 0;)
        {
            body.Write(piece, 0, length);
            if (body.Length > LongestAnswer)
                throw ControllerErrors.Foreign(_build, "the answer is larger than 1 MB");
        }

        return body.ToArray();
    }

    // What is sent back has to be fit for a header.
    private static bool IsWord(string text) => text.Length > 0 && text.All(static character => character is > ' ' and <= '~');

    private static string Cookies(HttpResponseMessage response)
    {
        var cookies = new List<string>();
        if (response.Headers.TryGetValues("Set-Cookie", out var lines))
            foreach (var line in lines)
                if (line.Split(';')[0].Trim() is var cookie && IsWord(cookie))
                    cookies.Add(cookie);
        return string.Join("; ", cookies);
    }

    private static string? Header(HttpResponseMessage response, string name)
    {
        if (!response.Headers.TryGetValues(name, out var lines))
            return null;
        var text = string.Join(' ', lines).TrimEnd('.', ' ');
        return text.Length == 0 ? null : text.Length > LongestWords ? text[..LongestWords] : text;
    }
}
