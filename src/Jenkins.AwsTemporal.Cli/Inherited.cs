using System.Collections;
using System.Runtime.InteropServices;
using System.Text;

namespace Jenkins.AwsTemporal.Cli;

/// <summary>
/// What this process was started with, as bytes. .NET makes text of it, in which what is no UTF-8 is lost, and it leaves
/// out variables without a <c>=</c>.
/// </summary>
internal static class Inherited
{
    private const string CommandLine = "/proc/self/cmdline";

    /// <summary>The last of the arguments, as many as there are words, if they read so; else the words in UTF-8.</summary>
    public static byte[][] LastArguments(string[] words)
    {
        var last = new byte[words.Length][];
        var given = Given();
        for (var i = 0; i < words.Length; i++)
        {
            var at = given.Count - words.Length + i;
            last[i] = at >= 0 && Encoding.UTF8.GetString(given[at]) == words[i] ? given[at] : Encoding.UTF8.GetBytes(words[i]);
        }

        return last;
    }

    /// <summary>All variables, each as <c>NAME=value</c>.</summary>
    public static List<byte[]> Variables()
    {
        var variables = new List<byte[]>();
        if (OperatingSystem.IsWindows() || !NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "environ", out var environ))
        {
            foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
                variables.Add(Encoding.UTF8.GetBytes($"{variable.Key}={variable.Value}"));
            return variables;
        }

        var entries = Marshal.ReadIntPtr(environ);
        for (var at = 0; entries != 0 && Marshal.ReadIntPtr(entries, at) is not 0 and var entry; at += nint.Size)
        {
            var length = 0;
            while (Marshal.ReadByte(entry, length) != 0)
                length++;
            var bytes = new byte[length];
            Marshal.Copy(entry, bytes, 0, length);
            variables.Add(bytes);
        }

        return variables;
    }

    private static List<byte[]> Given()
    {
        var given = new List<byte[]>();
        try
        {
            ReadOnlySpan<byte> rest = File.ReadAllBytes(CommandLine);
            while (!rest.IsEmpty)
            {
                var end = rest.IndexOf((byte)0);
                given.Add((end < 0 ? rest : rest[..end]).ToArray());
                rest = end < 0 ? default : rest[(end + 1)..];
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // There is no /proc.
        }

        return given;
    }
}
