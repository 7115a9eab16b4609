using System.Text.Json.Nodes;

namespace Jenkins.AwsTemporal.Tests.Policies;

/// <summary>As much of CloudFormation as the emulator needs: the places of a template, filled.</summary>
internal static class Template
{
    public static JsonNode Fill(string template, string account, string partition, string region) =>
        Fill(JsonNode.Parse(template)!, text => text
            .Replace("${AWS::AccountId}", account, StringComparison.Ordinal)
            .Replace("${AWS::Partition}", partition, StringComparison.Ordinal)
            .Replace("${AWS::Region}", region, StringComparison.Ordinal));

    private static JsonNode Fill(JsonNode node, Func<string, string> fill) => node switch
    {
        JsonObject { Count: 1 } only when only["Fn::Sub"] is { } text => JsonValue.Create(fill((string)text!)),
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, (JsonNode?)Fill(member.Value!, fill)))),
        JsonArray items => new JsonArray([.. items.Select(item => Fill(item!, fill))]),
        _ => node.DeepClone(),
    };
}
