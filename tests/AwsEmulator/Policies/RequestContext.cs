namespace AwsEmulator.Policies;

/// <summary>The condition keys of a request; names are case-insensitive, an absent key is null.</summary>
internal sealed class RequestContext
{
    private readonly Dictionary<string, IReadOnlyList<string>> _values = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<string>? this[string key] => _values.GetValueOrDefault(key);

    public RequestContext Set(string key, params IReadOnlyList<string?> values)
    {
        var present = values.OfType<string>().ToList();
        if (present.Count > 0)
            _values[key] = present;
        return this;
    }

    public RequestContext Copy()
    {
        var copy = new RequestContext();
        foreach (var (key, values) in _values)
            copy._values[key] = values;
        return copy;
    }
}
