// What the package's readme says: a paste on standard input becomes a secret. REF is the first argument.
using System.Text;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Jenkins.AwsTemporal;
using Jenkins.AwsTemporal.Calling;
using Jenkins.AwsTemporal.Handover;
using Jenkins.AwsTemporal.Pasting;
using Jenkins.AwsTemporal.Secrets;
using Jenkins.AwsTemporal.Sts;
using Jenkins.AwsTemporal.Validity;

try
{
    var pasted = PastedCredentials.Parse(await Console.In.ReadToEndAsync());
    new CredentialRequirements(accounts: ["123456789012"], minimumLife: TimeSpan.FromMinutes(5))
        .CheckLife(Lifetime.Of(pasted.Credentials, duration: null, DateTimeOffset.UtcNow), DateTimeOffset.UtcNow);
    var options = AwsCallOptions.FromEnvironment(Environment.GetEnvironmentVariable, "eu-central-1");
    using var caller = new CallerIdentityReader(pasted.Credentials, options);
    Console.WriteLine(await caller.ReadAsync());

    using var secrets = new SecretReader(pasted.Credentials, options);
    using var value = await secrets.ReadAsync(SecretReference.Parse(args[0]));
    Console.WriteLine(Encoding.UTF8.GetString(value.Bytes.Span));

    using var sts = new AmazonSecurityTokenServiceClient(
        new ExplodingCredentials(pasted.Credentials), new AmazonSecurityTokenServiceConfig { ServiceURL = options.StsEndpoint!.AbsoluteUri });
    Console.WriteLine((await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest())).Arn);
    return 0;
}
catch (AwsTemporalException fault)
{
    Console.Error.WriteLine($"{fault.Code}: {fault.Message}\n{fault.Hint}");
    return 1;
}
