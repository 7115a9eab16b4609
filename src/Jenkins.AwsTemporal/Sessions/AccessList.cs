using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace Jenkins.AwsTemporal.Sessions;

/// <summary>
/// What Windows has for modes: who may use a file or a folder. Ours are for this user alone and inherit nothing from the
/// folder above. Found ones may also name the system and the administrators, who may take what they want anyway.
/// </summary>
[SupportedOSPlatform("windows")]
internal static class AccessList
{
    /// <summary>Makes a folder, and those above it, for this user alone.</summary>
    public static void CreateFolder(string path)
    {
        var access = new DirectorySecurity();
        access.SetSecurityDescriptorSddlForm(OwnerOnly("OICI"));
        new DirectoryInfo(path).Create(access);
    }

    /// <summary>Makes a file that is not there yet, for this user alone.</summary>
    public static FileStream CreateFile(string path)
    {
        var access = new FileSecurity();
        access.SetSecurityDescriptorSddlForm(OwnerOnly(""));
        return new FileInfo(path).Create(FileMode.CreateNew, FileSystemRights.Write, FileShare.None, bufferSize: 1, FileOptions.None, access);
    }

    /// <summary>Why others could use it, or null.</summary>
    public static string? FaultOf(string path, bool isFolder)
    {
        FileSystemSecurity access = isFolder
            ? new DirectoryInfo(path).GetAccessControl(AccessControlSections.Access | AccessControlSections.Owner)
            : new FileInfo(path).GetAccessControl(AccessControlSections.Access | AccessControlSections.Owner);
        if (access.GetOwner(typeof(SecurityIdentifier)) is not SecurityIdentifier owner || !IsTrusted(owner))
            return "belongs to another user";
        foreach (FileSystemAccessRule rule in access.GetAccessRules(includeExplicit: true, includeInherited: true, typeof(SecurityIdentifier)))
        {
            // One that only the files in it inherit is seen at those.
            if (rule.AccessControlType == AccessControlType.Allow
                && !rule.PropagationFlags.HasFlag(PropagationFlags.InheritOnly)
                && !IsTrusted((SecurityIdentifier)rule.IdentityReference))
                return "can be used by others";
        }

        return null;
    }

    // The owner is named: what an administrator makes would else belong to all of them.
    private static string OwnerOnly(string inheritance) => $"O:{Me()}D:P(A;{inheritance};FA;;;{Me()})";

    private static bool IsTrusted(SecurityIdentifier who) =>
        who.IsWellKnown(WellKnownSidType.LocalSystemSid) || who.IsWellKnown(WellKnownSidType.BuiltinAdministratorsSid) || who == Me();

    private static SecurityIdentifier Me()
    {
        using var identity = WindowsIdentity.GetCurrent();
        return identity.User!;
    }
}
