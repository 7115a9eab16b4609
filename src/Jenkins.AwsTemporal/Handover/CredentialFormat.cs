namespace Jenkins.AwsTemporal.Handover;

/// <summary>The forms in which <c>aws configure export-credentials</c> hands credentials on, by the AWS CLI's names, and of STS's own answer.</summary>
public enum CredentialFormat
{
    /// <summary>JSON, as a <c>credential_process</c> answers the SDKs.</summary>
    Process,

    /// <summary><c>export</c> lines of a POSIX shell.</summary>
    Env,

    /// <summary>Lines of <c>NAME=value</c>.</summary>
    EnvNoExport,

    /// <summary>Assignments of PowerShell.</summary>
    PowerShell,

    /// <summary>Assignments of the Windows command processor.</summary>
    WindowsCmd,

    /// <summary>Assignments of fish.</summary>
    Fish,

    /// <summary>JSON, as <c>aws sts get-session-token</c> prints it.</summary>
    Sts,
}
