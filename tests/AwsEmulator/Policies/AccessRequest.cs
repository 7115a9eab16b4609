namespace AwsEmulator.Policies;

/// <summary>What is to be allowed or denied.</summary>
internal sealed record AccessRequest(string Action, string Resource, RequestContext Context);
