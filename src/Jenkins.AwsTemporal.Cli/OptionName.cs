namespace Jenkins.AwsTemporal.Cli;

/// <summary>What the command line calls a property of the library.</summary>
internal static class OptionName
{
    public static string Of(string property) => property switch
    {
        "Role" or "RoleArn" => "--role",
        "AccountId" => "--account",
        "Region" => "--region",
        "SessionName" => "--session-name",
        "Duration" or "duration" => "--duration",
        "job" => "--job",
        "build" => "--build",
        "SourceIdentity" => "--source-identity",
        "ExternalId" => "--external-id",
        "Policy" => "--policy",
        "PolicyArns" => "--policy-arn",
        "Tags" => "--tag",
        "TransitiveTagKeys" => "--transitive-tag",
        "SerialNumber" => "--serial",
        "Description" => "--description",
        "KmsKeyId" => "--kms-key-id",
        "Prefix" => "--prefix",
        "key" => "--seal-for",
        "MfaCode" => "MFA code",
        _ => property,
    };
}
