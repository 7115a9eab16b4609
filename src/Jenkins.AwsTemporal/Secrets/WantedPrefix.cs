using System.Globalization;

namespace Jenkins.AwsTemporal.Secrets;

/// <summary>The secrets whose names begin alike, and what became of them.</summary>
internal sealed class WantedPrefix(string prefix)
{
    /// <summary>AWS's filter may send empty pages, but not for ever.</summary>
    public const int MostPages = 200;

    private const int Most = 100;

    public string Prefix { get; } = prefix;

    /// <summary>Each once; in the order of the names when all are there.</summary>
    public List<WantedSecret> Secrets { get; } = [];

    /// <summary>Why they could not be found.</summary>
    public AwsTemporalException? Fault { get; set; }

    /// <summary>Adds those of a page whose names begin so, which AWS's filter is not trusted to know.</summary>
    public void Add(SecretBatch page)
    {
        foreach (var secret in page.Secrets)
        {
            var isOne = secret.Name.StartsWith(Prefix, StringComparison.Ordinal)
                && secret.Fault?.Code != ErrorCode.ScheduledForDeletion
                && !Secrets.Exists(other => other.Name == secret.Name);
            if (isOne) Secrets.Add(secret);
            else secret.Value?.Dispose();
        }

        if (Secrets.Count > Most)
        {
            Fault = new SecretException(
                ErrorCode.InvalidArgument,
                string.Create(CultureInfo.InvariantCulture, $"more than {Most} secrets begin with {Prefix}"),
                "give a longer prefix, or several");
        }
    }

    public void Clear()
    {
        foreach (var secret in Secrets) secret.Value?.Dispose();
        Secrets.Clear();
    }
}
