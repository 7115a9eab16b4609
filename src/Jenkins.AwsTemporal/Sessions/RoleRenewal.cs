using Jenkins.AwsTemporal.Sts;

namespace Jenkins.AwsTemporal.Sessions;

/// <summary>How a role's session is taken again when it nears its end: from which session, and with what request.</summary>
public sealed class RoleRenewal
{
    private const int LongestChain = 16;

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

    /// <summary>Whether any session lives in the chain that it came from: it is taken again when somebody asks for it, which may be long after its end.</summary>
    internal bool IsPossible(TimeProvider time)
    {
        try
        {
            var renewal = this;
            // Folders that name each other make no chain without an end.
            for (var steps = 0; renewal is not null && steps < LongestChain; steps++)
            {
                var session = new SessionFolder(renewal.BaseFolder).Read();
                if (!session.Lifetime.IsOverAt(session.Now(time)))
                    return true;
                renewal = session.Renewal;
            }
        }
        catch (Exception fault) when (fault is SessionException or IOException or UnauthorizedAccessException)
        {
            // It was closed, or is not ours to read.
        }

        return false;
    }
}
