namespace Jenkins.AwsTemporal.Policies;

/// <summary>A role's path, between slashes, and its name.</summary>
internal sealed record NamedRole(string Path, string Name);
