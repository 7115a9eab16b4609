using AwsEmulator.Identity;
using AwsEmulator.Policies;
using AwsEmulator.Wire;
using static AwsEmulator.Wire.QueryProtocol;

namespace AwsEmulator.Sts;

/// <summary>A role's session for the bearer of an identity provider's token; the call itself is not signed.</summary>
internal sealed class AssumeRoleWithWebIdentity(Cloud cloud, Func<TimeSpan, TimeSpan> capLife)
{
    public Answer Serve(Call call)
    {
        var request = call.Request;
        var checks = new Constraints(request).Required("WebIdentityToken").Length("WebIdentityToken", 4, 20000);
        checks.Demand();
        var ask = SessionRequest.Read(request);
        ask.Pack(cloud);
        call.Resource = ask.RoleArn;
        var role = SessionRequest.FindRole(cloud, ask.RoleArn, partition: null) ?? throw Denied();

        var (provider, claims) = role.Account.IdentityProviders
            .Select(provider => (provider, claims: provider.Claims(request.Parameter("WebIdentityToken")!)))
            .FirstOrDefault(pair => pair.claims is not null);
        if (claims is null)
            throw new AwsException("InvalidIdentityToken", "No OpenIDConnect provider found in your account for the issuer of this token");
        if (call.Time >= DateTimeOffset.FromUnixTimeSeconds((long)claims["exp"]!))
            throw new AwsException("ExpiredTokenException", "Token expired: current date/time must be before the expiration date/time");

        var (subject, audience) = ((string)claims["sub"]!, (string)claims["aud"]!);
        var context = call.Context()
            .Set($"{provider.Name}:sub", subject)
            .Set($"{provider.Name}:aud", audience)
            .Set("aws:FederatedProvider", provider.Arn)
            .Set("sts:RoleSessionName", ask.SessionName);
        var access = new AccessRequest("sts:AssumeRoleWithWebIdentity", role.Arn, context);
        var applicable = role.TrustPolicy.Statements
            .Where(statement => statement.Principal?.NamesProvider(provider.Arn) == true && statement.Applies(access));
        if (PolicyDocument.Judge(applicable) != Verdict.Allowed)
            throw Denied();

        var session = role.Assume(new RoleSession(ask.SessionName, capLife(ask.Life(role))) { Policies = ask.Policies(cloud) });
        call.Issued = session;
        return Result("AssumeRoleWithWebIdentity", request.Id,
            StsService.Issued(session),
            Element("SubjectFromWebIdentityToken", subject),
            Element("AssumedRoleUser", Element("AssumedRoleId", session.UserId), Element("Arn", session.Arn)),
            Element("Provider", provider.Arn),
            Element("Audience", audience));
    }

    private static AwsException Denied() =>
        AwsException.AccessDenied("Not authorized to perform sts:AssumeRoleWithWebIdentity");
}
