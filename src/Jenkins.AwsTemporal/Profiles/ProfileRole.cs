namespace Jenkins.AwsTemporal.Profiles;

/// <summary>A role that a profile assumes.</summary>
public sealed class ProfileRole
{
    internal ProfileRole(IReadOnlyDictionary<string, string> settings)
    {
        Arn = settings["role_arn"];
        MfaSerialNumber = settings.GetValueOrDefault("mfa_serial");
        ExternalId = settings.GetValueOrDefault("external_id");
        SessionName = settings.GetValueOrDefault("role_session_name");
    }

    /// <summary>Its ARN, as the profile says it.</summary>
    public string Arn { get; }

    /// <summary>The MFA device whose code it takes; null when the profile names none.</summary>
    public string? MfaSerialNumber { get; }

    /// <summary>The external id; null when the profile names none.</summary>
    public string? ExternalId { get; }

    /// <summary>The name of its session; null when the profile names none.</summary>
    public string? SessionName { get; }

    /// <summary>The ARN.</summary>
    public override string ToString() => Arn;
}
