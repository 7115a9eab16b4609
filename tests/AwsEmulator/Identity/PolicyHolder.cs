using System.Text.Json.Nodes;
using AwsEmulator.Policies;

namespace AwsEmulator.Identity;

/// <summary>What inline policies are attached to: a user or a role.</summary>
public abstract class PolicyHolder
{
    private readonly List<PolicyDocument> _policies = [];

    private protected PolicyHolder()
    {
    }

    public IReadOnlyList<PolicyDocument> Policies => _policies;

    /// <summary>Attaches an IAM policy document.</summary>
    public void AddPolicy(string document) => _policies.Add(PolicyDocument.Parse(document));

    public void Allow(string action, string resource = "*") => AddStatement("Allow", action, resource);

    public void Deny(string action, string resource = "*") => AddStatement("Deny", action, resource);

    public void RemovePolicies() => _policies.Clear();

    private void AddStatement(string effect, string action, string resource) => AddPolicy(new JsonObject
    {
        ["Version"] = "2012-10-17",
        ["Statement"] = new JsonObject { ["Effect"] = effect, ["Action"] = action, ["Resource"] = resource },
    }.ToJsonString());
}
