using System.Text;
using System.Text.RegularExpressions;

namespace AwsEmulator.Policies;

/// <summary>A text of a policy with its wildcards (<c>*</c>, <c>?</c>) and variables (<c>${aws:username}</c>).</summary>
internal sealed partial class Pattern
{
    private readonly string _expression;
    private readonly RegexOptions _options;

    private Pattern(string expression, bool ignoreCase)
    {
        _expression = expression;
        _options = RegexOptions.Singleline | RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None);
    }

    public static Pattern Literal(string text, bool ignoreCase) => new(Wildcards(text), ignoreCase);

    /// <summary>Null when the request lacks a variable without a default: the statement then does not apply.</summary>
    public static Pattern? WithVariables(string text, RequestContext context)
    {
        var expression = new StringBuilder();
        var end = 0;
        foreach (Match variable in Variable().Matches(text))
        {
            expression.Append(Wildcards(text[end..variable.Index]));
            if (Value(variable, context) is not { } value)
                return null;
            expression.Append(Regex.Escape(value));
            end = variable.Index + variable.Length;
        }
        return new Pattern(expression.Append(Wildcards(text[end..])).ToString(), ignoreCase: false);
    }

    /// <summary>The text with its variables replaced and its wildcards left as characters.</summary>
    public static string? Expand(string text, RequestContext context)
    {
        var missing = false;
        var expanded = Variable().Replace(text, variable =>
        {
            var value = Value(variable, context);
            missing |= value is null;
            return value ?? "";
        });
        return missing ? null : expanded;
    }

    public bool Matches(string text) => Regex.IsMatch(text, $@"\A(?:{_expression})\z", _options);

    private static string? Value(Match variable, RequestContext context)
    {
        var name = variable.Groups["name"].Value;
        if (name is "*" or "?" or "$")
            return name;
        if (context[name] is [var value, ..])
            return value;
        return variable.Groups["default"] is { Success: true } fallback ? fallback.Value : null;
    }

    private static string Wildcards(string text) =>
        Regex.Escape(text).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal);

    [GeneratedRegex(@"\$\{(?<name>[^},]+?)(?:\s*,\s*'(?<default>[^']*)')?\}")]
    private static partial Regex Variable();
}
