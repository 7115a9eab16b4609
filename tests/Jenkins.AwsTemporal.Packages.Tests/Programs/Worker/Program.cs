// A service inside a pipeline step. It does its work once, and once more for every line on standard input.
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Jenkins.AwsTemporal;
using Jenkins.AwsTemporal.Handover;
using Jenkins.AwsTemporal.Secrets;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddAwsTemporal(Environment.GetEnvironmentVariable);
builder.Services.AddHostedService<Worker>();
await builder.Build().RunAsync();

internal sealed class Worker(AWSCredentials credentials, SecretReaderFactory secrets, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var sts = new AmazonSecurityTokenServiceClient(
            credentials, new AmazonSecurityTokenServiceConfig { ServiceURL = Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL") });
        do
        {
            try
            {
                Console.WriteLine((await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), stoppingToken)).Arn);
                using var reader = await secrets.CreateAsync();
                using var value = await reader.ReadAsync(SecretReference.Parse("/prod/db"), stoppingToken);
                Console.WriteLine($"{value.Version.Name}: {value.Bytes.Length} bytes");
            }
            catch (AwsTemporalException fault)
            {
                Console.WriteLine($"{fault.Code}: {fault.Message}");
            }
        }
        while (await Console.In.ReadLineAsync(stoppingToken) is not null);
        lifetime.StopApplication();
    }
}
