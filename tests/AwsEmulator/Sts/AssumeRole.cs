using System.Globalization;
using AwsEmulator.Identity;
using AwsEmulator.Policies;
using AwsEmulator.Wire;
using static AwsEmulator.Wire.QueryProtocol;

namespace AwsEmulator.Sts;

/// <summary>A role's session for whoever both sides' policies let in.</summary>
internal sealed class AssumeRole(Cloud cloud, Func<TimeSpan, TimeSpan> capLife)
{
    private const int ChainedSeconds = 3600;

    public Answer Serve(Call call)
    {
        var request = call.Request;
        var caller = call.Caller;
        var ask = SessionRequest.Read(request);
        var packed = ask.Pack(cloud);
        var arn = call.Resource = ask.RoleArn;
        var role = SessionRequest.FindRole(cloud, arn, caller.Account.Partition);
        var mfa = Mfa.Check(caller, request);
        var denied = AwsException.AccessDenied($"User: {caller.Arn} is not authorized to perform: sts:AssumeRole on resource: {arn}");
        if (role is null)
            throw denied;

        var tags = Inherit(caller, ask);
        var sourceIdentity = caller.SourceIdentity ?? ask.SourceIdentity;
        if (ask.SourceIdentity is not null && ask.SourceIdentity != sourceIdentity)
            throw denied;

        var context = call.Context()
            .Set("sts:RoleSessionName", ask.SessionName)
            .Set("sts:ExternalId", request.Parameter("ExternalId"))
            .Set("sts:SourceIdentity", ask.SourceIdentity)
            .Set("aws:TagKeys", [.. ask.Tags.Keys])
            .Set("sts:TransitiveTagKeys", [.. ask.TransitiveTagKeys]);
        foreach (var (key, value) in ask.Tags)
            context.Set($"aws:RequestTag/{key}", value);
        if (mfa)
            context.Set("aws:MultiFactorAuthPresent", "true").Set("aws:MultiFactorAuthAge", "0");

        Authorization.DemandTrust(caller, new("sts:AssumeRole", arn, context), role);
        if (tags.Count > 0)
            Authorization.DemandTrust(caller, new("sts:TagSession", arn, context), role);
        if (sourceIdentity is not null)
            Authorization.DemandTrust(caller, new("sts:SetSourceIdentity", arn, context), role);

        var life = ask.Life(role, caller.IsTemporary ? ChainedSeconds : null);
        var session = role.Assume(new RoleSession(ask.SessionName, capLife(life))
        {
            SourceIdentity = sourceIdentity,
            Tags = tags,
            TransitiveTagKeys = caller.TransitiveTagKeys.Union(ask.TransitiveTagKeys).ToHashSet(StringComparer.OrdinalIgnoreCase),
            Policies = ask.Policies(cloud),
        });
        call.Issued = session;
        return Result("AssumeRole", request.Id,
            StsService.Issued(session),
            Element("AssumedRoleUser", Element("AssumedRoleId", session.UserId), Element("Arn", session.Arn)),
            packed > 0 ? Element("PackedPolicySize", packed.ToString(CultureInfo.InvariantCulture)) : "",
            sourceIdentity is null ? "" : Element("SourceIdentity", sourceIdentity));
    }

    private static Dictionary<string, string> Inherit(Credentials caller, SessionRequest ask)
    {
        if (ask.Tags.Keys.Any(caller.TransitiveTagKeys.Contains))
            throw new AwsException(
                "InvalidParameterValue",
                "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.");
        var tags = new Dictionary<string, string>(ask.Tags, StringComparer.OrdinalIgnoreCase);
        foreach (var key in caller.TransitiveTagKeys)
            tags[key] = caller.SessionTags[key];
        return tags;
    }
}
