using System.Net.Sockets;
using System.Text;

namespace Jenkins.AwsTemporal.Tests.Calling;

/// <summary>One connection of <see cref="RawServer"/> after its request was read.</summary>
internal sealed class RawConnection(Socket socket, Stream stream, string request, CancellationToken stopped)
{
    public string Request => request;

    public async Task SendAsync(string text)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), stopped);
        await stream.FlushAsync(stopped);
    }

    /// <summary>A whole answer; <paramref name="headers"/> are lines that end in CRLF.</summary>
    public Task AnswerAsync(int status, string body, string headers = "") =>
        SendAsync($"HTTP/1.1 {status} X\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}");

    public Task HangAsync() => Task.Delay(Timeout.Infinite, stopped);

    /// <summary>Closes with RST.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
    }
}
