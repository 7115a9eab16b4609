using System.Globalization;
using AwsEmulator.Identity;
using AwsEmulator.Wire;
using static AwsEmulator.Wire.QueryProtocol;

namespace AwsEmulator.Sts;

/// <summary>The operations of STS, by name.</summary>
internal sealed class StsService(Cloud cloud, Func<TimeSpan, TimeSpan> capLife)
{
    public Answer Serve(Call call)
    {
        var action = call.Request.Action;
        return action switch
        {
            "GetCallerIdentity" => GetCallerIdentity(call),
            "GetSessionToken" => new GetSessionToken(capLife).Serve(call),
            "AssumeRole" => new AssumeRole(cloud, capLife).Serve(call),
            "AssumeRoleWithWebIdentity" => new AssumeRoleWithWebIdentity(cloud, capLife).Serve(call),
            "" => throw new AwsException("MissingAction", "The request must contain the parameter Action"),
            _ => throw new AwsException(
                "InvalidAction", $"Could not find operation {action} for version {call.Request.Parameter("Version") ?? "NO_VERSION_SPECIFIED"}"),
        };
    }

    /// <summary>Answers whoever has live credentials, whatever the policies say.</summary>
    private static Answer GetCallerIdentity(Call call) => Result("GetCallerIdentity", call.Request.Id,
        Element("Arn", call.Caller.Arn),
        Element("UserId", call.Caller.UserId),
        Element("Account", call.Caller.Account.Id));

    public static object Issued(Credentials credentials) => Element("Credentials",
        Element("AccessKeyId", credentials.AccessKeyId),
        Element("SecretAccessKey", credentials.SecretAccessKey),
        Element("SessionToken", credentials.SessionToken),
        Element("Expiration", credentials.Expiration!.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)));
}
