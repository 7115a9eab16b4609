using System.Diagnostics;

namespace Jenkins.AwsTemporal.Cli;

/// <summary>Programs of the operator's desktop.</summary>
internal static class DesktopProgram
{
    /// <summary>How one is started: those that stay have not our pipes, and none has the operator's keys.</summary>
    public static ProcessStartInfo StartOf(string path, string[] arguments)
    {
        var start = new ProcessStartInfo(path, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var name in (string[])["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "JENKINS_API_TOKEN"])
            start.Environment.Remove(name);
        return start;
    }
}
