using System.Net;
using Amazon.Runtime;

namespace Jenkins.AwsTemporal.Calling;

/// <summary>
/// The connections of one client: no redirect is followed (the SDK would send the session token along), a connection
/// has a time limit of its own, proxy and trusted roots are the options'.
/// </summary>
internal sealed class AwsHttpClientFactory(AwsCallOptions options, AnswerShape shape, AwsPeer peer) : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => NewClient();

    public HttpClient NewClient()
    {
        var sockets = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = options.ConnectTimeout,
            Proxy = options.Proxy,
            UseProxy = options.Proxy is not null,
            UseCookies = false,
        };

        // Not before: reading a certificate needs OpenSSL, whose absence is found out when a call begins.
        sockets.SslOptions.CertificateChainPolicy = CertificateBundle.TrustOf(options);
#pragma warning disable CA2000 // The client owns its handlers, and the SDK disposes of the client.
        return new HttpClient(new AnswerGuard(shape, peer, sockets), disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
#pragma warning restore CA2000
    }

    /// <summary>One per client of the SDK, disposed of with it.</summary>
    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => true;

    public override string? GetConfigUniqueString(IClientConfig clientConfig) => null;
}
