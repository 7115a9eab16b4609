namespace AwsEmulator.Identity;

/// <summary>The partition that a Region belongs to: keys of one are unknown in the others.</summary>
internal static class Partitions
{
    private static readonly (string Prefix, string Partition)[] Prefixes =
    [
        ("us-gov-", "aws-us-gov"),
        ("cn-", "aws-cn"),
        ("eusc-", "aws-eusc"),
        ("us-iso-", "aws-iso"),
        ("us-isob-", "aws-iso-b"),
        ("eu-isoe-", "aws-iso-e"),
        ("us-isof-", "aws-iso-f"),
    ];

    public static string Of(string region) =>
        Prefixes.FirstOrDefault(pair => region.StartsWith(pair.Prefix, StringComparison.Ordinal)).Partition ?? "aws";
}
