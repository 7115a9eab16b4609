using System.Globalization;

namespace Jenkins.AwsTemporal.Secrets;

/// <summary>The secrets whose names begin alike, and what became of them.</summary>
internal sealed class WantedPrefix(string prefix)
{
    /// <summary>AWS's filter may send empty pages, but not for ever.</summary>
    public const int MostPages = 200;

    private const int Most = 100;

    public string Prefix { get; } = prefix;

    /// <summary>By name, in its order.</summary>
    public SortedDictionary<string, WantedSecret> Secrets { get; } = new(StringComparer.Ordinal);

    /// <summary>Why the names could not be had.</summary>
    public AwsTemporalException? Fault { get; set; }

    public bool IsTooMany => Secrets.Count > Most;

    /// <summary>One more secret; null when its name does not begin so, which AWS's filter is not trusted to know.</summary>
    public WantedSecret? Add(string name, string secretId)
    {
        if (!name.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        if (!Secrets.TryGetValue(name, out var secret)) Secrets[name] = secret = new WantedSecret(secretId, null, null);
        if (IsTooMany)
        {
            Fault = new SecretException(
                ErrorCode.InvalidArgument,
                string.Create(CultureInfo.InvariantCulture, $"more than {Most} secrets begin with {Prefix}"),
                "give a longer prefix, or several");
        }

        return secret;
    }

    public void Clear()
    {
        foreach (var secret in Secrets.Values) secret.Value?.Dispose();
        Secrets.Clear();
    }
}
