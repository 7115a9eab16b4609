using System.Globalization;
using System.Security.Cryptography;

namespace AwsEmulator.Identity;

/// <summary>Identifiers, secrets and tokens of the shape that AWS gives them.</summary>
internal static class KeyIds
{
    private const int TokenBytes = 512;

    /// <summary>20 characters: the prefix, then the account in the 48 bits that follow it, top bit set.</summary>
    public static string AccessKeyId(string prefix, string accountId)
    {
        var bytes = RandomNumberGenerator.GetBytes(10);
        var account = ulong.Parse(accountId, CultureInfo.InvariantCulture);
        var bits = 1UL << 47 | account << 7 | (uint)(bytes[5] & 0x7f);
        for (var i = 0; i < 6; i++)
            bytes[i] = (byte)(bits >> (40 - 8 * i));
        return prefix + Base32.Encode(bytes);
    }

    /// <summary>The unique id of a user (<c>AIDA</c>) or a role (<c>AROA</c>): 21 characters.</summary>
    public static string UniqueId(string prefix) => prefix + RandomNumberGenerator.GetString(Base32.Alphabet, 17);

    public static string SecretAccessKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(30));

    public static string SessionToken()
    {
        byte[] origin = [0x21, 0x0a, 0x09, .. "origin_ec"u8];
        while (true)
        {
            var token = Convert.ToBase64String([.. origin, .. RandomNumberGenerator.GetBytes(TokenBytes - origin.Length)]);
            // Every character that a paste can spoil occurs in every token.
            if (token.Contains('+') && token.Contains('/') && token.EndsWith('='))
                return token;
        }
    }
}
