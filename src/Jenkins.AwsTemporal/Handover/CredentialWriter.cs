using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Jenkins.AwsTemporal.Handover;

/// <summary>Writes credentials for the SDKs and for shells. What it writes is secret.</summary>
public static class CredentialWriter
{
    // Base64's plus sign stays a plus sign, as the AWS CLI prints it.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>Writes one whole answer.</summary>
    /// <param name="stream">Where to, in UTF-8.</param>
    /// <param name="credentials">The credentials.</param>
    /// <param name="format">The form.</param>
    /// <param name="expiration">
    /// The end that the reader shall know, to ask again before it; null leaves it out, which to an SDK means never.
    /// </param>
    /// <param name="accountId">The account, 12 digits, for SDKs that use it; null leaves it out.</param>
    /// <remarks>https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html</remarks>
    public static void Write(
        Stream stream,
        TemporaryCredentials credentials,
        CredentialFormat format,
        DateTimeOffset? expiration,
        string? accountId = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(credentials);
        var end = expiration?.UtcDateTime.ToString(TimeFormat, System.Globalization.CultureInfo.InvariantCulture);
        if (format == CredentialFormat.Process)
            WriteProcess(stream, credentials, end, accountId);
        else if (format == CredentialFormat.Sts)
            WriteSts(stream, credentials, end);
        else
            WriteVariables(stream, credentials, format, end);
    }

    private static void WriteProcess(Stream stream, TemporaryCredentials credentials, string? end, string? accountId)
    {
        using (var json = new Utf8JsonWriter(stream, Plain))
        {
            json.WriteStartObject();
            json.WriteNumber("Version", 1);
            WriteFields(json, credentials, end);
            if (accountId is not null)
                json.WriteString("AccountId", accountId);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    private static void WriteSts(Stream stream, TemporaryCredentials credentials, string? end)
    {
        using (var json = new Utf8JsonWriter(stream, Plain))
        {
            json.WriteStartObject();
            json.WriteStartObject("Credentials");
            WriteFields(json, credentials, end);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    private static void WriteFields(Utf8JsonWriter json, TemporaryCredentials credentials, string? end)
    {
        json.WriteString("AccessKeyId", credentials.AccessKeyId);
        json.WriteString("SecretAccessKey", credentials.SecretAccessKey);
        json.WriteString("SessionToken", credentials.SessionToken);
        if (end is not null)
            json.WriteString("Expiration", end);
    }

    // No value needs quoting: every one of them is base64, base32 or a time.
    private static void WriteVariables(Stream stream, TemporaryCredentials credentials, CredentialFormat format, string? end)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)
            [
                ("AWS_ACCESS_KEY_ID", credentials.AccessKeyId),
                ("AWS_SECRET_ACCESS_KEY", credentials.SecretAccessKey),
                ("AWS_SESSION_TOKEN", credentials.SessionToken),
                ("AWS_CREDENTIAL_EXPIRATION", end),
            ])
        {
            if (value is not null)
                text.Append(Assignment(format, name, value)).Append('\n');
        }

        stream.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static string Assignment(CredentialFormat format, string name, string value) => format switch
    {
        CredentialFormat.Env => $"export {name}={value}",
        CredentialFormat.EnvNoExport => $"{name}={value}",
        CredentialFormat.PowerShell => $"$Env:{name}=\"{value}\"",
        CredentialFormat.WindowsCmd => $"set {name}={value}",
        CredentialFormat.Fish => $"set -gx {name} {value}",
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };
}
