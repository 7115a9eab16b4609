using System.Globalization;
using System.IO.Compression;
using System.Text;
using AwsEmulator.Identity;
using AwsEmulator.Policies;
using AwsEmulator.Wire;

namespace AwsEmulator.Sts;

/// <summary>What AssumeRole and its relatives ask for, checked as AWS checks it before it looks at anything else.</summary>
internal sealed class SessionRequest
{
    private const int PackedLimit = 1024;
    private readonly AwsRequest _request;
    private readonly int? _duration;

    private SessionRequest(AwsRequest request)
    {
        _request = request;
        var checks = new Constraints(request);
        _duration = checks.Number("DurationSeconds", 900, 43200);
        checks
            .Required("RoleArn").Length("RoleArn", 20, 2048)
            .Required("RoleSessionName").Length("RoleSessionName", 2, 64).Pattern("RoleSessionName", @"[\w+=,.@-]*")
            .Length("SourceIdentity", 2, 64).Pattern("SourceIdentity", @"[\w+=,.@-]*")
            .Length("ExternalId", 2, 1224).Pattern("ExternalId", @"[\w+=,.@:\/-]*")
            .Length("SerialNumber", 9, 256).Pattern("SerialNumber", @"[\w+=/:,.@-]*")
            .Length("TokenCode", 6, 6).Pattern("TokenCode", @"[\d]*")
            .Length("Policy", 1, 2048);
        checks.Demand();
        foreach (var (key, value) in Members("Tags.member.", ".Key").Zip(Members("Tags.member.", ".Value")))
            if (!Tags.TryAdd(key, value))
                throw new AwsException("InvalidParameterValue", "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
        foreach (var key in Members("TransitiveTagKeys.member.", ""))
            TransitiveTagKeys.Add(key);
        CheckTags();
    }

    public string RoleArn => _request.Parameter("RoleArn")!;

    public string SessionName => _request.Parameter("RoleSessionName")!;

    public string? SourceIdentity => _request.Parameter("SourceIdentity");

    public Dictionary<string, string> Tags { get; } = new(StringComparer.OrdinalIgnoreCase);

    public HashSet<string> TransitiveTagKeys { get; } = new(StringComparer.OrdinalIgnoreCase);

    private string? Policy => _request.Parameter("Policy");

    private List<string> PolicyArns => Members("PolicyArns.member.", ".arn");

    public static SessionRequest Read(AwsRequest request) => new(request);

    /// <summary>Null when there is no such role: AWS tells nobody.</summary>
    public static Role? FindRole(Cloud cloud, string arn, string? partition)
    {
        if (arn.Split(':', 6) is not ["arn", var arnPartition, "iam", "", var account, var name])
            throw AwsException.Validation($"{arn} is invalid");
        if (partition is not null && partition != arnPartition || !name.StartsWith("role/", StringComparison.Ordinal))
            throw AwsException.Validation("Request ARN is invalid");
        return cloud.FindAccount(account)?.FindRole(arn);
    }

    /// <summary>The life asked for, within the role's limit and, for chained sessions, AWS's.</summary>
    public TimeSpan Life(Role role, int? chainedLimit = null)
    {
        if (_duration > chainedLimit)
            throw AwsException.Validation("The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.");
        var life = TimeSpan.FromSeconds(_duration ?? 3600);
        if (life > role.MaxSessionDuration)
            throw AwsException.Validation("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        return life;
    }

    public List<PolicyDocument> Policies(Cloud cloud)
    {
        var documents = PolicyArns.Select(arn => Managed(cloud, arn)).ToList();
        if (Policy is not null)
            documents.Add(Parse(Policy));
        return documents;
    }

    /// <summary>How much of the packed space policies and tags take, in percent; 0 when there are none.</summary>
    public int Pack(Cloud cloud)
    {
        if (PolicyArns.Count > 10)
            throw AwsException.Validation(
                "1 validation error detected: Value at 'policyArns' failed to satisfy constraint: Member must have length less than or equal to 10");
        if ((Policy?.Length ?? 0) + PolicyArns.Sum(arn => arn.Length) > 2048)
            throw new AwsException("PackedPolicyTooLarge", "The plaintext of policies exceeds 2048 characters.");
        Policies(cloud);
        var text = Policy + string.Concat(PolicyArns) + string.Concat(Tags.Select(tag => tag.Key + tag.Value));
        if (text.Length == 0)
            return 0;
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(Encoding.UTF8.GetBytes(text));
        var percent = (int)Math.Ceiling(100.0 * packed.Length / PackedLimit);
        return percent <= 100 ? percent : throw new AwsException(
            "PackedPolicyTooLarge", $"Packed policy consumes {percent}% of allotted space, please use smaller policy.");
    }

    private void CheckTags()
    {
        if (SourceIdentity?.StartsWith("aws:", StringComparison.OrdinalIgnoreCase) == true)
            throw AwsException.Validation("SourceIdentity cannot start with aws:");
        if (Tags.Count > 50)
            throw AwsException.Validation(
                "1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50");
        var checks = new Constraints(_request);
        var index = 0;
        foreach (var (key, value) in Tags)
        {
            index++;
            checks.Length($"Tags.{index}.member.key", key, 1, 128).Length($"Tags.{index}.member.value", value, 0, 256);
            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
                throw new AwsException("InvalidParameterValue", "Tag keys starting with aws: are reserved for system use.");
        }
        checks.Demand();
        if (TransitiveTagKeys.Any(key => !Tags.ContainsKey(key)))
            throw new AwsException("InvalidParameterValue", "The specified transitive tag key must be included in the requested tags.");
    }

    private List<string> Members(string prefix, string suffix)
    {
        var members = new List<string>();
        while (_request.Parameter(string.Create(CultureInfo.InvariantCulture, $"{prefix}{members.Count + 1}{suffix}")) is { } value)
            members.Add(value);
        return members;
    }

    private static PolicyDocument Managed(Cloud cloud, string arn)
    {
        var document = arn.Split(':', 6) switch
        {
            ["arn", _, "iam", "", "aws", var name] => AwsManagedPolicies.Find(name[(name.LastIndexOf('/') + 1)..]),
            ["arn", _, "iam", "", var account, _] => cloud.FindAccount(account)?.FindManagedPolicy(arn),
            _ => null,
        };
        return document ?? throw AwsException.Validation($"Policy {arn} does not exist or is not attachable.");
    }

    private static PolicyDocument Parse(string policy)
    {
        try
        {
            return PolicyDocument.Parse(policy);
        }
        catch (MalformedPolicyException e)
        {
            throw new AwsException("MalformedPolicyDocument", e.Message);
        }
    }
}
