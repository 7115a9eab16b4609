using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Jenkins.AwsTemporal.Profiles;

namespace Jenkins.AwsTemporal.Cli.Controller;

/// <summary>
/// The desktop's keychain, by the program that it has for it: an item whose service is the origin of Jenkins, such as
/// <c>https://jenkins.example.com</c>, and whose account is the user.
/// </summary>
internal static class Keychain
{
    private const int LongestAnswer = 4096;

    /// <summary>The token; null where there is none, or no such program.</summary>
    public static async Task<string?> FindAsync(Func<string, string?> environment, string origin, string user, CancellationToken cancellation)
    {
        var command = OperatingSystem.IsMacOS() ? ["security", "find-generic-password", "-w", "-s", origin, "-a", user]
            : OperatingSystem.IsLinux() ? (string[])["secret-tool", "lookup", "service", origin, "account", user]
            : [];
        if (command.Length == 0 || ProgramPath.Find(environment("PATH"), command[0]) is not { } path)
            return null;
        try
        {
            using var program = Process.Start(DesktopProgram.StartOf(path, command[1..]))!;
            try
            {
                program.StandardInput.Close();
                var buffer = new byte[LongestAnswer];
                var length = await program.StandardOutput.BaseStream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
                await program.WaitForExitAsync(cancellation).ConfigureAwait(false);
                var token = Encoding.UTF8.GetString(buffer, 0, length).Trim();
                Array.Clear(buffer);
                return program.ExitCode == 0 && token.Length > 0 ? token : null;
            }
            finally
            {
                if (!program.HasExited)
                    program.Kill();
            }
        }
        catch (Exception fault) when (fault is Win32Exception or IOException)
        {
            // It cannot be run: as if it were not there.
            return null;
        }
    }
}
