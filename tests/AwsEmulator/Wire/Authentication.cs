using System.Globalization;
using AwsEmulator.Identity;

namespace AwsEmulator.Wire;

/// <summary>Finds out whose request it is, or why it is nobody's.</summary>
internal sealed class Authentication(Cloud cloud)
{
    private const string DateFormat = "yyyyMMdd'T'HHmmss'Z'";
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public Credentials Authenticate(AwsRequest request)
    {
        var signed = SignedHeader.Parse(request.Header("Authorization"));
        var credentials = cloud.Find(signed.AccessKeyId) ?? throw AwsException.UnknownKey();
        if (credentials.SessionToken != request.Header("X-Amz-Security-Token")
            || credentials.Account.Partition != Partitions.Of(signed.Region))
            throw AwsException.UnknownKey();
        if (credentials.Expiration <= cloud.Time.GetUtcNow())
            throw new AwsException("ExpiredToken", "The security token included in the request is expired", 403);

        var amzDate = request.Header("X-Amz-Date") ?? throw new AwsException(
            "IncompleteSignature", "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
        CheckScope(request, signed, amzDate);
        CheckTime(amzDate);
        CheckSignedHeaders(request, signed);
        var expected = new SignatureV4(request, signed, amzDate, credentials.SecretAccessKey);
        if (!expected.Is(signed.Signature))
            throw AwsException.SignatureDoesNotMatch(
                "The request signature we calculated does not match the signature you provided. "
                + "Check your AWS Secret Access Key and signing method. Consult the service documentation for details.\n\n"
                + $"The Canonical String for this request should have been\n'{expected.CanonicalRequest}'\n\n"
                + $"The String-to-Sign should have been\n'{expected.StringToSign}'\n");
        return credentials;
    }

    private static void CheckScope(AwsRequest request, SignedHeader signed, string amzDate)
    {
        if (signed.Region.Length == 0)
            throw AwsException.SignatureDoesNotMatch("Credential should be scoped to a valid region. ");
        if (signed.Service != request.Service)
            throw AwsException.SignatureDoesNotMatch($"Credential should be scoped to correct service: '{request.Service}'. ");
        if (!amzDate.StartsWith(signed.Date, StringComparison.Ordinal) || signed.Date.Length != 8)
            throw AwsException.SignatureDoesNotMatch(
                $"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{signed.Date}' != '{amzDate[..Math.Min(8, amzDate.Length)]}', from '{amzDate}'.");
    }

    private void CheckTime(string amzDate)
    {
        if (!DateTimeOffset.TryParseExact(amzDate, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var sent))
            throw new AwsException("IncompleteSignature", $"Date must be in ISO-8601 'basic format'. Got '{amzDate}'.");
        var now = cloud.Time.GetUtcNow();
        if (sent < now - Tolerance)
            throw AwsException.SignatureDoesNotMatch(
                $"Signature expired: {amzDate} is now earlier than {Format(now - Tolerance)} ({Format(now)} - 5 min.)");
        if (sent > now + Tolerance)
            throw AwsException.SignatureDoesNotMatch(
                $"Signature not yet current: {amzDate} is still later than {Format(now + Tolerance)} ({Format(now)} + 5 min.)");
    }

    private static void CheckSignedHeaders(AwsRequest request, SignedHeader signed)
    {
        if (!signed.Headers.Contains("host"))
            throw AwsException.SignatureDoesNotMatch("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
        foreach (var name in request.Headers.Keys.Select(key => key.ToLowerInvariant()))
            if (name.StartsWith("x-amz-", StringComparison.Ordinal) && !signed.Headers.Contains(name))
                throw AwsException.SignatureDoesNotMatch($"'{name}' must be a 'SignedHeader' in the AWS Authorization.");
    }

    private static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(DateFormat, CultureInfo.InvariantCulture);
}
