using System.Text.Json.Nodes;

namespace AwsEmulator.Policies;

/// <summary>One operator applied to one key: <c>"Bool": {"aws:MultiFactorAuthPresent": "true"}</c>.</summary>
internal sealed class Condition
{
    private enum Quantifier
    {
        One,
        AnyValue,
        AllValues,
    }

    private readonly Quantifier _quantifier;
    private readonly bool _ifExists;
    private readonly string _key;
    private readonly IReadOnlyList<string> _values;
    private readonly Comparison? _comparison;

    private Condition(string name, string key, IReadOnlyList<string> values)
    {
        _key = key;
        _values = values;
        var bare = name;
        if (bare.StartsWith("ForAnyValue:", StringComparison.Ordinal))
            (_quantifier, bare) = (Quantifier.AnyValue, bare["ForAnyValue:".Length..]);
        else if (bare.StartsWith("ForAllValues:", StringComparison.Ordinal))
            (_quantifier, bare) = (Quantifier.AllValues, bare["ForAllValues:".Length..]);
        if (bare == "Null")
            return;
        if (bare.EndsWith("IfExists", StringComparison.Ordinal))
            (_ifExists, bare) = (true, bare[..^"IfExists".Length]);
        _comparison = Comparison.Named(bare) ?? throw new MalformedPolicyException($"Invalid Condition type : {name}.");
    }

    public static IReadOnlyList<Condition> ParseAll(JsonObject? json)
    {
        if (json is null)
            throw new MalformedPolicyException("Syntax errors in policy.");
        var conditions = new List<Condition>();
        foreach (var (name, keys) in json)
            foreach (var (key, values) in keys as JsonObject ?? throw new MalformedPolicyException("Syntax errors in policy."))
                conditions.Add(new Condition(name, key, Statement.Values(values)));
        return conditions;
    }

    public bool Holds(RequestContext context)
    {
        var actual = context[_key];
        if (_comparison is null)
            return _values.Any(value => value.Equals("true", StringComparison.OrdinalIgnoreCase) == actual is null);
        if (actual is null)
            return _ifExists || _quantifier == Quantifier.AllValues || _comparison.Negated && _quantifier == Quantifier.One;
        return _quantifier == Quantifier.AllValues ? actual.All(Satisfies) : actual.Any(Satisfies);

        bool Satisfies(string value) =>
            _values.Any(expected => _comparison.Compare(value, expected, context)) != _comparison.Negated;
    }
}
