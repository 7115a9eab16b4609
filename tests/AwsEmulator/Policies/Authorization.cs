using AwsEmulator.Identity;
using AwsEmulator.Wire;

namespace AwsEmulator.Policies;

/// <summary>IAM's decision: identity policies, session policies and the resource's own policy together.</summary>
internal static class Authorization
{
    /// <summary>Throws AWS's AccessDenied unless the caller may.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="request">For what.</param>
    /// <param name="owner">The account that owns the resource; null for one that nobody has.</param>
    /// <param name="shown">The resource as the message names it.</param>
    /// <param name="resourcePolicy">The resource's own policy, if it has one.</param>
    public static void Demand(Credentials caller, AccessRequest request, Account? owner, string shown, PolicyDocument? resourcePolicy = null)
    {
        if (Reason(caller, request, owner, resourcePolicy) is { } reason)
            throw AwsException.AccessDenied($"User: {caller.Arn} is not authorized to perform: {request.Action} on resource: {shown} {reason}");
    }

    /// <summary>A role can only be assumed by whom its trust policy allows.</summary>
    public static void DemandTrust(Credentials caller, AccessRequest request, Role role)
    {
        if (Reason(caller, request, role.Account, role.TrustPolicy, required: true) is not { } reason)
            return;
        // STS tells of an explicit deny, and says nothing of what is missing.
        var told = reason.StartsWith("with ", StringComparison.Ordinal) ? " " + reason : "";
        throw AwsException.AccessDenied($"User: {caller.Arn} is not authorized to perform: {request.Action} on resource: {request.Resource}{told}");
    }

    /// <summary>Null when allowed, else the end of AWS's sentence.</summary>
    private static string? Reason(
        Credentials caller, AccessRequest request, Account? owner, PolicyDocument? resourcePolicy, bool required = false)
    {
        var identity = PolicyDocument.Judge(caller.IdentityPolicies, request);
        if (identity == Verdict.Denied)
            return "with an explicit deny in an identity-based policy";
        var session = caller.SessionPolicies.Count == 0 ? Verdict.Allowed : PolicyDocument.Judge(caller.SessionPolicies, request);
        if (session == Verdict.Denied)
            return "with an explicit deny in a session policy";

        var applicable = (resourcePolicy?.Statements ?? []).Where(statement => statement.Applies(request)).ToList();
        var direct = PolicyDocument.Judge(applicable.Where(statement => statement.Principal?.Names(caller) ?? false));
        var account = PolicyDocument.Judge(applicable.Where(statement => statement.Principal?.NamesAccountOf(caller) ?? false));
        if (direct == Verdict.Denied || account == Verdict.Denied)
            return "with an explicit deny in a resource-based policy";

        var resource = direct == Verdict.Allowed || account == Verdict.Allowed;
        if (session == Verdict.Silent)
            return $"because no session policy allows the {request.Action} action";
        if (caller.Account == owner)
        {
            if (direct == Verdict.Allowed)
                return null;
            required &= account != Verdict.Allowed;
        }
        else
        {
            required = !resource;
        }
        if (identity != Verdict.Allowed)
            return $"because no identity-based policy allows the {request.Action} action";
        return required ? $"because no resource-based policy allows the {request.Action} action" : null;
    }
}
