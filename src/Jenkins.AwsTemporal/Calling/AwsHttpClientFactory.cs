using Amazon.Runtime;

namespace Jenkins.AwsTemporal.Calling;

/// <summary>The connections of one client.</summary>
internal sealed class AwsHttpClientFactory(AwsCallOptions options, AnswerShape shape, AwsPeer peer) : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => NewClient();

    public HttpClient NewClient()
    {
#pragma warning disable CA2000 // The client owns its handlers, and the SDK disposes of the client.
        return new HttpClient(new AnswerGuard(shape, peer, Connections.New(options)), disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
#pragma warning restore CA2000
    }

    /// <summary>One per client of the SDK, disposed of with it.</summary>
    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => true;

    public override string? GetConfigUniqueString(IClientConfig clientConfig) => null;
}
