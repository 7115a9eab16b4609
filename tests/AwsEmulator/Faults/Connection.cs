using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;

namespace AwsEmulator.Faults;

/// <summary>The client's connection, to be ended rudely.</summary>
internal static class Connection
{
    /// <summary>The client sees "connection reset by peer".</summary>
    public static void Reset(HttpContext http)
    {
        if (http.Features.Get<IConnectionSocketFeature>() is { } connection)
        {
            connection.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
            connection.Socket.Close();
        }
        http.Abort();
    }

    /// <summary>The client sees the end of the stream where an answer should begin.</summary>
    public static void Close(HttpContext http)
    {
        http.Features.Get<IConnectionSocketFeature>()?.Socket.Shutdown(SocketShutdown.Both);
        http.Abort();
    }
}
