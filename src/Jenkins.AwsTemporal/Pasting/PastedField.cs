namespace Jenkins.AwsTemporal.Pasting;

/// <summary>One value that was found, where it stands, and how it was written. A class: a record would print its value.</summary>
internal sealed class PastedField(string field, string value, int line)
{
    /// <summary>The AWS API's name of the field.</summary>
    public string Field { get; } = field;

    /// <summary>The value, its line breaks and blanks still in it.</summary>
    public string Value { get; } = value;

    /// <summary>The line on which it begins, from 1.</summary>
    public int Line { get; } = line;

    /// <summary>Its quotation was never closed: the paste ends inside it.</summary>
    public bool IsCut { get; init; }

    /// <summary>It has no quotation marks: words that follow it in its line look like parts of it.</summary>
    public bool IsBare { get; init; }
}
