using AwsEmulator.Policies;

namespace AwsEmulator.Identity;

/// <summary>What is asked of a role: a name, a life, and what the session is to carry.</summary>
internal sealed class RoleSession(string name, TimeSpan life)
{
    public string Name => name;

    public TimeSpan Life => life;

    public string? SourceIdentity { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = Credentials.NoTags;

    public IReadOnlySet<string> TransitiveTagKeys { get; init; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<PolicyDocument> Policies { get; init; } = [];
}
