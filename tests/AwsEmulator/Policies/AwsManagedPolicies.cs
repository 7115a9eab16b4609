using System.Text.Json.Nodes;

namespace AwsEmulator.Policies;

/// <summary>The few policies of AWS's own that are likely to be named as session policies, as far as these two services go.</summary>
internal static class AwsManagedPolicies
{
    private static readonly Dictionary<string, PolicyDocument> Documents = new(StringComparer.Ordinal)
    {
        ["AdministratorAccess"] = Allow("*"),
        ["ReadOnlyAccess"] = Allow("secretsmanager:List*", "secretsmanager:Describe*", "sts:GetCallerIdentity"),
        ["SecretsManagerReadWrite"] = Allow("secretsmanager:*"),
    };

    /// <summary>By the last part of <c>arn:aws:iam::aws:policy/NAME</c>.</summary>
    public static PolicyDocument? Find(string name) => Documents.GetValueOrDefault(name);

    private static PolicyDocument Allow(params string[] actions) => PolicyDocument.Parse(new JsonObject
    {
        ["Statement"] = new JsonObject
        {
            ["Effect"] = "Allow",
            ["Action"] = new JsonArray([.. actions.Select(action => JsonValue.Create(action))]),
            ["Resource"] = "*",
        },
    }.ToJsonString());
}
