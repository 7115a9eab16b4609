using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Jenkins.AwsTemporal.Tests.Policies;

/// <summary>moto with IAM and CloudFormation, spoken to by the AWS CLI; it can be told to enforce policies.</summary>
internal sealed class MotoCloud : IDisposable
{
    private readonly Process _process;

    private MotoCloud(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<MotoCloud> StartAsync()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        var process = Tool.Start("moto_server", ["-H", "127.0.0.1", "-p", $"{port}"], "pip install 'moto[server]'");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var moto = new MotoCloud(process, new Uri($"http://127.0.0.1:{port}"));
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

    /// <summary>From now on policies and trust policies are enforced, as far as moto understands them, or no longer.</summary>
    public async Task EnforceAsync(bool enforce)
    {
        using var http = new HttpClient();
        using var content = new StringContent(enforce ? "0" : "inf");
        using var response = await http.PostAsync(new Uri(Address, "/moto-api/reset-auth"), content);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>What the AWS CLI answers, as an administrator.</summary>
    public async Task<JsonNode> AwsAsync(string region, params string[] arguments)
    {
        var (exitCode, output, error) = await Tool.RunAsync(
            "aws",
            [.. arguments, "--region", region, "--output", "json", "--endpoint-url", Address.AbsoluteUri],
            "pip install awscli",
            ("AWS_ACCESS_KEY_ID", "admin"),
            ("AWS_SECRET_ACCESS_KEY", "admin"),
            ("AWS_CONFIG_FILE", Path.DirectorySeparatorChar + "nowhere"),
            ("AWS_SHARED_CREDENTIALS_FILE", Path.DirectorySeparatorChar + "nowhere"));
        Assert.That(exitCode, Is.Zero, error);
        return output.Length == 0 ? new JsonObject() : JsonNode.Parse(output)!;
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }
}
