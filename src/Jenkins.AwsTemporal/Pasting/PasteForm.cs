namespace Jenkins.AwsTemporal.Pasting;

/// <summary>The form in which credentials were pasted.</summary>
public enum PasteForm
{
    /// <summary>Three fields joined by colons, in any order.</summary>
    Colons,

    /// <summary>The answer of <c>aws sts get-session-token</c> or <c>assume-role</c> as JSON or YAML, or a cache file of the AWS CLI.</summary>
    StsJson,

    /// <summary>The answer of <c>aws sso get-role-credentials</c> as JSON or YAML.</summary>
    SsoJson,

    /// <summary>The answer of a <c>credential_process</c>, which is also what <c>aws configure export-credentials</c> prints.</summary>
    ProcessJson,

    /// <summary>The answer of the instance metadata service.</summary>
    InstanceJson,

    /// <summary>The answer of a container's credentials address.</summary>
    ContainerJson,

    /// <summary>Words between tabs or blanks, as <c>--output text</c> prints them, or a table.</summary>
    Text,

    /// <summary>Assignments of a POSIX shell or of an <c>.env</c> file.</summary>
    Shell,

    /// <summary>Assignments of PowerShell.</summary>
    PowerShell,

    /// <summary>Assignments of the Windows command processor.</summary>
    WindowsCmd,

    /// <summary>Assignments of fish.</summary>
    Fish,

    /// <summary>A section of a shared credentials or config file.</summary>
    Profile,
}
