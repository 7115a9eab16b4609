using System.Text;
using Jenkins.AwsTemporal.Calling;

namespace Jenkins.AwsTemporal.Secrets;

/// <summary>Reads the parts of a reference from left to right.</summary>
internal ref struct SecretReferenceParser
{
    private readonly string _text;
    private int _at;

    private SecretReferenceParser(string text)
    {
        _text = text;
    }

    public static SecretReference Parse(string text) => new SecretReferenceParser(text).Parse();

    private SecretReference Parse()
    {
        var isOptional = _text.StartsWith(SecretReference.Optional, StringComparison.Ordinal);
        if (isOptional) _at = SecretReference.Optional.Length;
        if (Prefix() is { } prefix) return new SecretReference(prefix, null, null, null, null) { IsOptional = isOptional, IsPrefix = true };

        var (secretId, region) = SecretId();
        var key = Takes('#') ? Key() : null;
        var stage = Takes('@') ? Stage() : null;
        var version = Takes(':') ? Version() : null;
        if (_at < _text.Length) throw Wrong("order", "NAME#KEY@STAGE:VERSION with each part once; an @ or : that belongs to a part is written twice");
        return new SecretReference(secretId, region, key, stage, version) { IsOptional = isOptional };
    }

    private string? Prefix()
    {
        var start = _at;
        var name = Part(stopsAtHash: true);
        if (name.EndsWith('*') && !SecretArn.IsOne(_text[start..]))
            return _at == _text.Length && SecretName.IsValid(name[..^1]) ? name[..^1] : throw Wrong("prefix", SecretName.Rule + ", an @ written twice, with a * as the last of all");
        _at = start;
        return null;
    }

    private (string Id, string? Region) SecretId()
    {
        var start = _at;
        if (!SecretArn.IsOne(_text[start..]))
        {
            var name = Part(stopsAtHash: true);
            return SecretName.IsValid(name) ? (name, null) : throw Wrong("name", SecretName.Rule + ", an @ written twice");
        }

        _at += SecretArn.PrefixLength(_text[start..]);
        var prefix = _text[start.._at];
        var ofArn = Part(stopsAtHash: true);
        if (SecretArn.RegionOf(prefix) is not { } region || !SecretArn.HasSuffix(ofArn) || !SecretName.IsValid(ofArn, maxLength: 512 + 7))
            throw Wrong("ARN", SecretArn.Rule);
        return (prefix + ofArn, region);
    }

    private string Key()
    {
        var key = Part(stopsAtHash: false);
        if (key.Length is < 1 or > 1024 || key.Any(char.IsControl) || !IsWellFormed(key)) throw Wrong("key", "1 to 1024 characters, none of them a control character");
        return key[0] != '/' || JsonPointer.IsValid(key) ? key : throw Wrong("JSON pointer", "every ~ in it is ~0 or ~1");
    }

    private string Stage()
    {
        var stage = Part(stopsAtHash: true);
        return stage.Length is >= 1 and <= 256 && !stage.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)) && IsWellFormed(stage)
            ? stage
            : throw Wrong("stage", "1 to 256 characters without spaces, and the key before it");
    }

    private string Version()
    {
        var version = Part(stopsAtHash: true);
        return version.Length is >= 32 and <= 64 && version.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0
            ? version
            : throw Wrong("version", "32 to 64 printable ASCII characters");
    }

    /// <summary>Up to a single <c>@</c> or <c>:</c>; the doubled ones are the part's own.</summary>
    private string Part(bool stopsAtHash)
    {
        var part = new StringBuilder();
        for (; _at < _text.Length; _at++)
        {
            var c = _text[_at];
            if (stopsAtHash && c == '#') break;
            if (c is '@' or ':')
            {
                if (_at + 1 >= _text.Length || _text[_at + 1] != c) break;
                _at++;
            }

            part.Append(c);
        }

        return part.ToString();
    }

    private bool Takes(char mark)
    {
        if (_at >= _text.Length || _text[_at] != mark) return false;
        _at++;
        return true;
    }

    /// <summary>Half a surrogate pair is no character, and would not survive being written.</summary>
    private static bool IsWellFormed(ReadOnlySpan<char> part)
    {
        while (!part.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(part, out _, out var length) != System.Buffers.OperationStatus.Done) return false;
            part = part[length..];
        }

        return true;
    }

    private readonly SecretException Wrong(string part, string rule) =>
        new(
            ErrorCode.InvalidArgument,
            $"invalid {part} in the secret reference {ErrorText.OneLine(_text, [])}: must be {rule}",
            "write NAME, NAME#KEY or NAME#/json/pointer, with @STAGE and :VERSION after it if need be; or PREFIX*");
}
