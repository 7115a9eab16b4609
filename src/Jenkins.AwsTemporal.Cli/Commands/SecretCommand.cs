using System.CommandLine;
using System.Text;
using Jenkins.AwsTemporal.Secrets;
using Jenkins.AwsTemporal.Sessions;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary><c>secret get</c>: one secret, byte for byte; <c>hold</c> and <c>release</c>: many, for several commands.</summary>
internal static class SecretCommand
{
    public static Command Create(Surroundings surroundings) =>
        new("secret", "Read secrets from AWS Secrets Manager with a session.")
        {
            CreateGet(surroundings),
            CreateHold(surroundings),
            CreateRelease(surroundings),
        };

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

    private static Command CreateHold(Surroundings surroundings)
    {
        var session = Options.Session(surroundings, "The session folder");
        var region = Options.Region();
        var secrets = new SecretOptions();
        var hold = new CommandWithExample(
            "hold",
            "Read secrets once, and keep them in the session folder for exec --held. Answers with their folder and, for each --file, NAME=PATH.",
            "aws-temporal secret hold --session ./session --secret DB_PASSWORD=/prod/db#password --file KUBECONFIG=/prod/kubeconfig")
        {
            session, region,
        };
        secrets.AddTo(hold);
        return hold.Does(surroundings, async (parsed, output, cancellation) =>
        {
            if (!secrets.IsGiven(parsed))
                throw new UsageException("nothing is to be held", "name it: --secret NAME=REF or --file NAME=REF");
            var folder = new SessionFolder(parsed.GetValue(session)!);
            var live = await output.ReadLiveAsync(folder, cancellation).ConfigureAwait(false);
            using var read = await secrets.ReadAsync(parsed, output, live, parsed.GetValue(region), cancellation).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            var held = HeldSecrets.Keep(folder, read, secret => secrets.IsFile(parsed, secret));
            try
            {
                Write(surroundings, output, held);
            }
            catch
            {
                // Nobody would know where they are.
                held.Wipe();
                throw;
            }

            return ExitCode.Done;
        });
    }

    private static Command CreateRelease(Surroundings surroundings)
    {
        var held = new Argument<string>("DIR") { Description = "The folder that secret hold answered with" };
        var session = Options.Session(surroundings, "The session folder that it is in");
        return new CommandWithExample(
            "release",
            "Wipe secrets that secret hold keeps. Those of a session that is closed are wiped already.",
            "aws-temporal secret release ./session/files/0f8fad5bd9cb469fa16570867728950e --session ./session")
        {
            held, session,
        }.Does(surroundings, (parsed, _, _) =>
        {
            HeldSecrets.Release(new SessionFolder(parsed.GetValue(session)!), parsed.GetValue(held)!);
            return Task.FromResult(ExitCode.Done);
        });
    }

    // In words, lines that a script can read.
    private static void Write(Surroundings surroundings, Output output, HeldSecrets held)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        var lines = new StringBuilder(held.Folder).Append('\n');
        foreach (var name in held.Files)
        {
            files.Add(name, held.PathOf(name));
            lines.Append(name).Append('=').Append(held.PathOf(name)).Append('\n');
        }

        if (output.AsJson)
            output.Write(new Facts().Add("folder", "folder", held.Folder).Add("files", "files", files).Add("variables", "variables", held.Variables));
        else
            surroundings.Out.Write(Encoding.UTF8.GetBytes(lines.ToString()));
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
