using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Jenkins.AwsTemporal.Sts;
using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Sessions;

/// <summary>
/// <c>session.json</c>, version 1. Written and read by hand and not by a serializer: <c>credentials</c> runs for nearly
/// every request of an SDK, and this is what it spends its time on.
/// </summary>
internal static class SessionDocument
{
    // As everywhere else, so that whoever masks a key in output knows this form of it too.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const int Version = 1;

    // No clock is off by more; with much more the time would leave the calendar.
    private static readonly TimeSpan LargestSkew = TimeSpan.FromDays(36525);

    public static byte[] Write(Session session)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteString("accessKeyId", session.Credentials.AccessKeyId);
            json.WriteString("secretAccessKey", session.Credentials.SecretAccessKey);
            json.WriteString("sessionToken", session.Credentials.SessionToken);
            if (session.Lifetime.Expiration is { } end)
                json.WriteString("expiration", end.ToString("O", CultureInfo.InvariantCulture));
            json.WriteString("expirationSource", session.Lifetime.Source.ToString());
            if (session.Identity is { } identity)
            {
                json.WriteString("arn", identity.Arn);
                json.WriteString("userId", identity.UserId);
            }

            if (session.Region is { } region)
                json.WriteString("region", region);
            if (session.Origin is { } origin)
                json.WriteString("origin", origin);
            json.WriteNumber("clockSkewSeconds", (long)session.ClockSkew.TotalSeconds);
            if (session.Renewal is { } renewal)
                RoleRenewalDocument.Write(json, renewal);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>The session, or null when the bytes are none of this version. Says no more: they may hold secrets.</summary>
    public static Session? TryRead(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var root = document.RootElement;
            if (root.GetProperty("version").GetInt32() != Version)
                return null;
            var end = Text(root, "expiration") is { } text
                ? DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture)
                : (DateTimeOffset?)null;
            var source = Enum.Parse<ExpirationSource>(Required(root, "expirationSource"));
            var credentials = new TemporaryCredentials(
                Required(root, "accessKeyId"),
                Required(root, "secretAccessKey"),
                Required(root, "sessionToken"),
                source == ExpirationSource.Paste ? end : null);
            var skew = TimeSpan.FromSeconds(root.GetProperty("clockSkewSeconds").GetInt64());
            return skew.Duration() > LargestSkew ? null : new Session(credentials, Lifetime.Restore(end, source))
            {
                Identity = Text(root, "arn") is { } arn ? CallerIdentity.FromArn(arn, Required(root, "userId")) : null,
                Region = Text(root, "region"),
                Origin = Text(root, "origin"),
                ClockSkew = skew,
                Renewal = root.TryGetProperty("renewal", out var renewal) ? RoleRenewalDocument.Read(renewal) : null,
            };
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException
            or CredentialsException or InvalidOptionException or OverflowException or FormatException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string Required(JsonElement root, string name) =>
        Text(root, name) ?? throw new KeyNotFoundException(name);
}
