using System.Globalization;
using AwsEmulator.Identity;
using AwsEmulator.Policies;

namespace AwsEmulator.Wire;

/// <summary>A request with its caller: what a service gets to work on, and what the audit log will say.</summary>
internal sealed class Call(AwsRequest request, Credentials? caller, DateTimeOffset time)
{
    public AwsRequest Request => request;

    /// <summary>Who signed; only AssumeRoleWithWebIdentity is called by nobody.</summary>
    public Credentials Caller => caller ?? throw new AwsException("MissingAuthenticationToken", "Request is missing Authentication Token", 403);

    public DateTimeOffset Time => time;

    /// <summary>The resource, once a service has made it out.</summary>
    public string? Resource { get; set; }

    /// <summary>A session that this call created, for the audit log.</summary>
    public Credentials? Issued { get; set; }

    /// <summary>The condition keys that every request carries.</summary>
    public RequestContext Context()
    {
        var context = new RequestContext()
            .Set("aws:RequestedRegion", request.Region)
            .Set("aws:SecureTransport", request.IsSecure ? "true" : "false")
            .Set("aws:SourceIp", "127.0.0.1")
            .Set("aws:CurrentTime", time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))
            .Set("aws:EpochTime", Seconds(time.ToUnixTimeSeconds()));
        if (caller is null)
            return context;

        context
            .Set("aws:PrincipalArn", caller.PrincipalArn)
            .Set("aws:PrincipalAccount", caller.Account.Id)
            .Set("aws:PrincipalType", caller.User is null ? "AssumedRole" : "User")
            .Set("aws:username", caller.User?.Name)
            .Set("aws:userid", caller.UserId)
            .Set("aws:SourceIdentity", caller.SourceIdentity);
        foreach (var (key, value) in caller.User?.Tags ?? caller.Role!.Tags)
            context.Set($"aws:PrincipalTag/{key}", value);
        foreach (var (key, value) in caller.SessionTags)
            context.Set($"aws:PrincipalTag/{key}", value);
        if (!caller.IsTemporary)
            return context;

        context
            .Set("aws:TokenIssueTime", caller.IssuedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))
            .Set("aws:MultiFactorAuthPresent", caller.MfaAt is null ? "false" : "true");
        if (caller.MfaAt is { } mfa)
            context.Set("aws:MultiFactorAuthAge", Seconds((long)(time - mfa).TotalSeconds));
        return context;
    }

    private static string Seconds(long seconds) => seconds.ToString(CultureInfo.InvariantCulture);
}
