using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace AwsEmulator.Control;

/// <summary>The verb <c>mint</c>: what an operator's <c>aws sts get-session-token</c> does, and prints what it prints.</summary>
internal static class Mint
{
    // The AWS CLI escapes nothing that JSON does not force it to, and indents by four.
    private static readonly JsonSerializerOptions LikeTheCli = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        IndentSize = 4,
    };

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var url = arguments.Value("--url") ?? throw new ArgumentException("--url is missing");
        using var http = new HttpClient();
        var state = JsonNode.Parse(await http.GetStringAsync(new Uri(url + ControlApi.Root + "/state")))!;
        var name = arguments.Value("--user") ?? "alice";
        var key = state["accounts"]!.AsArray().SelectMany(account => account!["users"]!.AsArray())
            .First(user => (string)user!["name"]! == name)!["accessKeys"]![0]!;

        using var sts = new AmazonSecurityTokenServiceClient(
            new BasicAWSCredentials((string)key["accessKeyId"]!, (string)key["secretAccessKey"]!),
            new AmazonSecurityTokenServiceConfig { ServiceURL = url, AuthenticationRegion = "us-east-1" });
        var answer = await sts.GetSessionTokenAsync(new GetSessionTokenRequest
        {
            DurationSeconds = int.Parse(arguments.Value("--duration") ?? "900", CultureInfo.InvariantCulture),
        });
        Console.Out.Write(arguments.Has("--text") ? Text(answer.Credentials) : Json(answer.Credentials));
        return 0;
    }

    private static string Text(Credentials credentials) => string.Join('\t',
        "CREDENTIALS", credentials.AccessKeyId, Time(credentials), credentials.SecretAccessKey, credentials.SessionToken) + "\n";

    private static string Json(Credentials credentials) => new JsonObject
    {
        ["Credentials"] = new JsonObject
        {
            ["AccessKeyId"] = credentials.AccessKeyId,
            ["SecretAccessKey"] = credentials.SecretAccessKey,
            ["SessionToken"] = credentials.SessionToken,
            ["Expiration"] = Time(credentials),
        },
    }.ToJsonString(LikeTheCli) + "\n";

    private static string Time(Credentials credentials) =>
        credentials.Expiration!.Value.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00'", CultureInfo.InvariantCulture);
}
