using System.Text.Json.Nodes;
using AwsEmulator.Policies;

namespace AwsEmulator.Identity;

/// <summary>An IAM role.</summary>
public sealed class Role : PolicyHolder
{
    internal Role(Account account, string name, string path, TimeSpan maxSessionDuration)
    {
        Account = account;
        Name = name;
        Path = path;
        MaxSessionDuration = maxSessionDuration;
        TrustPolicy = TrustOf($"arn:{account.Partition}:iam::{account.Id}:root", requireMfa: false);
    }

    public Account Account { get; }

    public string Name { get; }

    public string Path { get; }

    public string Id { get; } = KeyIds.UniqueId("AROA");

    public string Arn => $"arn:{Account.Partition}:iam::{Account.Id}:role{Path}{Name}";

    public TimeSpan MaxSessionDuration { get; set; }

    public Dictionary<string, string> Tags { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Who may assume the role; at first everybody in its account whose own policies allow it.</summary>
    public PolicyDocument TrustPolicy { get; private set; }

    /// <summary>Replaces the trust policy by a document.</summary>
    public Role Trust(string document)
    {
        TrustPolicy = PolicyDocument.Parse(document);
        return this;
    }

    /// <summary>Trusts one principal (an ARN, an account id or <c>*</c>) to assume, tag and name a source identity.</summary>
    public Role TrustPrincipal(string principal, bool requireMfa = false)
    {
        TrustPolicy = TrustOf(principal, requireMfa);
        return this;
    }

    /// <summary>Mints a session without the wire and without asking any policy.</summary>
    public Credentials Assume(string sessionName, TimeSpan life, string? sourceIdentity = null) =>
        Assume(new RoleSession(sessionName, life) { SourceIdentity = sourceIdentity });

    internal Credentials Assume(RoleSession session)
    {
        var now = Account.Cloud.Time.GetUtcNow();
        var credentials = new Credentials
        {
            AccessKeyId = KeyIds.AccessKeyId("ASIA", Account.Id),
            SecretAccessKey = KeyIds.SecretAccessKey(),
            SessionToken = KeyIds.SessionToken(),
            Expiration = now + session.Life,
            IssuedAt = now,
            Role = this,
            SessionName = session.Name,
            SourceIdentity = session.SourceIdentity,
            SessionTags = session.Tags,
            TransitiveTagKeys = session.TransitiveTagKeys,
            SessionPolicies = session.Policies,
        };
        Account.Cloud.Register(credentials);
        return credentials;
    }

    private static PolicyDocument TrustOf(string principal, bool requireMfa)
    {
        var statement = new JsonObject
        {
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject { ["AWS"] = principal },
            ["Action"] = new JsonArray("sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"),
        };
        if (requireMfa)
            statement["Condition"] = new JsonObject { ["Bool"] = new JsonObject { ["aws:MultiFactorAuthPresent"] = "true" } };
        return PolicyDocument.Parse(new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = statement }.ToJsonString());
    }
}
