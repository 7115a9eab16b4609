using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Jenkins.AwsTemporal.Calling;

/// <summary>
/// A PEM file as the only trusted roots, which the SDK for .NET does not offer though the AWS CLI's users expect it of
/// <c>AWS_CA_BUNDLE</c>. Also quicker than the system's store, which .NET reads file by file.
/// </summary>
internal static class CertificateBundle
{
    public static X509ChainPolicy? TrustOf(AwsCallOptions options)
    {
        if (options.CertificateBundle is not { } path) return null;
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck, // The default of HttpClient too.
        };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unusable(options, path, "cannot be read");
        }
        catch (CryptographicException)
        {
            throw Unusable(options, path, "holds a certificate that is not whole");
        }

        return policy.CustomTrustStore.Count > 0 ? policy : throw Unusable(options, path, "holds no PEM certificate");
    }

    private static InvalidOptionException Unusable(AwsCallOptions options, string path, string why) =>
        new(
            ErrorCode.InvalidConfiguration,
            options.CertificateBundleSetting,
            $"invalid {options.CertificateBundleSetting}: {ErrorText.OneLine(path, [])} {why}",
            $"point {options.CertificateBundleSetting} at a readable PEM file of root certificates, or unset it");
}
