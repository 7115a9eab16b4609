using System.Reflection;
using System.Runtime.InteropServices;

namespace Jenkins.AwsTemporal.Cli;

/// <summary>Version, commit and target, as the build put them into the assembly.</summary>
internal static class VersionText
{
    public static string Current
    {
        get
        {
            var assembly = typeof(VersionText).Assembly;
            var full = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
            var (version, commit) = full.Split('+') is [var number, var revision] ? (number, revision) : (full, "unknown");
            var kind = System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported ? "" : " native";
            return $"aws-temporal {version} (commit {commit[..Math.Min(12, commit.Length)]}, net{Environment.Version.Major}.{Environment.Version.Minor} {RuntimeInformation.RuntimeIdentifier}{kind})";
        }
    }
}
