using System.Net;
using System.Security.Cryptography.X509Certificates;
using Amazon.Runtime;

namespace Jenkins.AwsTemporal.Calling;

/// <summary>
/// The connections of one client: no redirect is followed (the SDK would send the session token along), a connection
/// has a time limit of its own, proxy and trusted roots are the options'.
/// </summary>
internal sealed class AwsHttpClientFactory(AwsCallOptions options, X509ChainPolicy? trust, AnswerShape shape, AwsPeer peer) : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig)
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
        sockets.SslOptions.CertificateChainPolicy = trust;
#pragma warning disable CA2000 // The client owns its handlers, and the SDK disposes of the client.
        return new HttpClient(new AnswerGuard(shape, peer, sockets), disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
#pragma warning restore CA2000
    }

    /// <summary>One per client of the SDK, disposed of with it.</summary>
    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => true;

    public override string? GetConfigUniqueString(IClientConfig clientConfig) => null;
}
