using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jenkins.AwsTemporal.Calling;

/// <summary>
/// How AWS is called: where, for how long and through what. Every value is checked when it is set, so an instance is
/// always usable; a wrong value throws <see cref="InvalidOptionException"/>. Holds no credentials (a proxy's password
/// stays inside <see cref="Proxy"/>, which is not printed).
/// </summary>
public sealed record AwsCallOptions
{
    /// <summary>Options for one Region, everything else at its default.</summary>
    /// <param name="region">The Region to call and to sign for, such as <c>eu-central-1</c>. Never guessed.</param>
    /// <exception cref="InvalidOptionException"><see cref="ErrorCode.InvalidArgument"/>: not the form of a Region.</exception>
    public AwsCallOptions(string region)
    {
        if (!RegionName.IsValid(region)) throw InvalidOptionException.Argument(nameof(Region), RegionName.Rule);
        Region = region;
    }

    /// <summary>
    /// The Region to call and to sign for: 4 to 64 characters, lower-case words and a number joined by hyphens
    /// (<c>eu-central-1</c>, <c>us-gov-west-1</c>, <c>us-isob-east-1</c>).
    /// </summary>
    public string Region { get; }

    /// <summary>The endpoint of STS instead of AWS's own: absolute, http or https, without user, query or fragment.</summary>
    public Uri? StsEndpoint
    {
        get;
        init => field = EndpointAddress.Checked(nameof(StsEndpoint), value);
    }

    /// <summary>The endpoint of Secrets Manager instead of AWS's own; the same rules as <see cref="StsEndpoint"/>.</summary>
    public Uri? SecretsManagerEndpoint
    {
        get;
        init => field = EndpointAddress.Checked(nameof(SecretsManagerEndpoint), value);
    }

    /// <summary>The endpoint of IAM Identity Center's portal instead of AWS's own; the same rules as <see cref="StsEndpoint"/>.</summary>
    public Uri? SsoEndpoint
    {
        get;
        init => field = EndpointAddress.Checked(nameof(SsoEndpoint), value);
    }

    /// <summary>Call the FIPS endpoints. Not together with an endpoint of one's own: the call fails then.</summary>
    public bool UseFips { get; init; }

    /// <summary>Call the dual-stack (IPv4 and IPv6) endpoints. Not together with an endpoint of one's own.</summary>
    public bool UseDualStack { get; init; }

    /// <summary>
    /// The path of a PEM file whose certificates are trusted instead of the system's; null trusts the system's. Read
    /// by the first call.
    /// </summary>
    public string? CertificateBundle { get; init; }

    /// <summary>The proxy; null calls directly. The environment's proxy counts only through <see cref="FromEnvironment"/>.</summary>
    public IWebProxy? Proxy { get; init; }

    /// <summary>How long one connection, with its TLS, may take to open: over 0 and up to 1 hour; 10 seconds by default.</summary>
    public TimeSpan ConnectTimeout
    {
        get;
        init => field = CheckedTime(nameof(ConnectTimeout), value);
    } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a whole operation may take, with all attempts, the waiting between them and the reading of the answer:
    /// over 0 and up to 1 hour; 30 seconds by default.
    /// </summary>
    public TimeSpan Timeout
    {
        get;
        init => field = CheckedTime(nameof(Timeout), value);
    } = TimeSpan.FromSeconds(30);

    /// <summary>How often a request is sent at most, 1 to 20; 3 by default. A call with an MFA code is sent once whatever this says.</summary>
    public int MaxAttempts
    {
        get;
        init => field = value is >= 1 and <= 20
            ? value
            : throw InvalidOptionException.Argument(nameof(MaxAttempts), "a number from 1 to 20");
    } = 3;

    /// <summary>The clock, for deadlines and for measuring how far AWS's clock is away.</summary>
    public TimeProvider TimeProvider
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = TimeProvider.System;

    /// <summary>Where calls and their outcomes are logged, at <see cref="LogLevel.Debug"/>; never what they carry. Nowhere by default.</summary>
    public ILogger Logger
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = NullLogger.Instance;

    /// <summary>What the user knows <see cref="CertificateBundle"/> by.</summary>
    internal string CertificateBundleSetting { get; init; } = nameof(CertificateBundle);

    /// <summary>
    /// Options as the AWS CLI and SDKs take them from the environment. Region: <paramref name="region"/>, else
    /// <c>AWS_REGION</c>, else <c>AWS_DEFAULT_REGION</c>. Endpoints: <c>AWS_ENDPOINT_URL_STS</c>,
    /// <c>AWS_ENDPOINT_URL_SECRETS_MANAGER</c>, <c>AWS_ENDPOINT_URL_SSO</c>, else <c>AWS_ENDPOINT_URL</c>, none of them under
    /// <c>AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true</c>. Also <c>AWS_CA_BUNDLE</c>, <c>AWS_USE_FIPS_ENDPOINT</c>,
    /// <c>AWS_USE_DUALSTACK_ENDPOINT</c>, <c>AWS_MAX_ATTEMPTS</c>, and <c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c>,
    /// <c>NO_PROXY</c> in lower or upper case. An empty variable counts as unset.
    /// See https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html.
    /// </summary>
    /// <param name="environment">Looks a variable up; null when it is not set.</param>
    /// <param name="region">The Region that the user asked for; null or empty takes the environment's.</param>
    /// <exception cref="InvalidOptionException">
    /// <see cref="ErrorCode.InvalidArgument"/>: no Region, or <paramref name="region"/> is none;
    /// <see cref="ErrorCode.InvalidConfiguration"/>: a variable's value cannot be used; <c>Option</c> names it.
    /// </exception>
    public static AwsCallOptions FromEnvironment(Func<string, string?> environment, string? region = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return CallEnvironment.Read(environment, region);
    }

    private static TimeSpan CheckedTime(string property, TimeSpan value) =>
        value > TimeSpan.Zero && value <= TimeSpan.FromHours(1)
            ? value
            : throw InvalidOptionException.Argument(property, "a time over 0 and up to 1 hour");
}
