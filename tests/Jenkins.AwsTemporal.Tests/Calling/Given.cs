using Jenkins.AwsTemporal.Calling;
using Jenkins.AwsTemporal.Secrets;
using Jenkins.AwsTemporal.Sts;

namespace Jenkins.AwsTemporal.Tests.Calling;

/// <summary>What the tests of calls start from. The credentials are canaries: no error may hold them.</summary>
internal static class Given
{
    public const string AccessKeyId = "ASIAY34FZKBOKMUTVV7A";
    public const string SecretAccessKey = "canarySECRETkey/0123456789+abcdefghijklm";
    public const string SessionToken = "canaryTOKEN/IQoJb3JpZ2luX2VjEOz//////////wEaCXVzLWVhc3QtMSJHMEUCIQDxzyAbCdEfGh+0123456789abcdefghij0123456789canaryEND==";
    public const string IdentityXml =
        """
        <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <GetCallerIdentityResult>
            <Arn>arn:aws-us-gov:sts::123456789012:assumed-role/deploy/anna</Arn>
            <UserId>AROAEXAMPLEEXAMPLEEXA:anna</UserId>
            <Account>123456789012</Account>
          </GetCallerIdentityResult>
          <ResponseMetadata><RequestId>11111111-2222-3333-4444-555555555555</RequestId></ResponseMetadata>
        </GetCallerIdentityResponse>
        """;

    public static TemporaryCredentials Credentials => new(AccessKeyId, SecretAccessKey, SessionToken);

    public static AwsCallOptions Options(Uri endpoint) => new("eu-central-1")
    {
        StsEndpoint = endpoint,
        SecretsManagerEndpoint = endpoint,
        Timeout = TimeSpan.FromSeconds(20),
        MaxAttempts = 1,
    };

    public static async Task<CallerIdentity> IdentityAsync(AwsCallOptions options, CancellationToken cancellationToken = default)
    {
        using var reader = new CallerIdentityReader(Credentials, options);
        return await reader.ReadAsync(cancellationToken);
    }

    public static async Task<SecretValue> SecretAsync(AwsCallOptions options, string reference = "db/prod")
    {
        using var reader = new SecretReader(Credentials, options);
        return await reader.ReadAsync(SecretReference.Parse(reference));
    }

    public static string ErrorXml(string code, string message) =>
        $"<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>rid-1</RequestId></ErrorResponse>";
}
