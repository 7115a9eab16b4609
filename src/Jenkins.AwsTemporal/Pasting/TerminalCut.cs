namespace Jenkins.AwsTemporal.Pasting;

/// <summary>
/// A terminal in canonical mode takes a line of at most 1024 (macOS) or 4096 (Linux) characters, its line break
/// included or not, and drops the rest without a word.
/// </summary>
public static class TerminalCut
{
    private static readonly int[] Limits = [1023, 1024, 4095, 4096];

    /// <summary>
    /// The number, from 1 on, of the first line of a text that is as long as a terminal's input gets, so that it may have
    /// been cut there; null when there is none, or the bytes are no text. A line may be so long by itself.
    /// </summary>
    public static int? FindLine(ReadOnlySpan<byte> text)
    {
        if (!System.Text.Unicode.Utf8.IsValid(text) || text.Contains((byte)0)) return null;
        for (var number = 1; !text.IsEmpty; number++)
        {
            var end = text.IndexOf((byte)'\n');
            if (Array.IndexOf(Limits, end < 0 ? text.Length : end) >= 0) return number;
            text = end < 0 ? [] : text[(end + 1)..];
        }

        return null;
    }

    /// <summary>The fault of a paste, or that it is cut where a line of it is as long as a terminal takes.</summary>
    internal static CredentialsException Explain(CredentialsException fault, PasteLines paste) =>
        fault.Code is ErrorCode.NotCredentials or ErrorCode.MissingField or ErrorCode.InvalidAccessKeyId
            or ErrorCode.InvalidSecretAccessKey or ErrorCode.InvalidSessionToken or ErrorCode.InvalidExpiration
        && FindLine(paste, _ => true) is { } index
            ? Fault(fault.Code, fault.Field, paste, index)
            : fault;

    /// <summary>A token that looks whole, but ends where a terminal would have cut it.</summary>
    internal static CredentialsException? FaultOf(PastedField token, PasteLines paste)
    {
        if (token.Value.EndsWith('='))
            return null;
        var end = token.Value[^Math.Min(40, token.Value.Length)..];
        return FindLine(paste, line => line.EndsWith(end, StringComparison.Ordinal)) is { } index
            ? Fault(ErrorCode.InvalidSessionToken, token.Field, paste, index)
            : null;
    }

    private static int? FindLine(PasteLines paste, Predicate<string> condition)
    {
        var index = paste.All.ToList().FindIndex(line => Limits.Contains(line.Length) && condition(line));
        return index < 0 ? null : index;
    }

    private static CredentialsException Fault(ErrorCode code, string? field, PasteLines paste, int index) => new(
        code,
        $"the paste is cut: line {paste.NumberOf(index)} ends at {paste.All[index].Length} characters, where a terminal's input does",
        "paste the JSON form, or hand it over in a pipe")
    { Field = field, Line = paste.NumberOf(index) };
}
