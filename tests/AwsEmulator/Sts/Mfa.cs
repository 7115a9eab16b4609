using AwsEmulator.Identity;
using AwsEmulator.Wire;

namespace AwsEmulator.Sts;

/// <summary>The MFA device and code of a request.</summary>
internal static class Mfa
{
    /// <summary>True when a code was given and accepted, false when none was given.</summary>
    public static bool Check(Credentials caller, AwsRequest request)
    {
        var serial = request.Parameter("SerialNumber");
        var code = request.Parameter("TokenCode");
        if (serial is null && code is null)
            return false;
        if (serial is null || code is null)
            throw AwsException.AccessDenied("MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code. ");
        var devices = caller.IsTemporary ? [] : caller.User!.MfaDevices;
        var device = devices.FirstOrDefault(device => device.SerialNumber == serial) ?? throw AwsException.AccessDenied(
            "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.");
        if (!device.Accept(code))
            throw AwsException.AccessDenied("MultiFactorAuthentication failed with invalid MFA one time pass code. ");
        return true;
    }
}
