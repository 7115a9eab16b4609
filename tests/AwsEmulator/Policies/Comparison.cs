using System.Globalization;

namespace AwsEmulator.Policies;

/// <summary>A condition operator without its prefix and suffix.</summary>
internal sealed class Comparison
{
    private readonly Func<string, string, RequestContext, bool> _compare;

    private Comparison(Func<string, string, RequestContext, bool> compare, bool negated)
    {
        _compare = compare;
        Negated = negated;
    }

    /// <summary>True for the operators named Not…: they hold when no value compares, and when the key is absent.</summary>
    public bool Negated { get; }

    public bool Compare(string actual, string expected, RequestContext context) => _compare(actual, expected, context);

    public static Comparison? Named(string name) => name switch
    {
        "Bool" => new(Bool, false),
        "StringEquals" => new(Exact(StringComparison.Ordinal), false),
        "StringNotEquals" => new(Exact(StringComparison.Ordinal), true),
        "StringEqualsIgnoreCase" => new(Exact(StringComparison.OrdinalIgnoreCase), false),
        "StringNotEqualsIgnoreCase" => new(Exact(StringComparison.OrdinalIgnoreCase), true),
        "StringLike" or "ArnLike" or "ArnEquals" => new(Like, false),
        "StringNotLike" or "ArnNotLike" or "ArnNotEquals" => new(Like, true),
        "NumericEquals" => new(Numeric((a, b) => a == b), false),
        "NumericNotEquals" => new(Numeric((a, b) => a == b), true),
        "NumericLessThan" => new(Numeric((a, b) => a < b), false),
        "NumericLessThanEquals" => new(Numeric((a, b) => a <= b), false),
        "NumericGreaterThan" => new(Numeric((a, b) => a > b), false),
        "NumericGreaterThanEquals" => new(Numeric((a, b) => a >= b), false),
        "DateLessThan" => new(Date((a, b) => a < b), false),
        "DateGreaterThan" => new(Date((a, b) => a > b), false),
        _ => null,
    };

    private static bool Bool(string actual, string expected, RequestContext context) =>
        actual.Equals(expected, StringComparison.OrdinalIgnoreCase);

    private static Func<string, string, RequestContext, bool> Exact(StringComparison comparison) =>
        (actual, expected, context) => string.Equals(actual, Pattern.Expand(expected, context), comparison);

    private static bool Like(string actual, string expected, RequestContext context) =>
        Pattern.WithVariables(expected, context)?.Matches(actual) ?? false;

    private static Func<string, string, RequestContext, bool> Numeric(Func<decimal, decimal, bool> compare) =>
        (actual, expected, _) => decimal.TryParse(actual, CultureInfo.InvariantCulture, out var left)
            && decimal.TryParse(expected, CultureInfo.InvariantCulture, out var right)
            && compare(left, right);

    private static Func<string, string, RequestContext, bool> Date(Func<DateTimeOffset, DateTimeOffset, bool> compare) =>
        (actual, expected, _) => DateTimeOffset.TryParse(actual, CultureInfo.InvariantCulture, out var left)
            && DateTimeOffset.TryParse(expected, CultureInfo.InvariantCulture, out var right)
            && compare(left, right);
}
