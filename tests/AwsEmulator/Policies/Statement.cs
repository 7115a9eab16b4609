using System.Text.Json.Nodes;

namespace AwsEmulator.Policies;

/// <summary>One statement of a policy.</summary>
internal sealed class Statement
{
    private IReadOnlyList<string>? _actions;
    private IReadOnlyList<string>? _notActions;
    private IReadOnlyList<string>? _resources;
    private IReadOnlyList<string>? _notResources;
    private IReadOnlyList<Condition> _conditions = [];

    public bool Allows { get; private init; }

    public PrincipalElement? Principal { get; private set; }

    public static Statement Parse(JsonObject? json)
    {
        if (json is null)
            throw new MalformedPolicyException("Syntax errors in policy.");
        var statement = new Statement
        {
            Allows = (string?)json["Effect"] switch
            {
                "Allow" => true,
                "Deny" => false,
                _ => throw new MalformedPolicyException("Invalid effect"),
            },
        };
        foreach (var (name, value) in json)
            statement.Take(name, value);
        if (statement._actions is null == statement._notActions is null)
            throw new MalformedPolicyException("Policy statement must contain actions.");
        return statement;
    }

    public bool Applies(AccessRequest request)
    {
        var context = request.Context;
        return (_actions?.Any(IsAction) ?? !_notActions!.Any(IsAction))
            && (_resources?.Any(IsResource) ?? !(_notResources?.Any(IsResource) ?? false))
            && _conditions.All(condition => condition.Holds(context));

        bool IsAction(string pattern) => Pattern.Literal(pattern, ignoreCase: true).Matches(request.Action);
        bool IsResource(string pattern) => Pattern.WithVariables(pattern, context)?.Matches(request.Resource) ?? false;
    }

    private void Take(string name, JsonNode? value)
    {
        switch (name)
        {
            case "Sid" or "Effect":
                break;
            case "Action":
                _actions = Values(value);
                break;
            case "NotAction":
                _notActions = Values(value);
                break;
            case "Resource":
                _resources = Values(value);
                break;
            case "NotResource":
                _notResources = Values(value);
                break;
            case "Principal":
                Principal = PrincipalElement.Parse(value);
                break;
            case "Condition":
                _conditions = Condition.ParseAll(value as JsonObject);
                break;
            default:
                throw new MalformedPolicyException($"Syntax errors in policy: {name}.");
        }
    }

    /// <summary>A value or a list of values; booleans and numbers count as their text.</summary>
    internal static IReadOnlyList<string> Values(JsonNode? value) => value switch
    {
        JsonArray list => [.. list.Select(item => Text(item))],
        _ => [Text(value)],
    };

    private static string Text(JsonNode? value) =>
        value is JsonValue ? value.ToString() : throw new MalformedPolicyException("Syntax errors in policy.");
}
