using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Jenkins.AwsTemporal.Cli;

/// <summary>
/// What a command found out, in order: aligned for people, or one JSON object for machines. Facts that are not known are
/// null in JSON and left out for people.
/// </summary>
internal sealed class Facts
{
    private readonly List<Fact> _facts = [];

    /// <param name="name">The name in JSON.</param>
    /// <param name="label">The label for people.</param>
    /// <param name="value">A string, a long, a bool with words, a point in time, a list of strings, strings by their names, a list of facts, or null.</param>
    /// <param name="words">How people read the value, if not as it is.</param>
    public Facts Add(string name, string label, object? value, string? words = null)
    {
        _facts.Add(new Fact(name, label, value, words));
        return this;
    }

    public void Write(Stream output, bool asJson)
    {
        if (asJson)
            output.Write(Json.Line(WriteObject));
        else
            WriteText(output);
    }

    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private void WriteText(Stream output)
    {
        var known = _facts.Where(fact => fact.Value is not (null or IReadOnlyCollection<string> { Count: 0 } or IReadOnlyList<Facts>)).ToArray();
        var width = known.Length == 0 ? 0 : known.Max(fact => fact.Label.Length);
        var text = new StringBuilder();
        foreach (var fact in known)
            text.Append(fact.Label.PadRight(width)).Append("  ").Append(OneLine(fact.Words ?? Words(fact.Value!))).Append('\n');
        foreach (var fact in _facts)
            if (fact.Value is IReadOnlyList<Facts> { Count: > 0 } rows)
                WriteTable(text.Append(known.Length > 0 ? "\n" : ""), rows);
        output.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }

    // A row for each, under the labels of the first; what is not known is a hyphen.
    private static void WriteTable(StringBuilder text, IReadOnlyList<Facts> rows)
    {
        var table = new List<string[]> { rows[0]._facts.ConvertAll(fact => fact.Label).ToArray() };
        foreach (var row in rows)
            table.Add(row._facts.ConvertAll(fact => fact.Words ?? (fact.Value is null ? "-" : OneLine(Words(fact.Value)))).ToArray());
        for (var column = 0; column < table[0].Length - 1; column++)
        {
            var width = 0;
            foreach (var cells in table)
                width = Math.Max(width, cells[column].Length);
            foreach (var cells in table)
                cells[column] = cells[column].PadRight(width);
        }

        foreach (var cells in table)
            text.AppendJoin("  ", cells).Append('\n');
    }

    // What an endpoint or a path says must not look like a line of ours, nor steer a terminal.
    public static string OneLine(string words) => string.Create(words.Length, words, (line, text) =>
    {
        for (var i = 0; i < line.Length; i++)
            line[i] = IsUnseen(text, i) ? '?' : text[i];
    });

    /// <summary>Whether a character, or the half of one, is not seen itself but may steer how others are: to the left, or over them.</summary>
    public static bool IsUnseen(string text, int index)
    {
        if (index > 0 && char.IsSurrogatePair(text[index - 1], text[index]))
            index--;
        return CharUnicodeInfo.GetUnicodeCategory(text, index) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
    }

    private void WriteObject(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (var fact in _facts)
            WriteValue(json, fact.Name, fact.Value);
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNull(name);
                break;
            case long number:
                json.WriteNumber(name, number);
                break;
            case bool isSo:
                json.WriteBoolean(name, isSo);
                break;
            case Dictionary<string, string> named:
                json.WriteStartObject(name);
                foreach (var (key, text) in named)
                    json.WriteString(key, text);
                json.WriteEndObject();
                break;
            case IReadOnlyList<Facts> rows:
                json.WriteStartArray(name);
                foreach (var row in rows)
                    row.WriteObject(json);
                json.WriteEndArray();
                break;
            case IEnumerable<string> list:
                json.WriteStartArray(name);
                foreach (var item in list)
                    json.WriteStringValue(item);
                json.WriteEndArray();
                break;
            default:
                json.WriteString(name, Words(value));
                break;
        }
    }

    private static string Words(object value) => value switch
    {
        DateTimeOffset time => Time(time),
        IEnumerable<string> list => string.Join(", ", list),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private sealed class Fact(string name, string label, object? value, string? words)
    {
        public string Name { get; } = name;

        public string Label { get; } = label;

        public object? Value { get; } = value;

        public string? Words { get; } = words;
    }
}
