using System.Text;
using Jenkins.AwsTemporal.Sealing;

namespace Jenkins.AwsTemporal.Cli;

/// <summary>Reads an MFA code, from standard input or from a person: six digits, and what a terminal or an editor puts around them; or such a one, sealed.</summary>
internal static class CodeInput
{
    private const int Limit = (64 * 1024) + 1;
    private const int LongestTyped = 64;
    private const int Digits = 6;
    private static readonly char[] Blanks = ['\uFEFF', ' ', '\t', '\r', '\n'];

    /// <param name="surroundings">Where it comes from.</param>
    /// <param name="unseal">Opens a sealed one, and says whether a plain one is taken.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<string> ReadAsync(Surroundings surroundings, Func<string, string> unseal, CancellationToken cancellation)
    {
        if (surroundings.InIsTerminal)
            surroundings.Tell("aws-temporal: type the MFA code, then press Enter\n");
        var buffer = new byte[Limit];
        var length = await Task.Run(() => ReadCode(surroundings.In, buffer, isTerminal: surroundings.InIsTerminal), CancellationToken.None).WaitAsync(cancellation).ConfigureAwait(false);
        return Checked(unseal(Encoding.UTF8.GetString(buffer, 0, length)), "what standard input holds");
    }

    /// <summary>Asks a person at the terminal, and does not show what is typed.</summary>
    /// <param name="surroundings">Where the terminal is.</param>
    /// <param name="device">Whose code it is.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<string> AskAsync(Surroundings surroundings, string device, CancellationToken cancellation)
    {
        if (!surroundings.InIsTerminal)
            throw new UsageException($"a code of the MFA device {device} is needed, and standard input is no terminal to ask at", "add --mfa-code-stdin, and hand the code in there");
        var typed = await HiddenTerminal.AskAsync(
            surroundings,
            $"aws-temporal: type the code of the MFA device {Facts.OneLine(device)}, which is not shown, then press Enter\n",
            new TypedValue(new byte[LongestTyped], multiLine: false)
            {
                Undone = "nothing was sent",
                Otherwise = "hand the code in with --mfa-code-stdin",
                ForLines = $"give the {Digits} digits that the device shows, and nothing else",
            },
            cancellation).ConfigureAwait(false);
        return Checked(Encoding.UTF8.GetString(typed), "what was typed");
    }

    private static string Checked(string text, string what)
    {
        var code = text.Trim(Blanks);
        return code.Length == Digits && code.All(char.IsAsciiDigit)
            ? code
            : throw new UsageException($"{what} is no MFA code", $"give the {Digits} digits that the device shows, and nothing else");
    }

    // A terminal's input does not end after a code, and a pipe's need not; before a sealed one, a pipe may bring what a terminal showed.
    private static int ReadCode(Stream input, byte[] buffer, bool isTerminal)
    {
        var length = ReadLine(input, buffer);
        var line = Encoding.UTF8.GetString(buffer, 0, length);
        return SealedPaste.IsSealed(line) || (!isTerminal && !line.Trim(Blanks).All(char.IsAsciiDigit))
            ? length + input.ReadAtLeast(buffer.AsSpan(length), buffer.Length - length, throwOnEndOfStream: false)
            : length;
    }

    // Up to the end of the line: a terminal does not end after it.
    private static int ReadLine(Stream input, byte[] buffer)
    {
        var length = 0;
        while (length < buffer.Length && input.Read(buffer, length, 1) == 1 && buffer[length++] != (byte)'\n')
        {
        }

        return length;
    }
}
