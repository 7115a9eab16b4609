namespace Jenkins.AwsTemporal.Secrets;

/// <summary>What storing a value did.</summary>
public enum SecretOutcome
{
    /// <summary>There was no such secret; now there is.</summary>
    Created,

    /// <summary>The secret has a new version, which is <c>AWSCURRENT</c>.</summary>
    Updated,

    /// <summary>The current version holds this very value; nothing was stored.</summary>
    Unchanged,
}
