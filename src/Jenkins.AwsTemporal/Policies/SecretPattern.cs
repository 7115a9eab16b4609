using Jenkins.AwsTemporal.Secrets;

namespace Jenkins.AwsTemporal.Policies;

/// <summary>
/// The resource that stands for one secret, or for all whose names begin alike, and for no other. A secret's ARN ends in
/// a hyphen and six random characters, so a pattern ends in <c>-??????</c>; behind a prefix too, because otherwise
/// <c>db-A*</c> would reach the secret <c>db</c> whenever its random characters begin with an A
/// (https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html).
/// </summary>
internal static class SecretPattern
{
    private const string AnySuffix = "-??????";

    /// <summary>Resources in a fixed order, each once.</summary>
    public static string[] Of(IEnumerable<string> secrets, PolicyScope scope)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        var patterns = secrets.Select(secret => Of(secret, scope)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        return patterns.Length > 0 ? patterns : throw new PolicyException("no secret is named", "name at least one secret");
    }

    /// <summary>
    /// The places of patterns and, beside them, the names: of a secret that is not made yet nobody knows the random characters.
    /// </summary>
    public static (string[] Places, string[] Names) Unmade(string[] patterns)
    {
        var names = Array.ConvertAll(patterns, pattern => pattern[(pattern.LastIndexOf(':') + 1)..^AnySuffix.Length]);
        var places = Array.ConvertAll(patterns, pattern => pattern[..(pattern.LastIndexOf(':') + 1)] + "*");
        return ([.. places.Distinct(StringComparer.Ordinal)], names);
    }

    private static string Of(string secret, PolicyScope scope)
    {
        if (!SecretArn.IsOne(secret))
            return scope.Secret(OfName(secret, secret), secret);
        var prefix = secret[..SecretArn.PrefixLength(secret)];
        if (SecretArn.RegionOf(prefix) is null)
            throw new PolicyException($"\"{secret}\" is not the ARN of a secret", $"give {SecretArn.Rule}, or the name");
        scope.CheckPartition(secret);
        var name = secret[prefix.Length..];
        if (name.EndsWith(AnySuffix, StringComparison.Ordinal))
            return prefix + OfName(name[..^AnySuffix.Length], secret);
        if (name.EndsWith('*'))
            return prefix + OfName(name, secret);
        if (!SecretArn.HasSuffix(name) || !SecretName.IsValid(name[..^AnySuffix.Length]))
            throw new PolicyException($"the ARN \"{secret}\" lacks its hyphen and six random characters", "give the whole ARN, or end it in -??????, or give the name");
        return secret;
    }

    private static string OfName(string name, string shown)
    {
        var isPrefix = name.EndsWith('*');
        var fixedPart = isPrefix ? name[..^1] : name;
        if (isPrefix && fixedPart.Length == 0)
            throw new PolicyException($"\"{shown}\" is every secret there is", "give a prefix such as /prod/*");
        return SecretName.IsValid(fixedPart)
            ? name + AnySuffix
            : throw new PolicyException($"the secret \"{shown}\" is not {SecretName.Rule}", "give a name, a prefix with one * at its end, or an ARN");
    }
}
