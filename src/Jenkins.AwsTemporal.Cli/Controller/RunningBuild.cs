using System.Text.Json;

namespace Jenkins.AwsTemporal.Cli.Controller;

/// <summary>What Jenkins says of a build: <c>api/json</c> of its page.</summary>
internal sealed class RunningBuild
{
    /// <summary>What is asked for, and no more: <c>tree</c> of Jenkins' remote access API, with its brackets escaped.</summary>
    public const string Path = "api/json?tree=fullDisplayName,building,actions%5Bcauses%5BshortDescription,userId%5D%5D";

    private RunningBuild(string? name, bool isOver, string? startedBy) => (Name, IsOver, StartedBy) = (name, isOver, startedBy);

    /// <summary>Its display name, with that of its job.</summary>
    public string? Name { get; }

    public bool IsOver { get; }

    /// <summary>Its causes, such as <c>Started by user Alice (alice)</c>.</summary>
    public string? StartedBy { get; }

    /// <summary>Null when it is no JSON object.</summary>
    public static RunningBuild? Read(JsonElement build)
    {
        if (build.ValueKind != JsonValueKind.Object)
            return null;
        var causes = new List<string>();
        foreach (var action in ForeignJson.List(build, "actions"))
            foreach (var cause in ForeignJson.List(action, "causes"))
                if (ForeignJson.Text(cause, "shortDescription") is { } words)
                    causes.Add(ForeignJson.Text(cause, "userId") is { } user ? $"{words} ({user})" : words);
        var isOver = ForeignJson.Member(build, "building").ValueKind == JsonValueKind.False;
        return new RunningBuild(ForeignJson.Text(build, "fullDisplayName"), isOver, causes.Count > 0 ? string.Join(", ", causes) : null);
    }
}
