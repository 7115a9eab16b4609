using System.Text.Json.Nodes;
using AwsEmulator.Identity;

namespace AwsEmulator.Policies;

/// <summary>The Principal of a statement in a resource's policy.</summary>
internal sealed class PrincipalElement
{
    private IReadOnlyList<string> _aws = [];
    private IReadOnlyList<string> _federated = [];

    public static PrincipalElement Parse(JsonNode? json)
    {
        if (json is JsonValue && json.ToString() == "*")
            return new PrincipalElement { _aws = ["*"] };
        if (json is not JsonObject kinds)
            throw new MalformedPolicyException("Invalid principal in policy");
        var element = new PrincipalElement();
        foreach (var (kind, values) in kinds)
            switch (kind)
            {
                case "AWS":
                    element._aws = Statement.Values(values);
                    break;
                case "Federated":
                    element._federated = Statement.Values(values);
                    break;
                case "Service":
                    break;
                default:
                    throw new MalformedPolicyException($"Invalid principal in policy: {kind}");
            }
        return element;
    }

    /// <summary>Names this very principal, or everybody.</summary>
    public bool Names(Credentials caller) =>
        _aws.Any(value => value == "*" || value == caller.PrincipalArn || value == caller.Arn);

    /// <summary>Hands the decision to the caller's account.</summary>
    public bool NamesAccountOf(Credentials caller)
    {
        var account = caller.Account;
        return _aws.Any(value => value == account.Id || value == $"arn:{account.Partition}:iam::{account.Id}:root");
    }

    public bool NamesProvider(string arn) => _federated.Contains(arn);
}
