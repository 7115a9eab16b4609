using System.CommandLine;
using System.Security.Cryptography;
using Jenkins.AwsTemporal.Pasting;
using Jenkins.AwsTemporal.Secrets;
using Jenkins.AwsTemporal.Sessions;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary><c>secret put</c>: a value becomes a secret's current one.</summary>
internal static class SecretPutCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var name = SecretArguments.Name("The secret");
        var session = Options.Session(surroundings, "The session folder");
        var region = Options.Region();
        var file = Options.Text("--file", "FILE", "Read the value from this file or named pipe instead of standard input");
        var multiLine = new Option<bool>("--multi-line") { Description = "At a terminal, take lines until Ctrl-D instead of one" };
        var trim = new Option<bool>("--trim-newline") { Description = "Leave one line break at the value's end out" };
        var binary = new Option<bool>("--binary") { Description = "Store text as binary too; what is not UTF-8, or holds NUL, always is" };
        var description = new Option<string?>("--description") { Description = "The description of a new secret", HelpName = "TEXT" };
        var kmsKey = new Option<string?>("--kms-key-id") { Description = "The KMS key of a new secret: id, ARN or alias", HelpName = "KEY" };
        return new CommandWithExample(
            "put",
            "Store a value from standard input, a file or a prompt as a secret's current one; the secret is created if there is none.",
            "pwgen 32 1 | aws-temporal secret put /prod/token --trim-newline --session ./session")
        {
            name, session, region, file, multiLine, trim, binary, description, kmsKey,
        }.Does(surroundings, async (parsed, output, cancellation) =>
        {
            var options = new SecretWriteOptions
            {
                AsBinary = parsed.GetValue(binary),
                Description = parsed.GetValue(description),
                KmsKeyId = parsed.GetValue(kmsKey),
            };
            var secret = parsed.GetValue(name)!;
            var live = await output.ReadLiveAsync(new SessionFolder(parsed.GetValue(session)!), cancellation).ConfigureAwait(false);
            using var writer = new SecretWriter(live.Credentials, output.CallOptions(parsed.GetValue(region) ?? secret.Region ?? live.Region));
            var input = new ValueInput(surroundings, parsed.GetValue(file), parsed.GetValue(multiLine));
            var value = await input.ReadAsync(cancellation).ConfigureAwait(false);
            try
            {
                if (!input.IsPrompt && TerminalCut.FindLine(value) is { } line)
                    output.Warn($"line {line} of the value is as long as a terminal's input gets: if it was pasted, it may be cut; give nothing on standard input to be asked for it, which has no such limit");
                var length = value.Length - (parsed.GetValue(trim) ? LineBreakLength(value) : 0);
                var stored = await writer.PutAsync(secret, value.AsMemory(0, length), options, cancellation).ConfigureAwait(false);
                Tell(output, stored, options);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(value);
            }

            return ExitCode.Done;
        });
    }

    private static int LineBreakLength(ReadOnlySpan<byte> value) => value.EndsWith("\r\n"u8) ? 2 : value.EndsWith("\n"u8) ? 1 : 0;

    private static void Tell(Output output, StoredSecret stored, SecretWriteOptions options)
    {
        if (stored.Outcome is not SecretOutcome.Created && (options.Description ?? options.KmsKeyId) is not null)
            output.Warn("the secret was there already: it keeps its own description and KMS key");
        if (stored.Outcome is SecretOutcome.Created && stored.IsNamedLikeArn)
            output.Warn("the name ends in a hyphen and six characters, as ARNs do: AWS advises against it, because a secret may then not be found by a part of its ARN");
        output.Write(new Facts()
            .Add("name", "name", stored.Version.Name)
            .Add("arn", "arn", stored.Version.Arn)
            .Add("versionId", "version", stored.Version.VersionId)
            .Add("versionStages", "stages", stored.Version.Stages)
            .Add("outcome", "outcome", stored.Outcome switch
            {
                SecretOutcome.Created => "created",
                SecretOutcome.Updated => "updated",
                _ => "unchanged",
            }));
    }
}
