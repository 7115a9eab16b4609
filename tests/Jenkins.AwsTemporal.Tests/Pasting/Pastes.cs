using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;

namespace Jenkins.AwsTemporal.Tests.Pasting;

/// <summary>The parts of generated credentials.</summary>
internal sealed record Parts(string Id, string Secret, string Token);

/// <summary>One character of a paste that is lost, added or replaced.</summary>
internal sealed record Damage(int At, char? Added, bool IsLost)
{
    public string Apply(string text)
    {
        var at = At % text.Length;
        return text[..at] + Added + text[(at + (IsLost ? 1 : 0))..];
    }

    /// <summary>A value may differ in the one character that was replaced; a blank stands for a plus.</summary>
    public bool Explains(string value, string read) =>
        value == read
        || (IsLost && Added is { } added && value.Length == read.Length
            && value.Zip(read).Where(pair => pair.First != pair.Second).All(pair => pair.Second == (char.IsWhiteSpace(added) ? '+' : added)));
}

/// <summary>Generators of credentials, of the forms that hold them, and of what is none.</summary>
internal static class Pastes
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const string Base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private static readonly string[] Words =
    [
        "AccessKeyId", "SecretAccessKey", "SessionToken", "Token", "Expiration", "Code", "Arn", "AccountId", "aws_session_token", "AWS_ACCESS_KEY_ID",
        "\"", "'", ":", "=", " = ", "\": \"", "\n", "\t", " ", "{", "}", ",", ";", "\\", "\\u", "set ", "export ", "$Env:", "|", "#", "\e[0m", "&amp;", "&", "%",
        "ASIA6KNZ4A2TGOLE3AQ4", "AKIAIOSFODNN7EXAMPLE", Samples.Secret, Samples.Token, Samples.Token[..99], "2037-11-21T14:15:00Z", "2142425700000",
        "arn:aws:iam::984474191526:role/deploy", "111122223333", "null", "Success", "\uD800", "\0", "\u00A0", "\uFEFF",
    ];

    /// <summary>Real secrets have a plus or a slash in every other; these have more.</summary>
    public static Gen<Parts> Credentials { get; } =
        from id in Gen.Elements(Base32.ToCharArray()).ArrayOf(16)
        from secret in Gen.Frequency((3, Gen.Elements(Base64.ToCharArray())), (1, Gen.Elements('+', '/'))).ArrayOf(40)
        from size in Gen.Choose(75, 1200)
        from bytes in Gen.Frequency((3, Gen.Choose(0, 255)), (1, Gen.Elements(251, 255, 190))).ArrayOf(size)
        select new Parts("ASIA" + new string(id), new string(secret), Convert.ToBase64String(Array.ConvertAll(bytes, number => (byte)number)));

    public static Gen<string> Form { get; } = Gen.Elements(Samples.Names);

    public static Gen<Damage> Damage { get; } =
        from at in Gen.Choose(0, 5000)
        from added in Gen.Frequency((2, Gen.Elements<char?>([.. Base64])), (3, Gen.Elements<char?>([.. "=:;,\"'\\ \t\n\r&#$%{}|<>()[]@-_.\u00A0\u200B\u00E9`~"])), (1, Gen.Constant<char?>(null)))
        from isLost in Gen.Elements(true, false)
        select new Damage(at, added, isLost);

    /// <summary>Text that is almost credentials, but never a whole set: there is no whole token in it.</summary>
    public static Gen<string> AnyText { get; } = Gen.Frequency(
        (3, Gen.Elements(Words.Where(word => word != Samples.Token).ToArray()).ArrayOf().Select(string.Concat)),
        (1, ArbMap.Default.GeneratorFor<string>().Select(text => text ?? "")));

    public static string Write(string form, Parts parts) => Samples.Read(form)
        .Replace(Samples.Id, parts.Id, StringComparison.Ordinal)
        .Replace(Samples.Secret, parts.Secret, StringComparison.Ordinal)
        .Replace(Samples.Token, parts.Token, StringComparison.Ordinal);

    /// <summary>A text without what an error may show of it, and without words that are ours.</summary>
    public static string WithoutKeyIds(string text) =>
        Regex.Replace(text, "AKIA[A-Z2-7]{16}|AccessKeyId|SecretAccessKey|SessionToken|Expiration|AccountId|Success", "\u0001");
}
