using Jenkins.AwsTemporal.Sessions;
using Jenkins.AwsTemporal.Sts;
using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>The facts that <c>inspect</c>, <c>open</c> and <c>status</c> tell of credentials.</summary>
internal static class SessionFacts
{
    public static Facts AddCredentials(
        this Facts facts, TemporaryCredentials credentials, string? accountId, string? partition, Lifetime lifetime, DateTimeOffset now)
    {
        var left = lifetime.LeftAt(now);
        return facts
            .Add("accessKeyId", "access key", credentials.AccessKeyId)
            .Add("accountId", "account", accountId)
            .Add("partition", "partition", partition)
            .Add("expiration", "expires", lifetime.Expiration, lifetime.Expiration is { } end
                ? Facts.Time(end) + (lifetime.Source == ExpirationSource.Duration ? " (estimated)" : "")
                : null)
            .Add("expirationSource", "end known", lifetime.Source switch
            {
                ExpirationSource.Paste => "paste",
                ExpirationSource.Duration => "duration",
                _ => "unknown",
            }, lifetime.Source switch
            {
                ExpirationSource.Paste => "yes, it came with the credentials",
                ExpirationSource.Duration => "no, estimated from the duration that was asked for",
                _ => "no, only AWS can tell",
            })
            .Add("secondsLeft", "left", left is null ? null : (long)left.Value.TotalSeconds, left is null ? null : TimeWords.Of(left.Value));
    }

    public static Facts AddIdentity(this Facts facts, CallerIdentity? identity) => facts
        .Add("arn", "identity", identity?.Arn)
        .Add("userId", "user id", identity?.UserId);

    public static Facts AddSession(this Facts facts, Session session, DateTimeOffset now) => facts
        .AddCredentials(
            session.Credentials,
            session.Identity?.AccountId ?? session.Credentials.AccountId,
            session.Identity?.Partition,
            session.Lifetime,
            now)
        .AddIdentity(session.Identity)
        .Add("region", "region", session.Region);
}
