using System.Net;

namespace Jenkins.AwsTemporal.Calling;

/// <summary>How a call is made, wherever it goes.</summary>
internal static class Connections
{
    /// <summary>
    /// Follows no redirect, because what proves the caller would be sent along; a connection has a time limit of its own;
    /// proxy and trusted roots are the options'.
    /// </summary>
    public static SocketsHttpHandler New(AwsCallOptions options)
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
        return sockets;
    }
}
