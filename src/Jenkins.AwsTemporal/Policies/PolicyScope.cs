using Jenkins.AwsTemporal.Calling;

namespace Jenkins.AwsTemporal.Policies;

/// <summary>Where names that are no ARNs live. An ARN needs none of it.</summary>
public sealed class PolicyScope
{
    private const string Default = "aws";
    private readonly string? _account;
    private readonly string? _region;
    private readonly bool _partitionGiven;

    /// <summary>States the place.</summary>
    /// <param name="account">The account, 12 digits; null where only ARNs are given.</param>
    /// <param name="region">The Region of secrets, such as <c>eu-central-1</c>; null where only ARNs are given.</param>
    /// <param name="partition">The partition, such as <c>aws-cn</c>; null takes the Region's, and <c>aws</c> without one.</param>
    /// <exception cref="PolicyException">One of them is malformed, or the Region is of another partition.</exception>
    public PolicyScope(string? account = null, string? region = null, string? partition = null)
    {
        _account = account is null ? null : IamName.Account(account);
        _region = region;
        _partitionGiven = partition is not null;
        Partition = partition is null ? Default : IamName.Partition(partition);
        if (region is null)
            return;
        if (!RegionName.IsValid(region))
            throw new PolicyException($"the Region \"{region}\" is not one", $"give {RegionName.Rule}");
        var home = Amazon.RegionEndpoint.GetBySystemName(region).PartitionName;
        if (_partitionGiven && Partition != home)
            throw new PolicyException($"the Region {region} is in the partition {home}, not in {Partition}", "give the partition or the Region that is meant");
        Partition = home;
    }

    private PolicyScope(string account, string region, string partition, bool partitionGiven) =>
        (_account, _region, Partition, _partitionGiven) = (account, region, partition, partitionGiven);

    /// <summary>The partition of every ARN that is made.</summary>
    public string Partition { get; }

    /// <summary>Wherever a template is deployed.</summary>
    /// <param name="region">A fixed Region for the secrets; null takes the stack's.</param>
    internal static PolicyScope OfStack(string? region)
    {
        _ = new PolicyScope(region: region);
        return new PolicyScope("${AWS::AccountId}", region ?? "${AWS::Region}", "${AWS::Partition}", partitionGiven: false);
    }

    /// <summary>A place whose ARNs are as long as ARNs get, to measure what a template will become.</summary>
    internal static PolicyScope Longest(string? region) =>
        new("000000000000", region ?? "ap-southeast-99", "aws-us-gov", partitionGiven: false);

    /// <param name="resource">Such as <c>role/NAME</c>.</param>
    /// <param name="shown">How an error names it.</param>
    internal string Iam(string resource, string shown) =>
        $"arn:{Partition}:iam::{_account ?? throw Lacking("an account", shown)}:{resource}";

    internal string Secret(string name, string shown) =>
        $"arn:{Partition}:secretsmanager:{_region ?? throw Lacking("a Region", shown)}:{_account ?? throw Lacking("an account", shown)}:secret:{name}";

    /// <summary>An ARN of another partition than the one that was asked for is a mistake of its writer.</summary>
    internal void CheckPartition(string arn)
    {
        var partition = IamName.Partition(arn.Split(':')[1]);
        if (_partitionGiven && partition != Partition)
            throw new PolicyException($"\"{arn}\" is not in the partition {Partition}", "give the partition or the ARN that is meant");
    }

    private static PolicyException Lacking(string piece, string name) =>
        new($"\"{name}\" needs {piece} to become an ARN", $"give {piece}, or the whole ARN");
}
