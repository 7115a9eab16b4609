namespace Jenkins.AwsTemporal.Pasting;

/// <summary>The text of a paste with its lines, so that a position can be told as a line and a value can go on in the next one.</summary>
internal sealed class PasteLines
{
    // A line as short as this after a whole token may be a word of the terminal as well as the token's last piece.
    private const int ShortestSurePiece = 20;

    private readonly string[] _lines;
    private readonly int[] _starts;

    public PasteLines(string text)
    {
        Text = text;
        _lines = text.Split('\n');
        _starts = new int[_lines.Length];
        for (var i = 1; i < _lines.Length; i++)
            _starts[i] = _starts[i - 1] + _lines[i - 1].Length + 1;
    }

    public string Text { get; }

    public IReadOnlyList<string> All => _lines;

    /// <summary>The number of the line that holds a position, from 1.</summary>
    public int LineOf(int position)
    {
        var index = Array.BinarySearch(_starts, position);
        return (index < 0 ? ~index - 1 : index) + 1;
    }

    /// <summary>The rest of the line from a position.</summary>
    public string RestOfLine(int position)
    {
        var end = Text.IndexOf('\n', position);
        return end < 0 ? Text[position..] : Text[position..end];
    }

    public bool IsComment(int position)
    {
        var line = _lines[LineOf(position) - 1].AsSpan().TrimStart();
        return line.StartsWith("#") || line.StartsWith(";") || line.StartsWith("//")
            || line.StartsWith("::") || line.StartsWith("rem ", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// A value that reaches the end of its line, with the lines into which a terminal wrapped the rest of it.
    /// </summary>
    /// <exception cref="CredentialsException">The following line may or may not belong to it.</exception>
    public string WithWrappedLines(PastedField start, Func<string, bool> isWhole)
    {
        var value = start.Value;
        for (var next = start.Line; next < _lines.Length; next++)
        {
            var piece = _lines[next].Trim();
            if (piece.Length == 0 || value.EndsWith('=') || !IsBase64Piece(piece) || AccessKeyId.IsWellFormed(piece))
                break;
            var whole = value.Replace("\n", "", StringComparison.Ordinal);
            if (start.Field == CredentialParts.SecretAccessKeyField && isWhole(whole))
                break;
            if (piece.Length < ShortestSurePiece && isWhole(whole))
            {
                if (!isWhole(whole + piece))
                    break;
                throw CredentialParts.Invalid(
                    start.Field, "may or may not go on in the next line", next + 1, "copy again, without the text around the answer");
            }

            value += "\n" + piece;
        }

        return value;
    }

    private static bool IsBase64Piece(string piece)
    {
        var body = piece.AsSpan().TrimEnd('=');
        return piece.Length - body.Length <= 2 && !body.ContainsAnyExcept(CredentialParts.Base64);
    }
}
