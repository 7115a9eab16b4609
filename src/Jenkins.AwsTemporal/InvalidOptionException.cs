namespace Jenkins.AwsTemporal;

/// <summary>
/// An option of a call cannot be used; nothing was sent. <see cref="AwsTemporalException.Code"/> is
/// <see cref="ErrorCode.InvalidArgument"/> for a value given in code and
/// <see cref="ErrorCode.InvalidConfiguration"/> for one that came from the environment or a file.
/// </summary>
public sealed class InvalidOptionException : AwsTemporalException
{
    internal InvalidOptionException(ErrorCode code, string option, string message, string hint)
        : base(code, message, hint) => Option = option;

    /// <summary>The property or environment variable at fault, such as <c>Timeout</c> or <c>AWS_CA_BUNDLE</c>.</summary>
    public string Option { get; }

    internal static InvalidOptionException Argument(string property, string rule) =>
        new(ErrorCode.InvalidArgument, property, $"invalid {property}: must be {rule}", "nothing was sent: correct it, and try again");

    internal static InvalidOptionException Variable(string variable, string rule) =>
        new(ErrorCode.InvalidConfiguration, variable, $"invalid {variable}: must be {rule}", $"correct {variable} in the environment, or unset it");
}
