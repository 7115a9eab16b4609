namespace AwsEmulator.Control;

/// <summary>The options after a verb; unknown ones are refused.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string?> _values = new(StringComparer.Ordinal);

    public Arguments(IEnumerable<string> arguments, string[] withValue, string[] flags)
    {
        using var rest = arguments.GetEnumerator();
        while (rest.MoveNext())
        {
            var name = rest.Current;
            if (flags.Contains(name))
                _values[name] = null;
            else if (withValue.Contains(name) && rest.MoveNext())
                _values[name] = rest.Current;
            else
                throw new ArgumentException($"unknown option, or an option without its value: {name}");
        }
    }

    public bool Has(string name) => _values.ContainsKey(name);

    public string? Value(string name) => _values.GetValueOrDefault(name);
}
