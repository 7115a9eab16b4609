using System.CommandLine;
using Jenkins.AwsTemporal.Profiles;
using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>What session an operator lends, and of which profile, as options.</summary>
internal sealed class MintOptions(string usualDuration)
{
    private readonly Option<string?> _profile = Options.Text("--profile", "P", "The AWS profile; by default the keys in the environment, then $AWS_PROFILE, then default");
    private readonly Option<string?> _region = Options.Region("The AWS Region whose STS is asked; by default $AWS_REGION, then $AWS_DEFAULT_REGION, then the profile's");
    private readonly Option<TimeSpan?> _duration = Options.Time("--duration", $"How long the session shall live, a role's at most 12h; by default {usualDuration}", SessionLife.Shortest, SessionLife.Longest);
    private readonly Option<string?> _role = Options.Text("--role", "NAME|ARN", "Assume this role; a name is one of the caller's own account");
    private readonly Option<bool> _mfa = new("--mfa") { Description = "Spend a code of the caller's MFA device on it, asked for without showing it" };
    private readonly Option<string?> _serial = Options.Text("--serial", "ARN", "The MFA device, with --mfa implied; by default the profile's mfa_serial, then arn:PARTITION:iam::ACCOUNT:mfa/USER");
    private readonly Option<bool> _codeFromInput = new("--mfa-code-stdin") { Description = "Read the device's six digits from standard input, with --mfa implied" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _profile, _region, _duration, _role, _mfa, _serial, _codeFromInput })
            command.Add(option);
    }

    /// <summary>How long the session shall live, where the operator says so.</summary>
    public TimeSpan? Duration(ParseResult parsed) => parsed.GetValue(_duration);

    /// <summary>What takes the session. An MFA code on standard input is read here, so that nothing is sent for a mistyped one.</summary>
    public async Task<Minter> ReadAsync(Surroundings surroundings, ParseResult parsed, Output output, bool refusesLonger, CancellationToken cancellation)
    {
        var profile = OperatorProfile.Find(surroundings.Environment, parsed.GetValue(_profile));
        var region = RegionOf(surroundings, parsed, profile);
        var fromInput = parsed.GetValue(_codeFromInput);
        return new Minter(surroundings, output, profile, region)
        {
            Duration = parsed.GetValue(_duration) ?? SessionLife.Shortest,
            RefusesLonger = refusesLonger,
            Role = parsed.GetValue(_role),
            IsMfa = fromInput || parsed.GetValue(_mfa) || parsed.GetValue(_serial) is not null,
            Serial = parsed.GetValue(_serial),
            AsksForCodes = !fromInput,
            Digits = fromInput ? await CodeInput.ReadAsync(surroundings, text => text, cancellation).ConfigureAwait(false) : null,
        };
    }

    private string RegionOf(Surroundings surroundings, ParseResult parsed, OperatorProfile profile)
    {
        foreach (var region in (ReadOnlySpan<string?>)[parsed.GetValue(_region), surroundings.Environment("AWS_REGION"), surroundings.Environment("AWS_DEFAULT_REGION"), profile.Region])
        {
            if (!string.IsNullOrEmpty(region))
                return region;
        }

        throw new UsageException($"no region given, neither AWS_REGION nor AWS_DEFAULT_REGION is set, and {profile} names none", "add --region; none is guessed");
    }
}
