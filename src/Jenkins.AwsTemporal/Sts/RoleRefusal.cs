using System.Text.RegularExpressions;
using Jenkins.AwsTemporal.Calling;

namespace Jenkins.AwsTemporal.Sts;

/// <summary>
/// Why STS refused a session, by its cause. STS has one code, AccessDenied, for most of them, so its words decide; where
/// they are new, the refusal stays as it came.
/// </summary>
internal static partial class RoleRefusal
{
    public static AwsCallException Explain(AwsCallException fault, AssumeRoleOptions role, MfaCode? mfa) =>
        ExplainMfa(fault, mfa) ?? ExplainLimit(fault, role) ?? ExplainDenial(fault, role, mfa) ?? fault;

    /// <summary>Of a call that a web identity token makes, nobody's credentials are at fault.</summary>
    public static AwsCallException ExplainWebIdentity(AwsCallException fault, AssumeRoleOptions role) => fault.AwsErrorCode switch
    {
        "ExpiredToken" or "ExpiredTokenException" => fault.Explained(
            ErrorCode.Expired,
            $"{fault.Operation} refused: the web identity token has expired",
            "take a fresh token from its identity provider: most live for minutes"),
        "InvalidIdentityToken" or "InvalidIdentityTokenException" => fault.Explained(
            ErrorCode.InvalidRequest,
            $"{fault.Operation} refused: the web identity token is not valid: {Words(fault)}",
            "check that the token is whole, and that the role's account has its issuer as an identity provider"),
        "IDPRejectedClaim" or "IDPRejectedClaimException" => fault.Explained(
            ErrorCode.Denied,
            $"{fault.Operation} refused: the identity provider rejects the token: {Words(fault)}",
            "check that the token was not revoked, and take a fresh one"),
        "IDPCommunicationError" or "IDPCommunicationErrorException" => fault.Explained(
            ErrorCode.ServiceFailed,
            $"{fault.Operation} failed: AWS does not reach the token's identity provider",
            "try again; if it stays so, check that AWS may reach the provider's address"),
        _ => ExplainLimit(fault, role) ?? (fault.Code == ErrorCode.Denied
            ? fault.Explained(
                ErrorCode.Denied,
                $"the role {role.RoleArn} may not be assumed: {Words(fault)}",
                "check the role's name and its trust policy: the identity provider, and the token's subject and audience")
            : fault),
    };

    public static AwsCallException? ExplainMfa(AwsCallException fault, MfaCode? mfa)
    {
        if (mfa is null || !Says(fault, "MultiFactorAuthentication failed"))
            return null;
        return Says(fault, "serial number")
            ? fault.Explained(
                ErrorCode.WrongMfaDevice,
                $"{fault.Operation} refused: {mfa.SerialNumber} is no MFA device of the caller",
                "name the device by its serial number, which IAM shows under the user's security credentials")
            : fault.Explained(
                ErrorCode.WrongMfaCode,
                $"{fault.Operation} refused: the MFA code is wrong, or was used before",
                "wait for the device's next code, and give that one: AWS takes each code once");
    }

    private static AwsCallException? ExplainLimit(AwsCallException fault, AssumeRoleOptions role)
    {
        if (Says(fault, "MaxSessionDuration"))
            return fault.Explained(
                ErrorCode.TooLongSession,
                $"the role {role.RoleArn} does not allow sessions of {(int)role.Duration.TotalSeconds} seconds: its MaxSessionDuration is less",
                "ask for a shorter session, or raise the role's MaxSessionDuration");
        if (Says(fault, "role chaining"))
            return fault.Explained(
                ErrorCode.TooLongSession,
                "a role that is assumed with a role's session lives an hour at most",
                "ask for 3600 seconds or less");
        if (fault.AwsErrorCode is not ("PackedPolicyTooLarge" or "PackedPolicyTooLargeException"))
            return null;
        var percent = Percent().Match(fault.AwsWords ?? "") is { Success: true } match ? $" ({match.Value} of the space)" : "";
        return fault.Explained(
            ErrorCode.TooLargePolicy,
            $"the session's policies and tags are too large{percent}",
            "shorten the policy, or give fewer tags and managed policies");
    }

    private static AwsCallException? ExplainDenial(AwsCallException fault, AssumeRoleOptions role, MfaCode? mfa)
    {
        if (fault.Code != ErrorCode.Denied)
            return null;
        foreach (var (action, what) in (ReadOnlySpan<(string, string)>)
            [("sts:TagSession", "tag the session"), ("sts:SetSourceIdentity", "set its source identity")])
        {
            if (Says(fault, action))
                return fault.Explained(
                    ErrorCode.Denied,
                    $"the role {role.RoleArn} may not be assumed: the permission {action} is missing, which it takes to {what}",
                    $"allow {action} in the role's trust policy and in the caller's own policy, or leave it out");
        }

        return fault.Explained(
            ErrorCode.Denied,
            $"the role {role.RoleArn} may not be assumed: {Words(fault)}",
            mfa is null
                ? "check the role's name, its trust policy and the caller's policy; a trust policy that demands MFA needs a code"
                : "check the role's name, its trust policy (the caller, external id, age of the code) and the caller's policy");
    }

    private static string Words(AwsCallException fault) =>
        fault.AwsWords is { Length: > 0 } words ? words : fault.AwsErrorCode ?? "AWS gives no reason";

    private static bool Says(AwsCallException fault, string words) =>
        fault.AwsWords?.Contains(words, StringComparison.OrdinalIgnoreCase) == true;

    [GeneratedRegex("[0-9]{1,5}%", RegexOptions.CultureInvariant)]
    private static partial Regex Percent();
}
