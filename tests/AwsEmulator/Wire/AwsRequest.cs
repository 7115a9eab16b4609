using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace AwsEmulator.Wire;

/// <summary>A request as it came, read whole, before anybody believes it.</summary>
internal sealed class AwsRequest
{
    private const string SecretsManagerTarget = "secretsmanager.";

    private AwsRequest(HttpRequest http, byte[] body)
    {
        Method = http.Method;
        var target = http.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var query = target.IndexOf('?', StringComparison.Ordinal);
        Path = query < 0 ? target : target[..query];
        Query = query < 0 ? "" : target[(query + 1)..];
        Headers = http.Headers;
        Body = body;
        IsSecure = http.IsHttps;
        Region = Header("Authorization")?.Split('/') is [_, _, var region, _, ..] ? region : "us-east-1";

        var jsonTarget = Header("X-Amz-Target");
        if (jsonTarget is not null)
        {
            Service = jsonTarget.StartsWith(SecretsManagerTarget, StringComparison.Ordinal) ? "secretsmanager" : "unknown";
            Action = jsonTarget[(jsonTarget.LastIndexOf('.') + 1)..];
            Protocol = new JsonProtocol();
        }
        else
        {
            var text = http.HasFormContentType ? Encoding.UTF8.GetString(body) : Query;
            Parameters = QueryHelpers.ParseQuery(text).ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
            Service = "sts";
            Action = Parameters.GetValueOrDefault("Action", "");
            Protocol = new QueryProtocol();
        }
    }

    public string Id { get; } = Guid.NewGuid().ToString();

    public string Method { get; }

    public string Path { get; }

    /// <summary>Without its question mark, as it came.</summary>
    public string Query { get; }

    public IHeaderDictionary Headers { get; }

    public byte[] Body { get; }

    public bool IsSecure { get; }

    public string Service { get; }

    /// <summary>The operation; empty when none is named.</summary>
    public string Action { get; }

    public IProtocol Protocol { get; }

    /// <summary>The query protocol's parameters.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; } = new Dictionary<string, string>();

    /// <summary>The Region of the credential scope; the global endpoint's for a call that is not signed.</summary>
    public string Region { get; }

    public static async Task<AwsRequest> ReadAsync(HttpRequest http)
    {
        using var body = new MemoryStream();
        await http.Body.CopyToAsync(body, http.HttpContext.RequestAborted);
        return new AwsRequest(http, body.ToArray());
    }

    public string? Header(string name) => StringValues.IsNullOrEmpty(Headers[name]) ? null : Headers[name].ToString();

    public string? Parameter(string name) => Parameters.GetValueOrDefault(name);

    /// <summary>The JSON protocol's input.</summary>
    public JsonObject Json()
    {
        try
        {
            return JsonNode.Parse(Body) as JsonObject ?? throw new AwsException("SerializationException", "");
        }
        catch (JsonException)
        {
            throw new AwsException("SerializationException", "");
        }
    }
}
