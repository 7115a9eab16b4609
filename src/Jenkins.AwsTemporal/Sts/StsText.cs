using System.Buffers;

namespace Jenkins.AwsTemporal.Sts;

/// <summary>
/// The alphabets and lengths of what STS takes, as its API reference states them; explicit, because a regular
/// expression's <c>\w</c> and <c>$</c> take more in .NET than in AWS.
/// </summary>
internal static class StsText
{
    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>Session names and source identities: 2 to 64 of these.</summary>
    public static readonly SearchValues<char> Name = SearchValues.Create(Alphanumeric + "_+=,.@-");

    private static readonly SearchValues<char> ExternalId = SearchValues.Create(Alphanumeric + "_+=,.@:/-");
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    public static bool IsName(string text) => Is(text, 2, 64, Name);

    public static bool IsSourceIdentity(string text) => IsName(text) && !text.StartsWith("aws:", StringComparison.Ordinal);

    public static bool IsExternalId(string text) => Is(text, 2, 1224, ExternalId);

    public static bool IsSerialNumber(string text) => Is(text, 9, 256, ExternalId);

    public static bool IsCode(string text) => Is(text, 6, 6, Digits);

    public static bool IsAccount(string text) => AccountId.IsValid(text);

    public static bool Is(string text, int least, int most, SearchValues<char> alphabet) =>
        text.Length >= least && text.Length <= most && !text.AsSpan().ContainsAnyExcept(alphabet);
}
