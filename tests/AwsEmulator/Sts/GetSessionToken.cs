using AwsEmulator.Wire;

namespace AwsEmulator.Sts;

/// <summary>A user's own session, with or without an MFA code.</summary>
internal sealed class GetSessionToken(Func<TimeSpan, TimeSpan> capLife)
{
    public Answer Serve(Call call)
    {
        var request = call.Request;
        var checks = new Constraints(request);
        var duration = checks.Number("DurationSeconds", 900, 129600) ?? 43200;
        checks.Length("SerialNumber", 9, 256).Pattern("SerialNumber", @"[\w+=/:,.@-]*");
        checks.Length("TokenCode", 6, 6).Pattern("TokenCode", @"[\d]*");
        checks.Demand();
        if (call.Caller.IsTemporary)
            throw AwsException.AccessDenied("Cannot call GetSessionToken with session credentials");

        var mfa = Mfa.Check(call.Caller, request);
        var session = call.Caller.User!.GetSessionToken(capLife(TimeSpan.FromSeconds(duration)), mfa);
        call.Issued = session;
        return QueryProtocol.Result("GetSessionToken", request.Id, StsService.Issued(session));
    }
}
