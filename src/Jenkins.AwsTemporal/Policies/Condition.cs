namespace Jenkins.AwsTemporal.Policies;

/// <summary>One operator applied to one key; any one of the values will do.</summary>
internal sealed record Condition(string Operator, string Key, IReadOnlyList<string> Values);
