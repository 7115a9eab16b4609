using System.Text;

namespace Jenkins.AwsTemporal.Cli;

/// <summary>Reads an MFA code from standard input: six digits, and what a terminal or an editor puts around them.</summary>
internal static class CodeInput
{
    private const int Limit = 64;
    private const int Digits = 6;

    public static async Task<string> ReadAsync(Surroundings surroundings, CancellationToken cancellation)
    {
        if (surroundings.InIsTerminal)
            surroundings.Tell("aws-temporal: type the MFA code, then press Enter\n");
        var buffer = new byte[Limit];
        var length = await Task.Run(() => ReadLine(surroundings.In, buffer), CancellationToken.None).WaitAsync(cancellation).ConfigureAwait(false);
        var code = Encoding.UTF8.GetString(buffer, 0, length).Trim('\uFEFF', ' ', '\t', '\r', '\n');
        return code.Length == Digits && code.All(char.IsAsciiDigit)
            ? code
            : throw new UsageException("what standard input holds is no MFA code", $"give the {Digits} digits that the device shows, and nothing else");
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
