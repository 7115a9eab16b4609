using Jenkins.AwsTemporal.Calling;
using Jenkins.AwsTemporal.Profiles;
using Jenkins.AwsTemporal.Sts;
using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>
/// An operator's own profile becomes a session that lives as long as was asked for: a role's where a role is named, by the
/// profile or beside it, else the operator's own.
/// </summary>
internal sealed class Minter(Surroundings surroundings, Output output, OperatorProfile profile, string region)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);
    private Asker? _first;
    private TemporaryCredentials? _session;

    /// <summary>Whose STS is asked.</summary>
    public string Region => region;

    public required TimeSpan Duration { get; set; }

    /// <summary>Whether a session that would live longer than that is refused, and not only warned of.</summary>
    public bool RefusesLonger { get; init; }

    /// <summary>A role to assume last of all; null for the profile's own session.</summary>
    public required string? Role { get; init; }

    /// <summary>Whether the call that makes the session takes an MFA code.</summary>
    public required bool IsMfa { get; init; }

    /// <summary>The device of that code; null for the one that the profile or the caller has.</summary>
    public required string? Serial { get; init; }

    /// <summary>Whether codes are asked for at the terminal; else <see cref="Digits"/> is the only one.</summary>
    public required bool AsksForCodes { get; init; }

    public required string? Digits { get; set; }

    /// <summary>The role whose session it will be, as its name or ARN is known; null for the profile's own.</summary>
    public string? LastRole => Role ?? (profile.Roles.Count > 0 ? profile.Roles[^1].Arn : null);

    /// <summary>Whose keys they are that it begins with. Takes no session, and spends no code.</summary>
    public async Task<CallerIdentity> IdentifyAsync(CancellationToken cancellation)
    {
        var first = await FirstAsync(cancellation).ConfigureAwait(false);
        if (LastRole is null && _session is not null)
            HandOn(_session, first.Identity!);
        return first.Identity!;
    }

    /// <summary>The account that the session will be of: a role's is in its ARN, or the one before it.</summary>
    public string AccountOf(CallerIdentity caller)
    {
        if (Role?.Split(':') is [_, _, _, _, var named, ..])
            return named;
        return profile.Roles.Count > 0 && profile.Roles[^1].Arn.Split(':') is [_, _, _, _, var last, ..] ? last : caller.AccountId;
    }

    /// <summary>Takes the session.</summary>
    public async Task<Minted> MintAsync(CancellationToken cancellation)
    {
        var asker = await FirstAsync(cancellation).ConfigureAwait(false);
        for (var i = 0; i < profile.Roles.Count; i++)
        {
            var isLast = Role is null && i == profile.Roles.Count - 1;
            var taken = await AssumeAsync(asker, profile.Roles[i], isLast, cancellation).ConfigureAwait(false);
            if (isLast)
                return taken;
            asker = await AskerAsync(BaseCredentials.FromSession(taken.Credentials), cancellation).ConfigureAwait(false);
        }

        var caller = asker.Identity!;
        if (Role is not null)
            return await AssumeAsync(asker, new AssumeRoleOptions(caller.ArnOfRole(Role), NameOf(caller)) { Duration = Duration }, OwnDevice(caller), cancellation).ConfigureAwait(false);
        if (_session is not null)
            return HandOn(_session, caller);
        var code = await CodeAsync(OwnDevice(caller), cancellation).ConfigureAwait(false);
        var issued = await asker.Issuer.GetSessionTokenAsync(Duration, code, cancellation).ConfigureAwait(false);
        return new Minted(issued.Credentials, issued.Identity);
    }

    private async Task<Asker> FirstAsync(CancellationToken cancellation)
    {
        if (_first is not null)
            return _first;
        var credentials = await profile.ReadAsync(output.CallOptions, cancellation).ConfigureAwait(false);
        _session = credentials.Session;
        return _first = await AskerAsync(credentials, cancellation).ConfigureAwait(false);
    }

    private Task<Asker> AskerAsync(BaseCredentials credentials, CancellationToken cancellation) =>
        Asker.OfAsync(credentials, folder: null, output, region, cancellation);

    private Task<Minted> AssumeAsync(Asker asker, ProfileRole role, bool isLast, CancellationToken cancellation)
    {
        var request = new AssumeRoleOptions(role.Arn, role.SessionName ?? NameOf(asker.Identity!))
        {
            Duration = isLast ? Duration : SessionLife.Shortest,
            ExternalId = role.ExternalId,
        };
        var device = isLast && IsMfa ? Serial ?? role.MfaSerialNumber ?? MfaOptions.OwnDevice(asker.Identity) : role.MfaSerialNumber;
        return AssumeAsync(asker, request, device, cancellation);
    }

    private async Task<Minted> AssumeAsync(Asker asker, AssumeRoleOptions request, string? device, CancellationToken cancellation)
    {
        var code = await CodeAsync(device, cancellation).ConfigureAwait(false);
        try
        {
            var issued = await asker.Issuer.AssumeRoleAsync(request, code, cancellation).ConfigureAwait(false);
            return new Minted(issued.Credentials, issued.Identity);
        }
        catch (AwsCallException fault) when (fault.Code == ErrorCode.Denied && code is null)
        {
            throw fault.Explained(fault.Code, fault.Message, "add --mfa if the role demands MFA; else check its name, its trust policy and the caller's policy");
        }
    }

    private string? OwnDevice(CallerIdentity caller) =>
        IsMfa ? Serial ?? (profile.Roles.Count == 0 ? profile.MfaSerialNumber : null) ?? MfaOptions.OwnDevice(caller) : null;

    private async Task<MfaCode?> CodeAsync(string? device, CancellationToken cancellation)
    {
        if (device is null)
            return null;
        var code = Digits ?? (AsksForCodes
            ? await CodeInput.AskAsync(surroundings, device, cancellation).ConfigureAwait(false)
            : throw new UsageException($"a further MFA code is needed, of {device}, and standard input gives one", "leave --mfa-code-stdin out to be asked for each"));
        Digits = null;
        return new MfaCode(device, code);
    }

    // AWS makes no shorter session of a session.
    private Minted HandOn(TemporaryCredentials session, CallerIdentity identity)
    {
        if (IsMfa)
            throw new UsageException($"{profile} gives a session already, and AWS takes no MFA code for another of it", "leave the code out, or name a role with --role");
        var left = session.Expiration - surroundings.Time.GetUtcNow();
        if (left is null)
            Longer($"nobody tells when the session of {profile} ends, and AWS makes no shorter one of it", "name a role with --role");
        else if (left > Duration + Tolerance)
            Longer($"the session of {profile} lives {TimeWords.Of(left.Value)}, longer than the {TimeWords.Of(Duration)} asked for, and AWS makes no shorter one of it", "name a role with --role, or say with --duration that it may live as long");
        return new Minted(session, identity);
    }

    private void Longer(string words, string hint)
    {
        if (RefusesLonger)
            throw new UsageException(words, hint);
        output.Warn(words + "; --role takes one");
    }

    // A user, or the session of a role: with IAM Identity Center it is named after the person.
    private static string NameOf(CallerIdentity caller) => SessionName.ForUser(caller.Arn[(caller.Arn.LastIndexOfAny(['/', ':']) + 1)..]);
}
