using System.Text.Json.Nodes;
using AwsEmulator.Identity;
using AwsEmulator.Wire;

namespace AwsEmulator.Secrets;

/// <summary>The operations of Secrets Manager, by name.</summary>
internal sealed class SecretsManagerService(Cloud cloud)
{
    public Answer Serve(Call call)
    {
        var input = call.Request.Json();
        var access = new SecretAccess(cloud, call);
        var reading = new Reading(access);
        var writing = new Writing(access);
        return JsonProtocol.Result(call.Request.Action switch
        {
            "GetSecretValue" => reading.GetSecretValue(input),
            "BatchGetSecretValue" => reading.BatchGetSecretValue(input),
            "DescribeSecret" => reading.DescribeSecret(input),
            "ListSecrets" => reading.ListSecrets(input),
            "ListSecretVersionIds" => reading.ListSecretVersionIds(input),
            "CreateSecret" => writing.CreateSecret(input),
            "PutSecretValue" => writing.PutSecretValue(input),
            "DeleteSecret" => writing.DeleteSecret(input),
            "RestoreSecret" => writing.RestoreSecret(input),
            _ => throw new AwsException("InvalidAction", ""),
        });
    }

    /// <summary>Times as JSON 1.1 writes them: seconds since 1970 with a fraction.</summary>
    public static JsonNode Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;

    public static JsonArray Array(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
