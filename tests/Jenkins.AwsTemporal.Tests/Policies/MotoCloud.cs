using System.Text.Json.Nodes;
using Jenkins.AwsTemporal.Tests.Calling;

namespace Jenkins.AwsTemporal.Tests.Policies;

/// <summary>moto with IAM and CloudFormation, spoken to by the AWS CLI; it can be told to enforce policies.</summary>
internal sealed class MotoCloud : IDisposable
{
    private readonly Moto _moto;

    private MotoCloud(Moto moto) => _moto = moto;

    public Uri Address => _moto.Address;

    public static async Task<MotoCloud> StartAsync() => new(await Moto.StartAsync());

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

    public void Dispose() => _moto.Dispose();
}
