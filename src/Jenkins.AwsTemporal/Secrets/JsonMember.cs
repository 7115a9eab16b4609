namespace Jenkins.AwsTemporal.Secrets;

/// <summary>A member of a JSON object: its name, and where its value is in the text.</summary>
internal sealed class JsonMember(string name, Range value)
{
    public string Name { get; } = name;

    public Range Value { get; } = value;
}
