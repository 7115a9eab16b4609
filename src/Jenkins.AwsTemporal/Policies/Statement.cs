using System.Text.Json;

namespace Jenkins.AwsTemporal.Policies;

/// <summary>One statement of a policy that allows something.</summary>
internal sealed class Statement(string id, IReadOnlyList<string> actions)
{
    /// <summary>Whom a trust policy lets in; null in a policy of an identity.</summary>
    public string? Principal { get; init; }

    /// <summary>ARNs and patterns; none in a trust policy.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    public IEnumerable<Condition> Conditions { get; init; } = [];

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("Sid", id);
        json.WriteString("Effect", "Allow");
        if (Principal is not null)
        {
            json.WriteStartObject(nameof(Principal));
            Write(json, "AWS", [Principal]);
            json.WriteEndObject();
        }

        Write(json, "Action", actions);
        if (Resources.Count > 0)
            Write(json, "Resource", Resources);
        WriteConditions(json);
        json.WriteEndObject();
    }

    private void WriteConditions(Utf8JsonWriter json)
    {
        var operators = Conditions.GroupBy(condition => condition.Operator, StringComparer.Ordinal).ToArray();
        if (operators.Length == 0)
            return;
        json.WriteStartObject("Condition");
        foreach (var conditions in operators)
        {
            json.WriteStartObject(conditions.Key);
            foreach (var condition in conditions)
                Write(json, condition.Key, condition.Values);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WritePropertyName(name);
        if (values is [var only])
        {
            Write(json, only);
            return;
        }

        json.WriteStartArray();
        foreach (var value in values)
            Write(json, value);
        json.WriteEndArray();
    }

    // Only a template's own places hold this: no name may hold a dollar sign.
    private static void Write(Utf8JsonWriter json, string value)
    {
        if (!value.Contains("${AWS::", StringComparison.Ordinal))
        {
            json.WriteStringValue(value);
            return;
        }

        json.WriteStartObject();
        json.WriteString("Fn::Sub", value);
        json.WriteEndObject();
    }
}
