namespace Jenkins.AwsTemporal.Calling;

/// <summary>The form of a Region's name. Which Regions exist is AWS's to say: new ones appear every year.</summary>
internal static class RegionName
{
    public const string Rule = "a Region such as eu-central-1";

    public static bool IsValid(string? name)
    {
        if (name is not { Length: >= 4 and <= 64 }) return false;
        var words = name.Split('-');
        return words.Length >= 3
            && words[0].Length >= 2
            && Array.TrueForAll(words[..^1], word => word.Length > 0 && word.AsSpan().IndexOfAnyExceptInRange('a', 'z') < 0)
            && words[^1].Length > 0
            && words[^1].AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;
    }
}
