namespace Amazon.SecretsManager.Model;

/// <summary>Which secrets are meant: those of which the attribute <c>Key</c>, such as <c>name</c>, begins with any of the values; a <c>!</c> before a value negates.</summary>
internal sealed class Filter
{
    public string? Key { get; set; }

    public List<string>? Values { get; set; }
}
