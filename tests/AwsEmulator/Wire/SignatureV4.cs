using System.Security.Cryptography;
using System.Text;

namespace AwsEmulator.Wire;

/// <summary>The signature that a request should have had.</summary>
internal sealed class SignatureV4
{
    public SignatureV4(AwsRequest request, SignedHeader signed, string amzDate, string secretAccessKey)
    {
        CanonicalRequest = string.Join('\n',
            request.Method,
            CanonicalPath(request.Path),
            CanonicalQuery(request.Query),
            string.Concat(signed.Headers.Select(name => $"{name}:{CanonicalValue(request, name)}\n")),
            string.Join(';', signed.Headers),
            Hex(SHA256.HashData(request.Body)));
        StringToSign = string.Join('\n',
            "AWS4-HMAC-SHA256", amzDate, signed.Scope, Hex(SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalRequest))));

        var key = Encoding.UTF8.GetBytes("AWS4" + secretAccessKey);
        foreach (var part in (string[])[signed.Date, signed.Region, signed.Service, "aws4_request"])
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        Value = Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(StringToSign)));
    }

    public string CanonicalRequest { get; }

    public string StringToSign { get; }

    public string Value { get; }

    public bool Is(string signature) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Value), Encoding.UTF8.GetBytes(signature));

    private static string CanonicalValue(AwsRequest request, string name) => string.Join(',',
        request.Headers[name].Select(value => string.Join(' ', value!.Split(' ', StringSplitOptions.RemoveEmptyEntries))));

    // Every service but S3 encodes the path a second time.
    private static string CanonicalPath(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static string CanonicalQuery(string query) => string.Join('&', query
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .Select(pair => (Name: Normal(pair[0]), Value: pair.Length > 1 ? Normal(pair[1]) : ""))
        .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal)
        .Select(pair => $"{pair.Name}={pair.Value}"));

    private static string Normal(string text) => Uri.EscapeDataString(Uri.UnescapeDataString(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
