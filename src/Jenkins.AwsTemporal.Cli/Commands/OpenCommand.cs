using System.CommandLine;
using System.Globalization;
using Jenkins.AwsTemporal.Calling;
using Jenkins.AwsTemporal.Pasting;
using Jenkins.AwsTemporal.Sessions;
using Jenkins.AwsTemporal.Sts;
using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary><c>open</c>: a paste becomes a session folder.</summary>
internal static class OpenCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var session = Options.Session(surroundings, "The session folder to make; a session that is there is replaced");
        var region = Options.Region();
        var duration = Options.Time("--duration", "What the operator was asked for, to estimate the end when the paste does not tell it");
        var prompted = Prompted();
        var accounts = Options.Accounts();
        var partition = Options.Partition();
        var minimumLife = Options.Time("--min-life", "Refuse credentials that live less than this");
        var sealedOnly = new Option<bool>("--sealed") { Description = "Take a sealed paste only, the answer to aws-temporal seal on the same folder" };
        var noVerify = new Option<bool>("--no-verify") { Description = "Do not ask AWS whose credentials they are" };
        return new CommandWithExample(
            "open",
            "Check a paste on standard input and keep it in a session folder.",
            "aws sts get-session-token --duration-seconds 900 | aws-temporal open --session ./session --region us-east-1")
        {
            session, region, duration, prompted, accounts, partition, minimumLife, sealedOnly, noVerify,
        }.Does(surroundings, (parsed, output, cancellation) => OpenAsync(
            surroundings,
            output,
            new Request(
                new SessionFolder(parsed.GetValue(session)!),
                parsed.GetValue(region),
                parsed.GetValue(duration),
                parsed.GetValue(prompted),
                Options.Requirements(parsed.GetValue(accounts)!, parsed.GetValue(partition), parsed.GetValue(minimumLife)),
                SealedOnly: parsed.GetValue(sealedOnly),
                Verify: !parsed.GetValue(noVerify)),
            cancellation));
    }

    private static Option<DateTimeOffset?> Prompted() => new("--prompted")
    {
        Description = "The moment of the prompt, in seconds since 1970, from which --duration counts; by default now",
        HelpName = "SECONDS",
        CustomParser = result =>
        {
            if (result.Tokens is [var token]
                && token.Value.Length <= 11
                && long.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                return DateTimeOffset.FromUnixTimeSeconds(seconds);
            result.AddError("--prompted takes seconds since 1970");
            return null;
        },
    };

    private static async Task<int> OpenAsync(Surroundings surroundings, Output output, Request request, CancellationToken cancellation)
    {
        // What is wrong on the command line or in the environment is said before the paste is read.
        var options = request.Verify ? output.CallOptions(request.Region) : null;
        var region = options?.Region ?? RegionWithoutCall(surroundings, request.Region);

        var text = await PasteInput.ReadTextAsync(surroundings, cancellation).ConfigureAwait(false);
        var now = surroundings.Time.GetUtcNow();
        var pasted = PastedCredentials.Parse(request.Folder.Unseal(text, request.SealedOnly, now));
        foreach (var repair in pasted.Repairs)
            output.Explain($"repaired: {repair}");
        // The prompt's moment is by another machine's clock, and nobody answers a prompt before it.
        var prompted = request.Prompted < now ? request.Prompted.Value : now;
        var lifetime = Lifetime.Of(pasted.Credentials, request.Duration, prompted);
        // What stands beside the key may name another account than the key itself carries.
        request.Requirements.CheckOwner(pasted.AccountId, pasted.Partition);
        request.Requirements.CheckOwner(pasted.Credentials.AccountId, pasted.Partition);
        if (!request.Verify)
            request.Requirements.CheckOwnerIsKnown(pasted.AccountId, pasted.Partition);
        request.Requirements.CheckLife(lifetime, now);

        var identity = options is null ? null : await IdentifyAsync(pasted, options, request.Requirements, cancellation).ConfigureAwait(false);
        var skew = output.ClockSkew(identity?.ClockSkew);
        var session = new Session(pasted.Credentials, Lifetime.Of(pasted.Credentials, request.Duration, prompted + skew))
        {
            Identity = identity,
            Region = region,
            Origin = pasted.Form.ToString(),
            ClockSkew = skew,
        };
        request.Requirements.CheckLife(session.Lifetime, session.Now(surroundings.Time));

        request.Folder.Keep(session, surroundings.Command);
        output.Write(new Facts()
            .Add("form", "form", pasted.Form.ToString())
            .AddSession(session, session.Now(surroundings.Time))
            .Add("session", "session", request.Folder.Path));
        return ExitCode.Done;
    }

    private static async Task<CallerIdentity> IdentifyAsync(
        PastedCredentials pasted, AwsCallOptions options, CredentialRequirements requirements, CancellationToken cancellation)
    {
        using var reader = new CallerIdentityReader(pasted.Credentials, options);
        var identity = await reader.ReadAsync(cancellation).ConfigureAwait(false);
        requirements.CheckOwner(identity.AccountId, identity.Partition);
        return identity;
    }

    // Without a call the Region may be left out, but a wrong one is refused all the same.
    private static string? RegionWithoutCall(Surroundings surroundings, string? given)
    {
        string?[] regions = [given, surroundings.Environment("AWS_REGION"), surroundings.Environment("AWS_DEFAULT_REGION")];
        return regions.All(string.IsNullOrEmpty) ? null : AwsCallOptions.FromEnvironment(surroundings.Environment, given).Region;
    }

    private sealed record Request(
        SessionFolder Folder,
        string? Region,
        TimeSpan? Duration,
        DateTimeOffset? Prompted,
        CredentialRequirements Requirements,
        bool SealedOnly,
        bool Verify);
}
