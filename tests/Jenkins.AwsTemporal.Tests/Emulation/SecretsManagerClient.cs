using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AwsEmulator.Identity;

namespace Jenkins.AwsTemporal.Tests.Emulation;

/// <summary>A second, independent implementation of Signature Version 4 and JSON 1.1: AWS's own client cannot be restored.</summary>
internal sealed class SecretsManagerClient(string url, Credentials credentials, string region = "us-east-1") : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public async Task<(int Status, JsonObject Body, HttpResponseHeaders Headers)> CallAsync(string action, JsonObject input)
    {
        using var request = Sign(action, input.ToJsonString());
        using var response = await _http.SendAsync(request);
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        return ((int)response.StatusCode, body, response.Headers);
    }

    /// <summary>The value of a secret, or the name of the error.</summary>
    public async Task<string> GetAsync(string secretId)
    {
        var (_, body, _) = await CallAsync("GetSecretValue", new JsonObject { ["SecretId"] = secretId });
        return (string)(body["__type"] ?? body["SecretString"] ?? body["SecretBinary"])!;
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Sign(string action, string body)
    {
        var time = DateTimeOffset.UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var address = new Uri(url + "/");
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["content-type"] = "application/x-amz-json-1.1",
            ["host"] = address.Authority,
            ["x-amz-date"] = time,
            ["x-amz-target"] = "secretsmanager." + action,
        };
        if (credentials.SessionToken is not null)
            headers["x-amz-security-token"] = credentials.SessionToken;

        var names = string.Join(';', headers.Keys);
        var canonical = $"POST\n/\n\n{string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n"))}\n{names}\n{Hash(body)}";
        var scope = $"{time[..8]}/{region}/secretsmanager/aws4_request";
        var key = scope.Split('/').Aggregate(
            Encoding.UTF8.GetBytes("AWS4" + credentials.SecretAccessKey), (key, part) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part)));
        var signature = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"AWS4-HMAC-SHA256\n{time}\n{scope}\n{Hash(canonical)}"));

        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(headers["content-type"]);
        foreach (var (name, value) in headers.Where(header => header.Key.StartsWith("x-amz-", StringComparison.Ordinal)))
            request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.TryAddWithoutValidation("Authorization",
            $"AWS4-HMAC-SHA256 Credential={credentials.AccessKeyId}/{scope}, SignedHeaders={names}, Signature={Convert.ToHexStringLower(signature)}");
        return request;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
