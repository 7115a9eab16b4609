using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Jenkins.AwsTemporal.Cli.Tests.Running;

/// <summary>
/// As much of Jenkins as answers prompts, at the context path <c>/jenkins</c> of 127.0.0.1: log-in by API token, one build,
/// <c>api/json</c>, <c>wfapi/pendingInputActions</c> (plugin pipeline-rest-api), <c>input/ID/submit</c> (plugin
/// pipeline-input-step: InputAction and InputStepExecution) and the crumb issuer (hudson.security.csrf). Every answer has
/// the status, the headers and the fields of theirs.
/// </summary>
internal sealed class JenkinsStandIn : IAsyncDisposable
{
    public const string Context = "/jenkins";
    public const string Crumb = "0fa3b1c09d5e";
    private const string CrumbField = "Jenkins-Crumb";
    private const string Cookie = "JSESSIONID.5f2a";

    private readonly WebApplication _application;

    private JenkinsStandIn(X509Certificate2? certificate)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        if (certificate is not null)
            builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            if (certificate is not null)
                listen.UseHttps(certificate);
        }));
        _application = builder.Build();
        _application.Run(HandleAsync);
    }

    public string Url => _application.Urls.Single() + Context;

    /// <summary>Each user's API token.</summary>
    public Dictionary<string, string> Tokens { get; } = [];

    /// <summary>Users that may not even see Jenkins, and users that may not see the job.</summary>
    public HashSet<string> Strangers { get; } = [];

    public HashSet<string> Blind { get; } = [];

    public string Job { get; init; } = "job/team/job/deploy";

    public int Number { get; init; } = 12;

    public bool IsBuilding { get; set; } = true;

    public string Cause { get; set; } = "Started by user Bob";

    public List<Prompt> Prompts { get; } = [];

    /// <summary>Whether a POST needs a crumb, as it does of whoever has logged in otherwise than by a token; null: there is no issuer.</summary>
    public bool? WantsCrumb { get; set; } = false;

    /// <summary>What was asked, as <c>METHOD path</c>, with the header Authorization.</summary>
    public List<(string Asked, string Authorization)> Requests { get; } = [];

    /// <summary>Answers in Jenkins' stead where it returns true.</summary>
    public Func<HttpContext, string, Task<bool>>? Instead { get; set; }

    public int Count(string asked)
    {
        lock (Requests)
            return Requests.Count(request => request.Asked == asked);
    }

    public static async Task<JenkinsStandIn> StartAsync(X509Certificate2? certificate = null)
    {
        var jenkins = new JenkinsStandIn(certificate);
        await jenkins._application.StartAsync();
        return jenkins;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }

    /// <summary>A certificate that nobody knows, for 127.0.0.1.</summary>
    public static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=jenkins", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    /// <summary>A prompt of the <c>input</c> step with one field.</summary>
    public sealed class Prompt
    {
        public required string Id { get; init; }

        public string Message { get; init; } = "Paste a temporary AWS session: aws sts get-session-token --duration-seconds 900";

        public string Field { get; init; } = "AWS_SESSION";

        public string? Description { get; init; }

        public string? Submitter { get; init; }

        public string? Value { get; set; }
    }

    private async Task HandleAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!.StartsWith(Context, StringComparison.Ordinal) ? http.Request.Path.Value[Context.Length..] : "";
        lock (Requests)
            Requests.Add(($"{http.Request.Method} {path}", http.Request.Headers.Authorization.ToString()));
        if (Instead is not null && await Instead(http, path))
            return;
        path = http.Request.Path.Value!.StartsWith(Context, StringComparison.Ordinal) ? http.Request.Path.Value[Context.Length..] : "";
        if (UserOf(http) is not { } user)
            await SayAsync(http, 401, "Invalid password/token for user");
        else if (user.Length == 0 || Strangers.Contains(user))
            await SayAsync(http, 403, "is missing the Overall/Read permission");
        else if (path == "/crumbIssuer/api/json")
            await IssueAsync(http);
        else if (Blind.Contains(user) || !path.StartsWith($"/{Job}/{Number}/", StringComparison.Ordinal))
            await SayAsync(http, 404, "Not Found");
        else
            await HandleBuildAsync(http, path[$"/{Job}/{Number}/".Length..], user);
    }

    // hudson.model.Run, and com.cloudbees.workflow.rest.endpoints.RunAPI.
    private Task HandleBuildAsync(HttpContext http, string path, string user) => (http.Request.Method, path.Split('/')) switch
    {
        ("GET", ["api", "json"]) => JsonAsync(http, new JsonObject
        {
            ["_class"] = "org.jenkinsci.plugins.workflow.job.WorkflowRun",
            ["actions"] = new JsonArray(
                new JsonObject(),
                new JsonObject
                {
                    ["_class"] = "hudson.model.CauseAction",
                    ["causes"] = new JsonArray(new JsonObject { ["_class"] = "hudson.model.Cause$UserIdCause", ["shortDescription"] = Cause, ["userId"] = "bob" }),
                }),
            ["building"] = IsBuilding,
            ["fullDisplayName"] = $"team » deploy #{Number}",
        }),
        ("GET", ["wfapi", "pendingInputActions"]) => JsonAsync(http, new JsonArray([.. Prompts.Where(prompt => prompt.Value is null).Select(Pending)])),
        ("POST", ["input", var id, "submit"]) => SubmitAsync(http, Prompts.Find(prompt => prompt.Id == id), user),
        _ => SayAsync(http, 404, "Not Found"),
    };

    // PendingInputActionsExt and InputParameterDefExt.
    private JsonObject Pending(Prompt prompt) => new()
    {
        ["id"] = prompt.Id,
        ["proceedText"] = "Submit",
        ["message"] = prompt.Message,
        ["inputs"] = new JsonArray(new JsonObject
        {
            ["type"] = "PasswordParameterDefinition",
            ["name"] = prompt.Field,
            ["description"] = prompt.Description,
            ["definition"] = new JsonObject { ["defaultVal"] = "" },
        }),
        ["proceedUrl"] = $"{Context}/{Job}/{Number}/wfapi/inputSubmit?inputId={prompt.Id}",
        ["abortUrl"] = $"{Context}/{Job}/{Number}/input/{prompt.Id}/abort",
        ["redirectApprovalUrl"] = $"{Context}/{Job}/{Number}/input/",
    };

    // hudson.security.csrf.CrumbFilter, and then InputStepExecution.doSubmit.
    private async Task SubmitAsync(HttpContext http, Prompt? prompt, string user)
    {
        if (WantsCrumb == true && (http.Request.Headers[CrumbField] != Crumb || !http.Request.Headers.Cookie.ToString().Contains($"{Cookie}=node0", StringComparison.Ordinal)))
            await SayAsync(http, 403, "No valid crumb was included in the request");
        else if (prompt is null)
            await SayAsync(http, 404, "Not Found");
        else if (prompt.Value is not null)
            await FailAsync(http, "This input has been already given");
        else if (prompt.Submitter is { } submitter && submitter != user)
            await FailAsync(http, $"You need to be {submitter} to submit this.");
        else
        {
            var form = await http.Request.ReadFormAsync();
            if (!form.ContainsKey("proceed"))
                throw new InvalidOperationException("the build would be aborted");
            // A list, or one alone, as Jenkins' form has it.
            var field = JsonDocument.Parse(form["json"].ToString()).RootElement.GetProperty("parameter")[0];
            if (field.GetProperty("name").GetString() != prompt.Field)
                throw new InvalidOperationException("No such parameter definition");
            prompt.Value = field.GetProperty("value").GetString();
            http.Response.Redirect($"{Context}/{Job}/{Number}/console");
        }
    }

    private async Task IssueAsync(HttpContext http)
    {
        if (WantsCrumb is null)
        {
            await SayAsync(http, 404, "Not Found");
            return;
        }

        http.Response.Headers.SetCookie = $"{Cookie}=node0x1y2z3.node0; Path={Context}; HttpOnly";
        await JsonAsync(http, new JsonObject { ["_class"] = "hudson.security.csrf.DefaultCrumbIssuer", ["crumb"] = Crumb, ["crumbRequestField"] = CrumbField });
    }

    // Null for a token that is not the user's; empty without a log-in.
    private string? UserOf(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Basic ", StringComparison.Ordinal))
            return "";
        var parts = Encoding.UTF8.GetString(Convert.FromBase64String(header[6..])).Split(':', 2);
        return Tokens.TryGetValue(parts[0], out var token) && token == parts[1] ? parts[0] : null;
    }

    // hudson.model.Failure with hudson/model/AbstractModelObject/error.jelly.
    private static Task FailAsync(HttpContext http, string message)
    {
        http.Response.Headers["X-Error"] = message;
        return SayAsync(http, 400, message);
    }

    public static Task SayAsync(HttpContext http, int status, string words)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html;charset=utf-8";
        return http.Response.WriteAsync($"<html><head><title>Error {status}</title></head><body><h2>{words}</h2></body></html>");
    }

    private static Task JsonAsync(HttpContext http, JsonNode json)
    {
        http.Response.ContentType = "application/json;charset=utf-8";
        return http.Response.WriteAsync(json.ToJsonString());
    }
}
