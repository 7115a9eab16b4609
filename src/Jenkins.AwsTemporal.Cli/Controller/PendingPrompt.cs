using System.Text.Json;
using Jenkins.AwsTemporal.Sealing;

namespace Jenkins.AwsTemporal.Cli.Controller;

/// <summary>A prompt of ours that waits in a build, as Jenkins tells of it. Nothing of it is to be trusted but what is shown and confirmed.</summary>
internal sealed class PendingPrompt
{
    /// <summary>The name of the field that a session is pasted into.</summary>
    public const string Field = "AWS_SESSION";

    private const string IdStart = "AwsTemporal-";
    private const string Mint = "aws-temporal mint ";
    private const int LongestId = 64;
    private bool _hasCommand;

    public required string Id { get; init; }

    public required string Message { get; init; }

    /// <summary>Whether it asks for a session, and for nothing else.</summary>
    public required bool AsksForSession { get; init; }

    /// <summary>The key to seal with, as its command for <c>aws-temporal mint</c> has it; null when there is no such command, or more than one.</summary>
    public SealingKey? Key { get; private set; }

    /// <summary>How long that command asks for; null when it does not say.</summary>
    public TimeSpan? Duration { get; private set; }

    /// <summary>The agent that can open the answer, as the prompt says.</summary>
    public string? Agent { get; private set; }

    /// <summary>The account that the session has to be of, as the prompt says.</summary>
    public string? Account { get; private set; }

    /// <summary>Where the session will be used, as the prompt says.</summary>
    public string? Region { get; private set; }

    /// <summary>
    /// Reads <c>wfapi/pendingInputActions</c>, an array of objects with <c>id</c>, <c>message</c> and <c>inputs</c>, each with
    /// <c>type</c>, <c>name</c> and <c>description</c> (PendingInputActionsExt and InputParameterDefExt of the plugin
    /// pipeline-rest-api, https://github.com/jenkinsci/pipeline-stage-view-plugin/tree/master/rest-api).
    /// </summary>
    /// <returns>Those that are ours; null when it is no such array.</returns>
    public static List<PendingPrompt>? ReadAll(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array)
            return null;
        var prompts = new List<PendingPrompt>();
        foreach (var entry in list.EnumerateArray())
            if (ForeignJson.Text(entry, "id") is { } id && IsOurs(id))
                prompts.Add(Read(id, entry));
        return prompts;
    }

    private static PendingPrompt Read(string id, JsonElement entry)
    {
        var field = ForeignJson.Member(entry, "inputs") is { ValueKind: JsonValueKind.Array } inputs && inputs.GetArrayLength() == 1 ? inputs[0] : default;
        var prompt = new PendingPrompt { Id = id, Message = ForeignJson.Text(entry, "message") ?? "", AsksForSession = ForeignJson.Text(field, "name") == Field };
        foreach (var line in (ForeignJson.Text(field, "description") ?? "").Split('\n'))
            prompt.ReadLine(line.Trim());
        return prompt;
    }

    // The lines of src/awstemporal/Prompt.groovy and Seal.groovy.
    private void ReadLine(string line)
    {
        if (line.StartsWith(Mint, StringComparison.Ordinal))
            ReadCommand(line[Mint.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Agent ??= Between(line, "the agent ", " alone can open it");
        Account ??= Between(line, "The session has to be of account ", ".");
        Region ??= Between(line, "It will be used in ", ".");
    }

    private void ReadCommand(string[] words)
    {
        (Key, Duration) = (null, null);
        if (_hasCommand)
            return;
        _hasCommand = true;
        for (var i = 0; i + 1 < words.Length; i += 2)
        {
            if (words[i] == "--duration" && Cli.Duration.TryParse(words[i + 1], out var duration))
                Duration = duration;
            else if (words[i] == "--seal-for")
                Key = TryParse(words[i + 1]);
        }
    }

    private static SealingKey? TryParse(string text)
    {
        try
        {
            return SealingKey.Parse(text);
        }
        catch (InvalidOptionException)
        {
            return null;
        }
    }

    private static string? Between(string line, string before, string after)
    {
        var start = line.IndexOf(before, StringComparison.Ordinal) + before.Length;
        var end = start < before.Length ? -1 : line.LastIndexOf(after, StringComparison.Ordinal);
        return end > start ? line[start..end] : null;
    }

    // It becomes a part of an address.
    private static bool IsOurs(string id) =>
        id.StartsWith(IdStart, StringComparison.Ordinal)
        && id.Length is > 12 and <= LongestId
        && id.All(static character => char.IsAsciiLetterOrDigit(character) || character == '-');
}
