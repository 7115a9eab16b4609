using System.CommandLine;
using Jenkins.AwsTemporal.Sessions;
using Jenkins.AwsTemporal.Sts;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>The MFA code of a call: read from standard input, for the device that is named or that the caller has by convention.</summary>
internal sealed class MfaOptions
{
    private readonly Option<string?> _serial = Options.Text("--serial", "ARN", "The MFA device; by default the caller's own, arn:PARTITION:iam::ACCOUNT:mfa/USER");

    private readonly Option<bool> _code = new("--mfa-code-stdin") { Description = "Read the device's six digits from standard input" };

    private readonly Option<bool> _sealed = new("--sealed") { Description = "Take a sealed code only, the answer to aws-temporal seal --code on the folder of --into" };

    public void AddTo(Command command)
    {
        command.Add(_serial);
        command.Add(_code);
        command.Add(_sealed);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_sealed) && !result.GetValue(_code))
                result.AddError("--sealed goes with --mfa-code-stdin");
            if (result.GetValue(_serial) is not null && !result.GetValue(_code))
                result.AddError("--serial goes with --mfa-code-stdin");
        });
    }

    public bool IsAsked(ParseResult parsed) => parsed.GetValue(_code);

    /// <summary>The six digits, or null when none are asked for. Read before any call, so that nothing is sent for a mistyped one.</summary>
    public async Task<string?> ReadDigitsAsync(Surroundings surroundings, ParseResult parsed, SessionFolder folder, CancellationToken cancellation) => parsed.GetValue(_code)
        ? await CodeInput.ReadAsync(surroundings, text => folder.Unseal(text, parsed.GetValue(_sealed), surroundings.Time.GetUtcNow()), cancellation).ConfigureAwait(false)
        : null;

    /// <summary>The code of the device that is named or, by convention, the caller's own; null without digits.</summary>
    public MfaCode? CodeOf(ParseResult parsed, string? digits, CallerIdentity? caller)
    {
        if (digits is null)
            return null;
        return new MfaCode(Device(parsed, caller), digits);
    }

    /// <summary>The serial number of the device whose code is asked for.</summary>
    public string Device(ParseResult parsed, CallerIdentity? caller) =>
        parsed.GetValue(_serial) ?? OwnDevice(caller);

    /// <summary>The device that the caller has by convention.</summary>
    public static string OwnDevice(CallerIdentity? caller) =>
        caller?.MfaSerialNumber ?? throw new UsageException(
            $"{caller?.Arn ?? "the caller"} is no user of IAM, so its MFA device is not known", "name the device with --serial");
}
