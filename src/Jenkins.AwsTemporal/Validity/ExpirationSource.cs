namespace Jenkins.AwsTemporal.Validity;

/// <summary>How the end of credentials is known.</summary>
public enum ExpirationSource
{
    /// <summary>The paste or AWS's answer names it.</summary>
    Paste,

    /// <summary>Estimated: the duration that the prompt asked for, counted from the moment of the prompt.</summary>
    Duration,

    /// <summary>Not known: only AWS can tell.</summary>
    Unknown,
}
