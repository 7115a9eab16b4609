using Jenkins.AwsTemporal.Sts;

namespace Jenkins.AwsTemporal.Sessions;

/// <summary>How a role's session is taken again when it nears its end: from which session, and with what request.</summary>
public sealed class RoleRenewal
{
    /// <summary>Says how.</summary>
    /// <param name="baseFolder">The folder of the session that assumes the role.</param>
    /// <param name="role">The request. A role that demands a fresh MFA code cannot be taken again without its owner.</param>
    public RoleRenewal(string baseFolder, AssumeRoleOptions role)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(baseFolder);
        ArgumentNullException.ThrowIfNull(role);
        BaseFolder = Path.GetFullPath(baseFolder);
        Role = role;
    }

    /// <summary>The folder of the session that assumes the role, absolute.</summary>
    public string BaseFolder { get; }

    /// <summary>The request.</summary>
    public AssumeRoleOptions Role { get; }
}
