using Amazon;
using Amazon.Runtime;

namespace Jenkins.AwsTemporal.Calling;

/// <summary>
/// The one way a call to AWS is made: one deadline over everything, every failure an <see cref="AwsCallException"/>.
/// One caller per client of the SDK.
/// </summary>
internal sealed class AwsCaller
{
    private readonly AwsCallOptions _options;
    private readonly IReadOnlyList<string> _secrets;

    /// <param name="options">How to call.</param>
    /// <param name="secrets">Texts that no error may quote: the secret key and token in use, a code, a web identity.</param>
    public AwsCaller(AwsCallOptions options, params IReadOnlyList<string> secrets)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _secrets = secrets;
        Peer = new AwsPeer(options.TimeProvider);
    }

    /// <summary>Whom the last call talked to.</summary>
    public AwsPeer Peer { get; }

    /// <summary>
    /// Sets everything that the SDK would otherwise look up: what is set here it reads neither from the environment
    /// nor from <c>~/.aws</c> (where one malformed line makes its every client unusable), nor from a metadata service.
    /// </summary>
    /// <param name="config">The client's configuration.</param>
    /// <param name="endpoint">The user's own endpoint, or null.</param>
    /// <param name="shape">What the service answers with.</param>
    /// <param name="once">Send every request once and never again: it carries a code that works once.</param>
    public T Configure<T>(T config, Uri? endpoint, AnswerShape shape, bool once = false)
        where T : ClientConfig
    {
        if (endpoint is not null && (_options.UseFips || _options.UseDualStack))
        {
            throw new InvalidOptionException(
                ErrorCode.InvalidConfiguration,
                _options.UseFips ? nameof(AwsCallOptions.UseFips) : nameof(AwsCallOptions.UseDualStack),
                "an endpoint of one's own cannot be combined with FIPS or dual-stack endpoints",
                "unset the endpoint, or AWS_USE_FIPS_ENDPOINT and AWS_USE_DUALSTACK_ENDPOINT");
        }

        config.DefaultConfigurationMode = DefaultConfigurationMode.Standard;
        config.IgnoreConfiguredEndpointUrls = true;
        if (endpoint is null) config.RegionEndpoint = RegionEndpoint.GetBySystemName(_options.Region);
        else config.ServiceURL = endpoint.AbsoluteUri;
        config.AuthenticationRegion = _options.Region; // Else the SDK signs for us-east-1 under an endpoint of one's own.
        config.UseFIPSEndpoint = _options.UseFips;
        config.UseDualstackEndpoint = _options.UseDualStack;

        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = once ? 0 : _options.MaxAttempts - 1;
        config.MaxStaleConnectionRetries = 0; // Else a POST is sent up to 13 times when the connection closes after it.
        config.DisableClockSkewCorrection = false;

        config.HttpClientFactory = new AwsHttpClientFactory(_options, shape, Peer);
        config.HttpClientCacheSize = 1;
        config.AllowAutoRedirect = false;
        config.ConnectTimeout = _options.ConnectTimeout;
        config.Timeout = Timeout.InfiniteTimeSpan;

        config.AccountIdEndpointMode = AccountIdEndpointMode.DISABLED;
        config.AuthSchemePreference = [];
        config.SigV4aSigningRegionSet = [];
        config.ClientAppId = "Jenkins.AwsTemporal";
        config.DisableLogging = true;
        config.DisableRequestCompression = true;
        config.EndpointDiscoveryEnabled = false;
        config.LogResponse = false;
        config.RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED;
        config.RequestMinCompressionSizeBytes = 0;
        config.ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED;
        return config;
    }

    /// <summary>Makes one call within <see cref="AwsCallOptions.Timeout"/>.</summary>
    /// <param name="operation">The operation's name.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="carried">A secret that this call sends, which no error may quote either.</param>
    /// <exception cref="AwsCallException">It failed, or the time ran out.</exception>
    /// <exception cref="InvalidOptionException">The certificate bundle cannot be used.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<T> CallAsync<T>(string operation, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken, string? carried = null)
    {
        if (!OpenSsl.IsUsable) throw AwsErrors.OpenSslMissing(operation);

        using var timer = new CancellationTokenSource(_options.Timeout, _options.TimeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        var start = _options.TimeProvider.GetTimestamp();
        try
        {
            var answer = await call(both.Token).ConfigureAwait(false);
            var milliseconds = MillisecondsSince(start);
            CallLog.Answered(_options.Logger, operation, Peer.Host ?? "", milliseconds);
            return answer;
        }
        catch (Exception e) when (e is not AwsTemporalException)
        {
            // Asked first: whatever a cancelled call throws, it was cancelled. Fresh, as the SDK's own holds the request.
            cancellationToken.ThrowIfCancellationRequested();
            var failure = AwsErrors.From(e, new FailedCall(operation, Peer, _options, _secrets, carried, timer.IsCancellationRequested));
            var milliseconds = MillisecondsSince(start);
            CallLog.Failed(
                _options.Logger, operation, Peer.Host ?? "", milliseconds, failure.Code, failure.AwsErrorCode ?? "no answer", failure.RequestId ?? "none");
            throw failure;
        }
    }

    /// <summary>What AWS refused of one part of a call that succeeded as a whole.</summary>
    public AwsCallException Refusal(string operation, string? awsCode, string? message) => AwsRefusal.From(
        new AmazonServiceException(message, null, ErrorType.Unknown, awsCode, null, System.Net.HttpStatusCode.BadRequest),
        new FailedCall(operation, Peer, _options, _secrets, carried: null, timeIsUp: false));

    private long MillisecondsSince(long start) => (long)_options.TimeProvider.GetElapsedTime(start).TotalMilliseconds;
}
