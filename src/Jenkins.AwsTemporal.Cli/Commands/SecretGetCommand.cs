using System.CommandLine;
using System.Text;
using Jenkins.AwsTemporal.Secrets;
using Jenkins.AwsTemporal.Sessions;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary><c>secret get</c>: one secret, byte for byte.</summary>
internal static class SecretGetCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var reference = SecretArguments.Reference("REF", "NAME-OR-ARN[#KEY or #/JSON/POINTER][@STAGE][:VERSION]; an @ or : inside a part is written twice");
        var session = Options.Session(surroundings, "The session folder");
        var region = Options.Region();
        var file = Options.Text("--out", "FILE", "Write the value to this file, mode 0600, all or nothing");
        var least = new LeastOptions();
        var print = new Option<bool>("--print") { Description = "Write the value even to a terminal" };
        var get = new CommandWithExample(
            "get",
            "Write a secret's exact bytes to standard output or a file.",
            "aws-temporal secret get /prod/db#password --session ./session --out ./password")
        {
            reference, session, region, file, print,
        };
        least.AddTo(get);
        return get.Does(surroundings, async (parsed, output, cancellation) =>
        {
            var target = parsed.GetValue(file);
            if (target is null && surroundings.OutIsTerminal && !parsed.GetValue(print))
                throw new UsageException("standard output is a terminal, and the value is a secret", "add --print to show it, or --out FILE");
            var live = await output.ReadLiveAsync(new SessionFolder(parsed.GetValue(session)!), cancellation).ConfigureAwait(false);
            var wanted = parsed.GetValue(reference)!;
            var options = output.CallOptions(parsed.GetValue(region) ?? wanted.Region ?? live.Region);
            using var reader = new SecretReader(
                await least.CredentialsAsync(parsed, output, live, [wanted], options.Region, cancellation).ConfigureAwait(false), options);
            using var value = await reader.ReadAsync(wanted, cancellation).ConfigureAwait(false);
            Write(surroundings, output, value, target);
            return ExitCode.Done;
        });
    }

    private static void Write(Surroundings surroundings, Output output, SecretValue value, string? target)
    {
        if (target is not null)
            value.WriteTo(target);
        if (output.AsJson)
            output.Write(Describe(value, target));
        else if (target is null)
            surroundings.Out.Write(value.Bytes.Span);
    }

    private static Facts Describe(SecretValue value, string? target)
    {
        var facts = new Facts()
            .Add("name", "name", value.Version.Name)
            .Add("arn", "arn", value.Version.Arn)
            .Add("versionId", "version", value.Version.VersionId)
            .Add("versionStages", "stages", value.Version.Stages)
            .Add("createdDate", "created", value.Version.CreatedDate);
        if (target is not null)
            return facts.Add("file", "file", Path.GetFullPath(target));
        return value.IsBinary
            ? facts.Add("secretBinary", "value", Convert.ToBase64String(value.Bytes.Span))
            : facts.Add("secretString", "value", Encoding.UTF8.GetString(value.Bytes.Span));
    }
}
