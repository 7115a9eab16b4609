namespace Jenkins.AwsTemporal.Secrets;

/// <summary>The ARN of a secret: six fields and, after the sixth colon, the name with AWS's hyphen and six random characters.</summary>
internal static class SecretArn
{
    public const string Rule = "arn:PARTITION:secretsmanager:REGION:ACCOUNT:secret:NAME-XXXXXX";

    private const int Fields = 6;

    public static bool IsOne(string text) => text.StartsWith("arn:", StringComparison.Ordinal);

    /// <summary>The length of everything before the name; 0 when there are too few fields.</summary>
    public static int PrefixLength(string text)
    {
        var at = 0;
        for (var field = 0; field < Fields; field++)
        {
            var colon = text.IndexOf(':', at);
            if (colon < 0) return 0;
            at = colon + 1;
        }

        return at;
    }

    /// <summary>The Region of a prefix such as <c>arn:aws:secretsmanager:eu-west-1:123456789012:secret:</c>; null when it is none.</summary>
    public static string? RegionOf(string prefix) =>
        prefix.Split(':') is ["arn", var partition, "secretsmanager", var region, { Length: 12 } account, "secret", ""]
        && IsPartition(partition)
        && Calling.RegionName.IsValid(region)
        && account.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0
            ? region
            : null;

    public static bool HasSuffix(string name) =>
        name.Length > 7 && name[^7] == '-' && name.AsSpan(name.Length - 6).IndexOfAnyExcept(SecretName.LettersAndDigits) < 0;

    /// <summary>Whether an ARN as it was asked for, which may lack its six characters, means a secret's own.</summary>
    public static bool Means(string asked, string arn) =>
        asked == arn || (arn.Length == asked.Length + 7 && arn.StartsWith(asked, StringComparison.Ordinal) && HasSuffix(arn));

    /// <summary>The name within an ARN that has its six characters; anything else as it is.</summary>
    public static string NameOf(string secretId) => IsOne(secretId) && HasSuffix(secretId) ? secretId[PrefixLength(secretId)..^7] : secretId;

    public static string Written(string arn)
    {
        var prefix = PrefixLength(arn);
        return arn[..prefix] + SecretReference.Doubled(arn[prefix..]);
    }

    private static bool IsPartition(string partition) =>
        partition is "aws"
        || (partition.StartsWith("aws-", StringComparison.Ordinal)
            && Array.TrueForAll(partition[4..].Split('-'), word => word.Length > 0 && word.AsSpan().IndexOfAnyExceptInRange('a', 'z') < 0));
}
