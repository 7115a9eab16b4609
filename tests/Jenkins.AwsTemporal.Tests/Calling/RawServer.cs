using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Jenkins.AwsTemporal.Tests.Calling;

/// <summary>
/// A server on loopback that misbehaves below HTTP: it reads each request whole, keeps it, and does with the connection
/// whatever the test says. Each connection carries one request.
/// </summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopped = new();
    private readonly Func<RawConnection, Task> _behaviour;
    private readonly Func<RawConnection, Task>? _onConnected;
    private readonly X509Certificate2? _certificate;
    private readonly List<string> _requests = [];
    private readonly Task _serving;

    public RawServer(Func<RawConnection, Task> behaviour, X509Certificate2? certificate = null, Func<RawConnection, Task>? onConnected = null)
    {
        _onConnected = onConnected;
        _behaviour = behaviour;
        _certificate = certificate;
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Address => new($"{(_certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public IReadOnlyList<string> Requests
    {
        get { lock (_requests) return [.. _requests]; }
    }

    public static RawServer Answering(int status, string body, string headers = "") =>
        new(connection => connection.AnswerAsync(status, body, headers));

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        _listener.Stop();
        await _serving;
        _stopped.Dispose();
        _certificate?.Dispose();
    }

    private async Task ServeAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (!_stopped.IsCancellationRequested)
                connections.Add(HandleAsync(await _listener.AcceptSocketAsync(_stopped.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }

        await Task.WhenAll(connections);
    }

    private async Task HandleAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                Stream stream = new NetworkStream(socket);
                await using var plain = stream;
                if (_certificate is not null)
                {
                    var tls = new SslStream(stream);
                    await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stopped.Token);
                    stream = tls;
                }

                if (_onConnected is not null) await _onConnected(new RawConnection(socket, stream, "", _stopped.Token));
                var request = await ReadAsync(stream);
                lock (_requests) _requests.Add(request);
                await _behaviour(new RawConnection(socket, stream, request, _stopped.Token));
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
            {
                // The client went away, which is what most of these tests are about.
            }
        }
    }

    private async Task<string> ReadAsync(Stream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (true)
        {
            var read = await stream.ReadAsync(buffer, _stopped.Token);
            if (read == 0) return text.ToString();
            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
            var soFar = text.ToString();
            var end = soFar.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0) continue;
            var length = soFar.Split("\r\n").Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Select(line => int.Parse(line.AsSpan(15), null)).FirstOrDefault();
            if (soFar.Length >= end + 4 + length) return soFar;
        }
    }
}
