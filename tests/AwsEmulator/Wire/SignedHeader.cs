namespace AwsEmulator.Wire;

/// <summary>The Authorization header of Signature Version 4.</summary>
internal sealed record SignedHeader(
    string AccessKeyId, string Date, string Region, string Service, IReadOnlyList<string> Headers, string Signature)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    public string Scope => $"{Date}/{Region}/{Service}/aws4_request";

    public static SignedHeader Parse(string? header)
    {
        if (header is null)
            throw new AwsException("MissingAuthenticationToken", "Request is missing Authentication Token", 403);
        if (!header.StartsWith(Algorithm + " ", StringComparison.Ordinal))
            throw Incomplete($"Unsupported AWS 'algorithm': '{header.Split(' ')[0]}'.");
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in header[Algorithm.Length..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
                throw Incomplete($"Invalid key=value pair (missing equal-sign) in Authorization header: '{part}'.");
            parts[part[..equals]] = part[(equals + 1)..];
        }
        foreach (var name in (string[])["Credential", "Signature", "SignedHeaders"])
            if (!parts.ContainsKey(name))
                throw Incomplete($"Authorization header requires '{name}' parameter.");
        var scope = parts["Credential"].Split('/');
        if (scope is not [_, _, _, _, "aws4_request"])
            throw Incomplete("Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.");
        return new(scope[0], scope[1], scope[2], scope[3], parts["SignedHeaders"].Split(';'), parts["Signature"]);
    }

    private static AwsException Incomplete(string message) => new("IncompleteSignature", message);
}
