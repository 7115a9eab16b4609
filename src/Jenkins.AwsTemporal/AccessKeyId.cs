using System.Buffers;
using System.Globalization;

namespace Jenkins.AwsTemporal;

/// <summary>
/// What an access key id tells by itself. In practice 20 characters of <c>A-Z2-7</c>: <c>AKIA</c> for a permanent
/// key, <c>ASIA</c> for a temporary one, then 16 characters of base32.
/// </summary>
internal static class AccessKeyId
{
    public const int Length = 20;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static readonly SearchValues<char> Alphabet = SearchValues.Create(Base32);

    // IAM unique ids of things that are not access keys: IAM User Guide, "Unique identifiers".
    private static readonly Dictionary<string, string> OtherKinds = new(StringComparer.Ordinal)
    {
        ["AIDA"] = "a user",
        ["AROA"] = "a role",
        ["ABIA"] = "an STS service bearer token",
        ["ACCA"] = "a context-specific credential",
        ["AGPA"] = "a group",
        ["AIPA"] = "an instance profile",
        ["ANPA"] = "a managed policy",
        ["ANVA"] = "a version of a managed policy",
        ["APKA"] = "a public key",
        ["ASCA"] = "a certificate",
    };

    public static bool IsWellFormed(ReadOnlySpan<char> text) =>
        text.Length == Length && text[0] == 'A' && !text.ContainsAnyExcept(Alphabet);

    public static bool IsTemporary(ReadOnlySpan<char> id) => IsWellFormed(id) && id.StartsWith("ASIA");

    public static bool IsPermanent(ReadOnlySpan<char> id) => IsWellFormed(id) && id.StartsWith("AKIA");

    /// <summary>What kind of thing an id names when it is no access key, or null.</summary>
    public static string? OtherKind(string id) =>
        IsWellFormed(id) && OtherKinds.TryGetValue(id[..4], out var kind) ? kind : null;

    /// <summary>
    /// The 12 digits of the account that newer key ids carry, or null. AWS does not document it, so it may refuse
    /// credentials early but never proves whose they are.
    /// </summary>
    public static string? AccountOf(string id)
    {
        if (!IsWellFormed(id))
            return null;
        long bits = 0;
        foreach (var character in id.AsSpan(4, 10))
            bits = (bits << 5) | (uint)Base32.IndexOf(character, StringComparison.Ordinal);
        var top48 = bits >> 2;
        return (top48 & 0x8000_0000_0000) == 0
            ? null
            : ((top48 & 0x7fff_ffff_ff80) >> 7).ToString("D12", CultureInfo.InvariantCulture);
    }
}
