using System.Globalization;

namespace Jenkins.AwsTemporal.Calling;

/// <summary>Reads <see cref="AwsCallOptions"/> from environment variables.</summary>
internal static class CallEnvironment
{
    public static AwsCallOptions Read(Func<string, string?> environment, string? region)
    {
        var ignoreEndpoints = Flag(environment, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS");
        return new AwsCallOptions(Region(environment, region))
        {
            StsEndpoint = ignoreEndpoints ? null : Endpoint(environment, "AWS_ENDPOINT_URL_STS"),
            SecretsManagerEndpoint = ignoreEndpoints ? null : Endpoint(environment, "AWS_ENDPOINT_URL_SECRETS_MANAGER"),
            SsoEndpoint = ignoreEndpoints ? null : Endpoint(environment, "AWS_ENDPOINT_URL_SSO"),
            UseFips = Flag(environment, "AWS_USE_FIPS_ENDPOINT"),
            UseDualStack = Flag(environment, "AWS_USE_DUALSTACK_ENDPOINT"),
            CertificateBundle = Value(environment, "AWS_CA_BUNDLE"),
            CertificateBundleSetting = "AWS_CA_BUNDLE",
            Proxy = ProxyRules.FromEnvironment(environment),
            MaxAttempts = Attempts(environment),
        };
    }

    public static string? Value(Func<string, string?> environment, string variable) =>
        environment(variable) is { Length: > 0 } value ? value : null;

    private static string Region(Func<string, string?> environment, string? given)
    {
        if (!string.IsNullOrEmpty(given)) return given; // The constructor checks it.
        foreach (var variable in (ReadOnlySpan<string>)["AWS_REGION", "AWS_DEFAULT_REGION"])
        {
            if (Value(environment, variable) is not { } region) continue;
            return RegionName.IsValid(region) ? region : throw InvalidOptionException.Variable(variable, RegionName.Rule);
        }

        throw new InvalidOptionException(
            ErrorCode.InvalidArgument,
            nameof(AwsCallOptions.Region),
            "no region given, and neither AWS_REGION nor AWS_DEFAULT_REGION is set",
            "name the region, or set AWS_REGION; none is guessed");
    }

    private static Uri? Endpoint(Func<string, string?> environment, string variable)
    {
        if (Value(environment, variable) is { } own) return EndpointAddress.FromVariable(variable, own);
        return Value(environment, "AWS_ENDPOINT_URL") is { } all ? EndpointAddress.FromVariable("AWS_ENDPOINT_URL", all) : null;
    }

    private static bool Flag(Func<string, string?> environment, string variable) =>
        Value(environment, variable) switch
        {
            null => false,
            var value when value.Equals("true", StringComparison.OrdinalIgnoreCase) => true,
            var value when value.Equals("false", StringComparison.OrdinalIgnoreCase) => false,
            _ => throw InvalidOptionException.Variable(variable, "true or false"),
        };

    private static int Attempts(Func<string, string?> environment)
    {
        if (Value(environment, "AWS_MAX_ATTEMPTS") is not { } text) return 3;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var attempts) && attempts is >= 1 and <= 20
            ? attempts
            : throw InvalidOptionException.Variable("AWS_MAX_ATTEMPTS", "a number from 1 to 20");
    }
}
