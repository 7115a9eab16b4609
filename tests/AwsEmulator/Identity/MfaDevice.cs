using System.Security.Cryptography;

namespace AwsEmulator.Identity;

/// <summary>A virtual MFA device; it accepts each code once.</summary>
public sealed class MfaDevice
{
    private readonly TimeProvider _time;
    private readonly byte[] _seed;
    private readonly HashSet<long> _used = [];

    internal MfaDevice(User user, TimeProvider time, string? serialNumber, string? seed)
    {
        _time = time;
        User = user;
        Seed = seed ?? Base32.Encode(RandomNumberGenerator.GetBytes(20));
        _seed = Base32.Decode(Seed);
        SerialNumber = serialNumber ?? $"arn:{user.Account.Partition}:iam::{user.Account.Id}:mfa/{user.Name}";
    }

    public User User { get; }

    public string SerialNumber { get; }

    /// <summary>The seed in base32, as an authenticator takes it.</summary>
    public string Seed { get; }

    /// <summary>The code that the device shows now.</summary>
    public string Code() => Code(0);

    /// <summary>The code that the device showed or will show so many steps of 30 seconds from now.</summary>
    public string Code(int steps) => Totp.Code(_seed, Totp.StepAt(_time.GetUtcNow()) + steps);

    /// <summary>A code that is accepted now and was not used yet: the present one, its predecessor or its successor.</summary>
    public string FreshCode()
    {
        var now = Totp.StepAt(_time.GetUtcNow());
        lock (_used)
        {
            foreach (var step in (long[])[now, now - 1, now + 1])
                if (!_used.Contains(step))
                    return Totp.Code(_seed, step);
        }
        throw new InvalidOperationException("All three codes of this moment are used: shift the emulator's clock.");
    }

    internal bool Accept(string code)
    {
        var now = Totp.StepAt(_time.GetUtcNow());
        lock (_used)
        {
            for (var step = now - 1; step <= now + 1; step++)
                if (Totp.Code(_seed, step) == code && _used.Add(step))
                    return true;
        }
        return false;
    }
}
