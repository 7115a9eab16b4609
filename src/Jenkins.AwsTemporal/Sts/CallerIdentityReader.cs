using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Jenkins.AwsTemporal.Calling;

namespace Jenkins.AwsTemporal.Sts;

/// <summary>Asks STS whom credentials belong to.</summary>
public sealed class CallerIdentityReader : IDisposable
{
    private readonly IAmazonSecurityTokenService _sts;
    // No machine that takes part in TLS is further off: such a date is an invention.
    private static readonly TimeSpan LargestSkew = TimeSpan.FromDays(1);

    private readonly AwsCaller _caller;

    /// <summary>Asks with these credentials, in the Region and at the endpoint of <paramref name="options"/>. Sends nothing yet.</summary>
    /// <exception cref="InvalidOptionException"><see cref="ErrorCode.InvalidConfiguration"/>: FIPS or dual-stack together with an endpoint of one's own.</exception>
    public CallerIdentityReader(TemporaryCredentials credentials, AwsCallOptions options)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        _caller = new AwsCaller(options, credentials.SecretAccessKey, credentials.SessionToken);
        _sts = StsClient.New(credentials, options, _caller);
    }

    internal CallerIdentityReader(IAmazonSecurityTokenService sts, AwsCaller caller)
    {
        _sts = sts;
        _caller = caller;
    }

    /// <summary>One GetCallerIdentity.</summary>
    /// <exception cref="AwsCallException">
    /// <see cref="ErrorCode.Expired"/>, <see cref="ErrorCode.UnknownKey"/>, <see cref="ErrorCode.WrongSecret"/>,
    /// <see cref="ErrorCode.ClockSkew"/>, <see cref="ErrorCode.RegionDisabled"/>, or a failure of the network or of AWS.
    /// </exception>
    /// <exception cref="InvalidOptionException"><see cref="ErrorCode.InvalidConfiguration"/>: the certificate bundle cannot be used.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<CallerIdentity> ReadAsync(CancellationToken cancellationToken = default) =>
        _caller.CallAsync("GetCallerIdentity", AskAsync, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _sts.Dispose();

    private async Task<CallerIdentity> AskAsync(CancellationToken cancellationToken)
    {
        var answer = await _sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellationToken).ConfigureAwait(false);
        // The account that is checked has to be the one that the ARN names, and that a session keeps.
        if (answer is not { Account.Length: > 0, Arn.Length: > 0, UserId.Length: > 0 }
            || answer.Arn.Split(':') is not ["arn", { Length: > 0 } partition, _, _, var account, _, ..]
            || account != answer.Account
            || !StsText.IsAccount(account))
            throw new ForeignAnswerException("the answer names no identity", answer?.HttpStatusCode ?? default);
        if (_caller.Peer.ClockSkew is { } skew && skew.Duration() > LargestSkew)
            throw new ForeignAnswerException("its clock is more than a day from this machine's", answer.HttpStatusCode);
        return new CallerIdentity(answer.Account, answer.Arn, answer.UserId, partition, _caller.Peer.ClockSkew);
    }
}
