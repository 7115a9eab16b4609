using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AwsEmulator.Identity;

/// <summary>An OpenID Connect provider that an account trusts; it signs its own tokens.</summary>
public sealed class IdentityProvider
{
    private readonly RSA _key = RSA.Create(2048);

    internal IdentityProvider(Account account, Uri url)
    {
        Account = account;
        Url = url;
    }

    public Account Account { get; }

    public Uri Url { get; }

    public string Arn => $"arn:{Account.Partition}:iam::{Account.Id}:oidc-provider/{Name}";

    /// <summary>The address without its scheme: what condition keys start with.</summary>
    internal string Name => (Url.Host + Url.AbsolutePath).TrimEnd('/');

    /// <summary>A signed token; a negative life has expired already.</summary>
    public string Token(string subject, string audience = "sts.amazonaws.com", TimeSpan? life = null)
    {
        var now = Account.Cloud.Time.GetUtcNow();
        var head = new JsonObject { ["alg"] = "RS256", ["typ"] = "JWT" };
        var body = new JsonObject
        {
            ["iss"] = Url.AbsoluteUri.TrimEnd('/'),
            ["sub"] = subject,
            ["aud"] = audience,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + (life ?? TimeSpan.FromMinutes(5))).ToUnixTimeSeconds(),
        };
        var text = $"{Encode(head)}.{Encode(body)}";
        return $"{text}.{Base64Url.EncodeToString(Sign(text))}";
    }

    /// <summary>The claims of a token that this provider signed; null for any other.</summary>
    internal JsonObject? Claims(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3)
            return null;
        try
        {
            var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
            var claims = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1])) as JsonObject;
            var genuine = _key.VerifyData(signed, Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            return genuine ? claims : null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }

    private byte[] Sign(string text) =>
        _key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
