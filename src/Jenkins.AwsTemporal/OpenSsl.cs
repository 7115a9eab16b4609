using System.Runtime.InteropServices;

namespace Jenkins.AwsTemporal;

/// <summary>
/// On Linux .NET loads OpenSSL at the first signature. A natively compiled process that finds none is aborted by the
/// runtime, with no exception to catch, so it is looked for first. The names are the runtime's own
/// (https://github.com/dotnet/runtime/blob/main/src/native/libs/System.Security.Cryptography.Native/opensslshim.c).
/// </summary>
internal static class OpenSsl
{
    /// <summary>Set to true in the project of an executable that is linked with <c>StaticOpenSslLinking</c>.</summary>
    public const string LinkedSwitch = "Jenkins.AwsTemporal.OpenSslIsLinked";

    private static readonly string[] Names = ["libssl.so.3", "libssl.so.1.1", "libssl.so.1.0.2", "libssl.so.1.0.0", "libssl.so.10"];

    private static readonly Lazy<bool> Present = new(() => IsPresent(Load, Environment.GetEnvironmentVariable("CLR_OPENSSL_VERSION_OVERRIDE")));

    /// <summary>What to do where there is none.</summary>
    public const string Hint = "install OpenSSL 3 or 1.1 (the package libssl3, openssl-libs or libssl1.1) on this machine or in this image";

    /// <summary>Whether anything can be signed here, or sealed.</summary>
    public static bool IsUsable =>
        !OperatingSystem.IsLinux() || (AppContext.TryGetSwitch(LinkedSwitch, out var linked) && linked) || Present.Value;

    internal static bool IsPresent(Func<string, bool> load, string? versionOverride) =>
        (!string.IsNullOrEmpty(versionOverride) && load("libssl.so." + versionOverride)) || Array.Exists(Names, name => load(name));

    /// <summary>Loaded and kept: the runtime is about to load the same one.</summary>
    private static bool Load(string name) => NativeLibrary.TryLoad(name, out _);
}
