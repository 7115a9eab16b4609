namespace Jenkins.AwsTemporal.Sts;

/// <summary>A code of an MFA device. AWS takes each code once, so a call that carries one is sent once.</summary>
public sealed class MfaCode
{
    /// <summary>Takes the device and its code.</summary>
    /// <param name="serialNumber">
    /// The device: the ARN of a virtual one, such as <c>arn:aws:iam::123456789012:mfa/alice</c>, or the number of a
    /// hardware one; 9 to 256 characters of <c>A-Za-z0-9_+=/:,.@-</c>.
    /// </param>
    /// <param name="code">Six ASCII digits.</param>
    /// <exception cref="InvalidOptionException"><see cref="ErrorCode.InvalidArgument"/>; the text never quotes the code.</exception>
    public MfaCode(string serialNumber, string code)
    {
        ArgumentNullException.ThrowIfNull(serialNumber);
        ArgumentNullException.ThrowIfNull(code);
        if (!StsText.IsSerialNumber(serialNumber))
            throw InvalidOptionException.Argument(nameof(SerialNumber), "9 to 256 characters of A-Z a-z 0-9 _ + = / : , . @ -");
        if (!StsText.IsCode(code))
            throw InvalidOptionException.Argument(nameof(MfaCode), "exactly six digits");
        SerialNumber = serialNumber;
        Code = code;
    }

    /// <summary>The device.</summary>
    public string SerialNumber { get; }

    internal string Code { get; }

    /// <summary>Names the device, and not the code.</summary>
    public override string ToString() => $"a code of {SerialNumber}";
}
