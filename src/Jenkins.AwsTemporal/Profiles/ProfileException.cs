namespace Jenkins.AwsTemporal.Profiles;

/// <summary>
/// An operator's profile gives no credentials: <see cref="ErrorCode.NotFound"/> there is no such one,
/// <see cref="ErrorCode.Expired"/> its login is over, <see cref="ErrorCode.SourceFailed"/> what it names fails,
/// <see cref="ErrorCode.InvalidConfiguration"/> it cannot be read. Never quotes the files.
/// </summary>
public sealed class ProfileException : AwsTemporalException
{
    internal ProfileException(ErrorCode code, string message, string hint)
        : base(code, message, hint)
    {
    }

    internal static ProfileException Ambiguous() => new(
        ErrorCode.InvalidArgument,
        "both AWS_PROFILE and AWS_ACCESS_KEY_ID are set, so it is not clear whose credentials are meant",
        "say which: name the profile, or unset one of the two");

    internal static ProfileException NotFound(string name) => new(
        ErrorCode.NotFound, $"there is no profile {name} in the AWS config and credentials files", "name one of aws configure list-profiles");

    internal static ProfileException Empty(string name) => new(
        ErrorCode.NotFound, $"the profile {name} names no credentials", "run aws configure or aws configure sso for it, or name another profile");

    internal static ProfileException Unsupported(string name, string setting) => new(
        ErrorCode.InvalidConfiguration,
        $"the profile {name} takes its credentials by {setting}, which is not read here",
        $"make a profile with credential_process = aws configure export-credentials --profile {name}");

    internal static ProfileException Incomplete(string name, string setting) => new(
        ErrorCode.InvalidConfiguration, $"the profile {name} is not whole: {setting}", "correct it in the AWS config or credentials file");

    internal static ProfileException NoLogin(string name) => new(
        ErrorCode.Expired, $"there is no login to IAM Identity Center for the profile {name}", $"run aws sso login --profile {name}");

    internal static ProfileException LoginOver(string name) => new(
        ErrorCode.Expired, $"the login to IAM Identity Center of the profile {name} has ended", $"run aws sso login --profile {name}");

    internal static ProfileException Failed(string source, string how, string? hint = null) => new(
        ErrorCode.SourceFailed, $"{source} gives no credentials: {how}", hint ?? "run it by itself, and correct what it says");
}
