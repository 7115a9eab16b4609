using Jenkins.AwsTemporal.Profiles;
using Jenkins.AwsTemporal.Sts;

namespace Jenkins.AwsTemporal.Cli.Commands;

/// <summary>
/// An operator's own profile becomes a session that lives as long as was asked for: a role's where a role is named, by the
/// profile or beside it, else the operator's own.
/// </summary>
internal sealed class Minter(Surroundings surroundings, Output output, OperatorProfile profile, string region)
{
    /// <summary>The shortest session that AWS makes.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    public required TimeSpan Duration { get; init; }

    /// <summary>A role to assume last of all; null for the profile's own session.</summary>
    public required string? Role { get; init; }

    /// <summary>Whether the call that makes the session takes an MFA code.</summary>
    public required bool IsMfa { get; init; }

    /// <summary>The device of that code; null for the one that the profile or the caller has.</summary>
    public required string? Serial { get; init; }

    /// <summary>Whether codes are asked for at the terminal; else <see cref="Digits"/> is the only one.</summary>
    public required bool AsksForCodes { get; init; }

    public required string? Digits { get; set; }

    /// <summary>Takes the session, and warns of one that lives longer than was asked for.</summary>
    public async Task<Minted> MintAsync(CancellationToken cancellation)
    {
        var credentials = await profile.ReadAsync(output.CallOptions, cancellation).ConfigureAwait(false);
        var asker = await AskerAsync(credentials, cancellation).ConfigureAwait(false);
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
        if (credentials.Session is { } session)
            return HandOn(session, caller);
        var code = await CodeAsync(OwnDevice(caller), cancellation).ConfigureAwait(false);
        var issued = await asker.Issuer.GetSessionTokenAsync(Duration, code, cancellation).ConfigureAwait(false);
        return new Minted(issued.Credentials, issued.Identity);
    }

    private Task<Asker> AskerAsync(BaseCredentials credentials, CancellationToken cancellation) =>
        Asker.OfAsync(credentials, folder: null, output, region, cancellation);

    private Task<Minted> AssumeAsync(Asker asker, ProfileRole role, bool isLast, CancellationToken cancellation)
    {
        var request = new AssumeRoleOptions(role.Arn, role.SessionName ?? NameOf(asker.Identity!))
        {
            Duration = isLast ? Duration : Shortest,
            ExternalId = role.ExternalId,
        };
        var device = isLast && IsMfa ? Serial ?? role.MfaSerialNumber ?? MfaOptions.OwnDevice(asker.Identity) : role.MfaSerialNumber;
        return AssumeAsync(asker, request, device, cancellation);
    }

    private async Task<Minted> AssumeAsync(Asker asker, AssumeRoleOptions request, string? device, CancellationToken cancellation)
    {
        var code = await CodeAsync(device, cancellation).ConfigureAwait(false);
        var issued = await asker.Issuer.AssumeRoleAsync(request, code, cancellation).ConfigureAwait(false);
        return new Minted(issued.Credentials, issued.Identity);
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
            output.Warn($"nobody tells when the session of {profile} ends, and AWS makes no shorter one of it; --role takes one");
        else if (left > Duration + Tolerance)
            output.Warn($"the session of {profile} lives {Cli.Duration.Words(left.Value)}, longer than the {Cli.Duration.Words(Duration)} asked for, and AWS makes no shorter one of it; --role takes one");
        return new Minted(session, identity);
    }

    // A user, or the session of a role: with IAM Identity Center it is named after the person.
    private static string NameOf(CallerIdentity caller) => SessionName.ForUser(caller.Arn[(caller.Arn.LastIndexOfAny(['/', ':']) + 1)..]);
}
