using System.CommandLine;
using System.Text;
using Jenkins.AwsTemporal.Handover;
using Jenkins.AwsTemporal.Sealing;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary><c>mint</c>: what an operator pastes at a prompt, from a terminal of his own. The only command that reads profiles.</summary>
internal static class MintCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var sealFor = Options.Text("--seal-for", "KEY", "Seal it with the key that the prompt shows, so that it opens there, once");
        var copy = new Option<bool>("--copy") { Description = "Copy it to the clipboard, and print nothing" };
        var print = new Option<bool>("--print") { Description = "Write it unsealed even to a terminal" };
        var mint = new MintOptions("15m");
        var command = new CommandWithExample(
            "mint",
            "Make the session that a prompt asks for, of your own AWS profile, on your own machine. What it writes is secret unless it is sealed.",
            "aws-temporal mint --profile work --duration 15m --mfa --copy")
        {
            sealFor, copy, print,
        };
        mint.AddTo(command);
        return command.Does(surroundings, async (parsed, output, cancellation) =>
        {
            var key = parsed.GetValue(sealFor) is { } text ? SealingKey.Parse(text) : null;
            // Nothing that it makes would be taken.
            if (key?.ExpiresAt <= surroundings.Time.GetUtcNow())
                throw SealingException.Over(key.ExpiresAt);
            if (parsed.GetValue(copy) && parsed.GetValue(print))
                throw new UsageException("--copy prints nothing, and --print does", "leave one of the two out");
            if (key is null && surroundings.OutIsTerminal && !parsed.GetValue(copy) && !parsed.GetValue(print))
                throw new UsageException("standard output is a terminal, and the session is secret", "seal it with --seal-for, copy it with --copy, or add --print to show it");
            // Found before anything is asked for: a code is spent once.
            var clipboard = parsed.GetValue(copy) ? Clipboard.Find(surroundings.Environment) : null;
            if (key is not null)
                Say($"sealing for {key.Prompt.Words}");

            var minter = await mint.ReadAsync(surroundings, parsed, output, refusesLonger: false, cancellation).ConfigureAwait(false);
            var minted = await minter.MintAsync(cancellation).ConfigureAwait(false);
            var paste = Paste(minted.Credentials, key);
            if (clipboard is not null)
                await clipboard.CopyAsync(paste, cancellation).ConfigureAwait(false);
            Write(surroundings, output, minted, clipboard is null ? paste : null, key, clipboard);
            Say($"a session of {minted.Identity.Arn}, {(minted.Credentials.Expiration is { } end ? $"until {Facts.Time(end)}" : "until nobody knows when")}");
            if (clipboard is not null)
                Say($"copied by {clipboard.Name}");
            return ExitCode.Done;
        });

        void Say(string words) => surroundings.Tell($"aws-temporal: {Facts.OneLine(words)}\n");
    }

    /// <summary>What is pasted: as <c>aws sts get-session-token</c> prints it, or that sealed.</summary>
    public static string Paste(TemporaryCredentials credentials, SealingKey? key)
    {
        using var buffer = new MemoryStream();
        CredentialWriter.Write(buffer, credentials, CredentialFormat.Sts, credentials.Expiration);
        var plain = Encoding.ASCII.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
        return key is null ? plain : key.Seal(plain);
    }

    private static void Write(Surroundings surroundings, Output output, Minted minted, string? paste, SealingKey? key, Clipboard? clipboard)
    {
        if (output.AsJson)
            output.Write(new Facts()
                .Add("paste", "paste", paste)
                .Add("sealedFor", "sealed for", key?.Prompt.Words)
                .Add("copiedBy", "copied by", clipboard?.Name)
                .Add("accessKeyId", "access key", minted.Credentials.AccessKeyId)
                .Add("accountId", "account", minted.Identity.AccountId)
                .Add("arn", "identity", minted.Identity.Arn)
                .Add("expiration", "expires", minted.Credentials.Expiration));
        else if (paste is not null)
            surroundings.Out.Write(Encoding.ASCII.GetBytes(paste));
    }
}
