using System.Text;

namespace Jenkins.AwsTemporal.Pasting;

/// <summary>The text of a paste with its lines: where a position stands, and whether a value may go on in the next line.</summary>
internal sealed class PasteLines
{
    // No terminal is narrower or wider: other lines were not wrapped by one.
    private const int NarrowestTerminal = 20;
    private const int WidestTerminal = 500;

    // A line as short as this may be a word of the terminal as well as the last piece of a wrapped token.
    private const int ShortestSurePiece = 20;

    private readonly string[] _lines;
    private readonly int[] _starts;

    private readonly bool[] _areComments;

    // Where the lines of the paste as it came begin: others than these once wrapped ones are joined.
    private readonly int[] _pastedStarts;

    public PasteLines(string text)
        : this(text.Split('\n'), null)
    {
    }

    private PasteLines(string[] lines, int[]? pastedStarts)
    {
        Text = string.Join('\n', lines);
        _lines = lines;
        _starts = new int[lines.Length];
        for (var i = 1; i < lines.Length; i++)
            _starts[i] = _starts[i - 1] + lines[i - 1].Length + 1;
        _areComments = Array.ConvertAll(lines, IsComment);
        _pastedStarts = pastedStarts ?? _starts;
    }

    public string Text { get; }

    public IReadOnlyList<string> All => _lines;

    /// <summary>The number that a line has in the paste, from 1.</summary>
    public int NumberOf(int index) => NumberAt(_starts[index]);

    /// <summary>The number of the line of the paste that holds a position, from 1.</summary>
    public int NumberAt(int position) => IndexIn(_pastedStarts, position) + 1;

    /// <summary>The index of the line that holds a position.</summary>
    public int IndexAt(int position) => IndexIn(_starts, position);

    /// <summary>The rest of the line from a position.</summary>
    public string RestOfLine(int position)
    {
        var index = IndexAt(position);
        return _lines[index][(position - _starts[index])..];
    }

    /// <summary>The line that holds a position is commented out.</summary>
    public bool IsInComment(int position) => _areComments[IndexAt(position)];

    /// <summary>A token that ends its line, and is whole, may yet go on in the next line: nothing tells.</summary>
    public bool MayGoOnAfter(int index, string token) =>
        index + 1 < _lines.Length && IsPiece(_lines[index + 1], token.EndsWith('=') ? ShortestSurePiece : 1);

    /// <summary>A token that begins its line, and is whole, may have begun in the line before.</summary>
    public bool MayBeginBefore(int index) => index > 0 && IsPiece(_lines[index - 1], 1);

    /// <summary>
    /// The paste with those lines joined again that a terminal wrapped: the ones that are exactly as wide as the widest.
    /// Null when there are none.
    /// </summary>
    /// <param name="isSure">Several lines are that wide, which hardly happens by chance.</param>
    public PasteLines? Unwrapped(out bool isSure)
    {
        var width = _lines.Max(Columns);
        var joined = new List<StringBuilder>();
        var starts = new int[_lines.Length];
        var length = 0;
        for (var i = 0; i < _lines.Length; i++)
        {
            if (i > 0 && width is >= NarrowestTerminal and <= WidestTerminal && Columns(_lines[i - 1]) == width && !BeginsByItself(i, width))
            {
                starts[i] = length;
                joined[^1].Append(_lines[i]);
            }
            else
            {
                starts[i] = length += i > 0 ? 1 : 0;
                joined.Add(new StringBuilder(_lines[i]));
            }

            length += _lines[i].Length;
        }

        isSure = _lines.Length - joined.Count > 1;
        return _lines.Length == joined.Count ? null : new PasteLines([.. joined.Select(line => line.ToString())], starts);
    }

    // An empty line, or an assignment, is no rest of the line before, unless a name is wrapped itself.
    private bool BeginsByItself(int index, int width)
    {
        if (string.IsNullOrWhiteSpace(_lines[index]))
            return true;
        var after = new StringBuilder(_lines[index]);
        for (var next = index + 1; next < Math.Min(index + 4, _lines.Length) && Columns(_lines[next - 1]) == width; next++)
            after.Append(_lines[next]);
        return PasteSyntax.BeginsWithAssignment(after.ToString())
            && !PasteSyntax.HasNameAcross(string.Concat(index > 1 ? _lines[index - 2] : "", _lines[index - 1]), after.ToString());
    }

    private static int IndexIn(int[] starts, int position)
    {
        var index = Array.BinarySearch(starts, position);
        return index < 0 ? ~index - 1 : index;
    }

    private static bool IsComment(string text)
    {
        var line = text.AsSpan().TrimStart();
        return line.StartsWith("#") || line.StartsWith(";") || line.StartsWith("//")
            || line.StartsWith("::") || line.StartsWith("rem ", StringComparison.OrdinalIgnoreCase);
    }

    private static int Columns(string line)
    {
        var columns = 0;
        foreach (var character in line)
            columns = character == '\t' ? (columns / 8 * 8) + 8 : columns + 1;
        return columns;
    }

    private static bool IsPiece(string line, int shortest)
    {
        var piece = line.AsSpan().Trim();
        return piece.Length >= shortest && !piece.TrimEnd('=').ContainsAnyExcept(CredentialParts.Base64) && !AccessKeyId.IsWellFormed(piece);
    }
}
