using System.CommandLine;
using System.Text;
using Jenkins.AwsTemporal.Secrets;
using Jenkins.AwsTemporal.Sessions;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary><c>secret get</c>: one secret, byte for byte.</summary>
internal static class SecretCommand
{
    public static Command Create(Surroundings surroundings) =>
        new("secret", "Read secrets from AWS Secrets Manager with a session.") { CreateGet(surroundings) };

    private static Command CreateGet(Surroundings surroundings)
    {
        var reference = new Argument<SecretReference>("REF")
        {
            Description = "NAME-OR-ARN[#KEY or #/JSON/POINTER][@STAGE][:VERSION]; an @ or : inside a part is written twice",
            CustomParser = result =>
            {
                try
                {
                    return SecretReference.Parse(result.Tokens[0].Value);
                }
                catch (SecretException fault)
                {
                    result.AddError(fault.Message);
                    return null;
                }
            },
        };
        var session = Options.Session(surroundings, "The session folder");
        var region = Options.Region();
        var file = new Option<string?>("--out") 
        {
            Description = "Write the value to this file, mode 0600, all or nothing",
            HelpName = "FILE",
            Validators = { Options.NotBlank },
        };
        var print = new Option<bool>("--print") { Description = "Write the value even to a terminal" };
        return new CommandWithExample(
            "get",
            "Write a secret's exact bytes to standard output or a file.",
            "aws-temporal secret get /prod/db#password --session ./session --out ./password")
        {
            reference, session, region, file, print,
        }.Does(surroundings, async (parsed, output, cancellation) =>
        {
            var target = parsed.GetValue(file);
            if (target is null && surroundings.OutIsTerminal && !parsed.GetValue(print))
                throw new UsageException("standard output is a terminal, and the value is a secret", "add --print to show it, or --out FILE");
            using var value = await ReadAsync(
                output, new SessionFolder(parsed.GetValue(session)!), parsed.GetValue(reference)!, parsed.GetValue(region), cancellation)
                .ConfigureAwait(false);
            Write(surroundings, output, value, target);
            return ExitCode.Done;
        });
    }

    private static async Task<SecretValue> ReadAsync(
        Output output, SessionFolder folder, SecretReference reference, string? region, CancellationToken cancellation)
    {
        var session = await output.ReadLiveAsync(folder, cancellation).ConfigureAwait(false);
        var options = output.CallOptions(region ?? reference.Region ?? session.Region);
        using var reader = new SecretReader(session.Credentials, options);
        return await reader.ReadAsync(reference, cancellation).ConfigureAwait(false);
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
