namespace AwsEmulator.Audit;

/// <summary>What CloudTrail would say of one request that was answered; never a secret, never a token.</summary>
public sealed record AuditEntry(
    DateTimeOffset Time,
    string Service,
    string Action,
    string Region,
    string? AccessKeyId,
    string? Arn,
    string? SessionName,
    string? SourceIdentity,
    string? Resource,
    int Status,
    string? ErrorCode,
    string? IssuedAccessKeyId)
{
    public bool Succeeded => ErrorCode is null;
}
