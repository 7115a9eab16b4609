namespace Jenkins.AwsTemporal.Calling;

/// <summary>
/// A setting of how AWS is called cannot be used; nothing was sent. <see cref="AwsTemporalException.Code"/> is
/// <see cref="ErrorCode.InvalidArgument"/> for a value given in code and
/// <see cref="ErrorCode.InvalidConfiguration"/> for one that came from the environment or a file.
/// </summary>
public sealed class AwsCallOptionsException : AwsTemporalException
{
    internal AwsCallOptionsException(ErrorCode code, string setting, string message, string hint)
        : base(code, message, hint) => Setting = setting;

    /// <summary>The property or environment variable at fault, such as <c>Timeout</c> or <c>AWS_CA_BUNDLE</c>.</summary>
    public string Setting { get; }

    internal static AwsCallOptionsException Argument(string property, string rule) =>
        new(ErrorCode.InvalidArgument, property, $"invalid {property}: must be {rule}", $"give a {property} that is {rule}");

    internal static AwsCallOptionsException Variable(string variable, string rule) =>
        new(ErrorCode.InvalidConfiguration, variable, $"invalid {variable}: must be {rule}", $"correct {variable} in the environment, or unset it");
}
