using System.Text.Json;
using System.Text.Json.Nodes;
using AwsEmulator.Faults;
using AwsEmulator.Identity;

namespace AwsEmulator.Control;

/// <summary>The emulator's own interface for harnesses that run it as a program.</summary>
internal sealed class ControlApi(Emulator emulator)
{
    public const string Root = "/_emulator";

    public async Task HandleAsync(HttpContext http)
    {
        var (status, answer) = (200, (JsonNode?)null);
        try
        {
            answer = Serve($"{http.Request.Method} {http.Request.Path.Value![Root.Length..]}", await ReadAsync(http.Request));
            if (answer is null)
                (status, answer) = (404, Error("no such control"));
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException or FormatException or KeyNotFoundException
            or Policies.MalformedPolicyException)
        {
            (status, answer) = (400, Error(e.Message));
        }
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(answer.ToJsonString() + "\n");
    }

    private JsonNode? Serve(string request, JsonObject body)
    {
        switch (request)
        {
            case "GET /state":
                return State.Of(emulator);
            case "GET /audit":
                return JsonSerializer.SerializeToNode(emulator.Audit, JsonSerializerOptions.Web);
            case "GET /requests":
                return JsonSerializer.SerializeToNode(emulator.RequestCounts);
            case "POST /clock":
                emulator.Clock.Shift = TimeSpan.FromSeconds(Number(body, "shift"));
                return new JsonObject { ["now"] = emulator.Clock.GetUtcNow() };
            case "POST /faults":
                AddFault(body);
                return new JsonObject();
            case "DELETE /faults":
                emulator.Faults.Clear();
                return new JsonObject();
            case "POST /session":
                return State.Of(Session(body));
            case "POST /totp":
                var device = emulator.Cloud.User((string)body["user"]!).MfaDevices[0];
                return new JsonObject { ["serialNumber"] = device.SerialNumber, ["code"] = device.Code(), ["freshCode"] = device.FreshCode() };
            case "POST /web-identity":
                return new JsonObject { ["token"] = WebIdentity(body) };
            case "POST /secrets":
                var account = Account(body);
                body.Remove("account");
                return new JsonObject { ["arn"] = body.Deserialize<SecretConfiguration>(Configuration.Json)!.AddTo(account).Arn };
            case "POST /reset":
                emulator.Reset();
                return new JsonObject();
            default:
                return null;
        }
    }

    private Credentials Session(JsonObject body)
    {
        var life = TimeSpan.FromSeconds(Number(body, "life"));
        if ((string?)body["role"] is not { } roleArn)
            return emulator.Cloud.User((string)body["user"]!).GetSessionToken(life, (bool?)body["mfa"] ?? false);
        var role = emulator.Cloud.Accounts.SelectMany(account => account.Roles).First(role => role.Arn == roleArn || role.Name == roleArn);
        return role.Assume((string?)body["sessionName"] ?? "session", life, (string?)body["sourceIdentity"]);
    }

    private string WebIdentity(JsonObject body)
    {
        var life = body["life"] is null ? (TimeSpan?)null : TimeSpan.FromSeconds(Number(body, "life"));
        return Account(body).IdentityProvider((string)body["provider"]!)
            .Token((string)body["subject"]!, (string?)body["audience"] ?? "sts.amazonaws.com", life);
    }

    private Account Account(JsonObject body) =>
        (string?)body["account"] is { } id ? emulator.Account(id) : emulator.Cloud.Accounts.First();

    private void AddFault(JsonObject body)
    {
        var fault = Enum.Parse<Fault>((string)body["fault"]!, ignoreCase: true);
        var delay = body["delay"] is null ? (TimeSpan?)null : TimeSpan.FromMilliseconds(Number(body, "delay"));
        var (action, service, location) = ((string?)body["action"], (string?)body["service"], (string?)body["location"]);
        if ((bool?)body["always"] == true)
            emulator.Faults.Always(fault, action, service, delay, location);
        else
            emulator.Faults.Next(fault, (int?)body["times"] ?? 1, action, service, delay, location);
    }

    private static async Task<JsonObject> ReadAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var text = await reader.ReadToEndAsync();
        return text.Length == 0 ? [] : JsonNode.Parse(text) as JsonObject ?? throw new JsonException("a JSON object is expected");
    }

    private static double Number(JsonObject body, string name) => (double?)body[name] ?? throw new ArgumentException($"{name} is missing");

    private static JsonObject Error(string message) => new() { ["error"] = message };
}
