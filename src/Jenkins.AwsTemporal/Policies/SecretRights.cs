namespace Jenkins.AwsTemporal.Policies;

/// <summary>What may be done with the named secrets.</summary>
[Flags]
public enum SecretRights
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Read their values, several of them in one call.</summary>
    Read = 1,

    /// <summary>Store new values in those that are there.</summary>
    Write = 2,

    /// <summary>List their versions, and the names of all secrets in the account: AWS cannot narrow that list.</summary>
    List = 4,

    /// <summary>Make them, with a first value; secrets are never deleted.</summary>
    Create = 8,
}
