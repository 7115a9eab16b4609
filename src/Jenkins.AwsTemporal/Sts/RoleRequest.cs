using Amazon.SecurityToken.Model;

namespace Jenkins.AwsTemporal.Sts;

/// <summary>The SDK's requests from checked options. What is blank is left out, never sent empty.</summary>
internal static class RoleRequest
{
    public static AssumeRoleRequest Of(AssumeRoleOptions role, MfaCode? mfa)
    {
        var request = new AssumeRoleRequest
        {
            RoleArn = role.RoleArn,
            RoleSessionName = role.SessionName,
            DurationSeconds = (int)role.Duration.TotalSeconds,
            SourceIdentity = role.SourceIdentity,
            ExternalId = role.ExternalId,
            Policy = role.Policy,
            SerialNumber = mfa?.SerialNumber,
            TokenCode = mfa?.Code,
        };
        if (role.PolicyArns.Count > 0)
            request.PolicyArns = [.. role.PolicyArns.Select(arn => new PolicyDescriptorType { Arn = arn })];
        if (role.Tags.Count > 0)
            request.Tags = [.. role.Tags.Keys.Select(key => new Tag { Key = key, Value = role.Tags[key] })];
        if (role.TransitiveTagKeys.Count > 0)
            request.TransitiveTagKeys = [.. role.TransitiveTagKeys];
        return request;
    }

    public static AssumeRoleWithWebIdentityRequest WithWebIdentity(AssumeRoleOptions role, string token)
    {
        if (token.Length is < 4 or > 20000)
            throw InvalidOptionException.Argument("web identity token", "4 to 20000 characters");
        Refuse(role.SourceIdentity is not null, nameof(role.SourceIdentity));
        Refuse(role.ExternalId is not null, nameof(role.ExternalId));
        Refuse(role.Tags.Count > 0, nameof(role.Tags));
        var request = new AssumeRoleWithWebIdentityRequest
        {
            RoleArn = role.RoleArn,
            RoleSessionName = role.SessionName,
            DurationSeconds = (int)role.Duration.TotalSeconds,
            Policy = role.Policy,
            WebIdentityToken = token,
        };
        if (role.PolicyArns.Count > 0)
            request.PolicyArns = [.. role.PolicyArns.Select(arn => new PolicyDescriptorType { Arn = arn })];
        return request;
    }

    // The token itself carries them, put there by the identity provider.
    private static void Refuse(bool isGiven, string option)
    {
        if (isGiven)
            throw InvalidOptionException.Argument(option, "left out with a web identity token, which carries it itself");
    }
}
