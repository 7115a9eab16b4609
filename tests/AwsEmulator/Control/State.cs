using System.Text.Json.Nodes;
using AwsEmulator.Identity;

namespace AwsEmulator.Control;

/// <summary>What a harness needs to know to act as the people and pipelines of the emulated accounts.</summary>
internal static class State
{
    public static JsonObject Of(Emulator emulator) => new()
    {
        ["url"] = emulator.Url,
        ["certificateFile"] = emulator.CertificateFile,
        ["now"] = emulator.Clock.GetUtcNow(),
        ["accounts"] = List(emulator.Cloud.Accounts, Of),
    };

    /// <summary>Temporary credentials in the shape of AWS's own answers.</summary>
    public static JsonObject Of(Credentials credentials) => new()
    {
        ["Credentials"] = new JsonObject
        {
            ["AccessKeyId"] = credentials.AccessKeyId,
            ["SecretAccessKey"] = credentials.SecretAccessKey,
            ["SessionToken"] = credentials.SessionToken,
            ["Expiration"] = credentials.Expiration!.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00'", null),
        },
    };

    private static JsonObject Of(Account account) => new()
    {
        ["id"] = account.Id,
        ["partition"] = account.Partition,
        ["users"] = List(account.Users, Of),
        ["roles"] = List(account.Roles, role => new JsonObject
        {
            ["name"] = role.Name,
            ["arn"] = role.Arn,
            ["maxSessionDuration"] = (int)role.MaxSessionDuration.TotalSeconds,
        }),
        ["secrets"] = List(account.Secrets, secret => new JsonObject
        {
            ["region"] = secret.Region,
            ["name"] = secret.Name,
            ["arn"] = secret.Arn,
        }),
    };

    private static JsonObject Of(User user) => new()
    {
        ["name"] = user.Name,
        ["arn"] = user.Arn,
        ["accessKeys"] = List(user.AccessKeys, key => new JsonObject
        {
            ["accessKeyId"] = key.AccessKeyId,
            ["secretAccessKey"] = key.SecretAccessKey,
        }),
        ["mfaDevices"] = List(user.MfaDevices, device => new JsonObject
        {
            ["serialNumber"] = device.SerialNumber,
            ["seed"] = device.Seed,
        }),
    };

    private static JsonArray List<T>(IEnumerable<T> items, Func<T, JsonObject> write) => new([.. items.Select(write)]);
}
