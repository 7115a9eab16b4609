using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Jenkins.AwsTemporal.Tests.Calling;

/// <summary>moto, an AWS that others wrote: an independent check of the wire format. Tests skip where it is not installed.</summary>
internal sealed class Moto : IDisposable
{
    private readonly Process _process;

    private Moto(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public static async Task<Moto> StartAsync()
    {
        var port = FreePort();
        var start = new ProcessStartInfo("moto_server", ["-H", "127.0.0.1", "-p", $"{port}"]) { RedirectStandardError = true, RedirectStandardOutput = true };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new IgnoreException("moto_server is not installed: pip install 'moto[server]'");
        }

        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var moto = new Moto(process, new Uri($"http://127.0.0.1:{port}"));
        for (var i = 0; i < 300 && !process.HasExited; i++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return moto;
            }
            catch (SocketException)
            {
                await Task.Delay(100);
            }
        }

        moto.Dispose();
        throw new AssertionException("moto_server did not start");
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
