using System.Text;

namespace Jenkins.AwsTemporal.Cli;

/// <summary>Asks a person at the terminal for a yes. Nothing else is one, and what was typed before the question is no answer.</summary>
internal static class Confirmation
{
    private const int LongestAnswer = 16;

    public static async Task<bool> ConfirmAsync(this Surroundings surroundings, string question, CancellationToken cancellation)
    {
        HiddenTerminal.Forget();
        surroundings.Tell($"{question} [y/N] ");
        // What waits cannot be cancelled, only left behind.
        var answer = await Task.Run(() => ReadLine(surroundings.In), CancellationToken.None).WaitAsync(cancellation).ConfigureAwait(false);
        return answer.Trim() is "y" or "Y" or "yes" or "Yes" or "YES";
    }

    private static string ReadLine(Stream input)
    {
        var line = new List<byte>(LongestAnswer);
        var key = new byte[1];
        while (input.Read(key) == 1 && key[0] != (byte)'\n')
            if (line.Count < LongestAnswer)
                line.Add(key[0]);
        return Encoding.ASCII.GetString([.. line]);
    }
}
