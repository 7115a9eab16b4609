using System.Globalization;
using Jenkins.AwsTemporal.Validity;

namespace Jenkins.AwsTemporal.Sealing;

/// <summary>
/// The commands with which an operator answers a sealed prompt from a terminal of his own, without anything of ours: one line
/// each, which holds nothing secret and leaves no variable behind. What is secret goes through pipes alone.
/// </summary>
public static class SealingCommand
{
    private const int Width = 64;

    /// <summary>For bash and zsh, with <c>aws</c> and <c>openssl</c>: a session, sealed.</summary>
    /// <param name="key">The prompt's key.</param>
    /// <param name="duration">How long the session shall live, 15 minutes to 36 hours; whole seconds are asked for.</param>
    /// <exception cref="InvalidOptionException">The duration is another.</exception>
    public static string Shell(SealingKey key, TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(key);
        return $"( p='{key.Prompt}'; s=$({Session(duration)}) && {Seal(key)} )";
    }

    /// <summary>For bash and zsh, with <c>openssl</c>: an MFA code, asked for without echo, sealed.</summary>
    /// <param name="key">The prompt's key.</param>
    public static string ShellForCode(SealingKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return $"( p='{key.Prompt}'; printf 'MFA code: ' >&2; read -rs s; echo >&2; {Seal(key)} )";
    }

    /// <summary>For PowerShell 5.1 and 7, with <c>aws</c>: a session, sealed.</summary>
    /// <param name="key">The prompt's key.</param>
    /// <param name="duration">How long the session shall live, 15 minutes to 36 hours; whole seconds are asked for.</param>
    /// <exception cref="InvalidOptionException">The duration is another.</exception>
    public static string PowerShell(SealingKey key, TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(key);
        return $"& {{ $p = '{key.Prompt}'; $s = ({Session(duration)}) -join \"`n\"; if ($LASTEXITCODE -eq 0) {{ {Protect(key)} }} }}";
    }

    /// <summary>For PowerShell 5.1 and 7: an MFA code, sealed.</summary>
    /// <param name="key">The prompt's key.</param>
    public static string PowerShellForCode(SealingKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return $"& {{ $p = '{key.Prompt}'; $s = Read-Host 'MFA code'; {Protect(key)} }}";
    }

    private static string Session(TimeSpan duration) => duration >= SessionLife.Shortest && duration <= SessionLife.Longest
        ? string.Create(CultureInfo.InvariantCulture, $"aws sts get-session-token --duration-seconds {(long)duration.TotalSeconds} --output json")
        : throw InvalidOptionException.Argument(nameof(duration), "15 minutes to 36 hours");

    // printf is the shell's own, so that what it prints is in no argument of a process.
    private static string Seal(SealingKey key) =>
        $"printf '%s\\n' \"$p\" \"$s\" \"$p\" | openssl cms -encrypt -aes256 -outform PEM -recip <(printf '%s\\n' '-----BEGIN CERTIFICATE-----' {Lines(key.Certificate)} '-----END CERTIFICATE-----') -keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha256";

    private static string Protect(SealingKey key) =>
        $"\"$p`n$s`n$p\" | Protect-CmsMessage -To ([Security.Cryptography.X509Certificates.X509Certificate2]::new([Convert]::FromBase64String('{key.Certificate}')))";

    // Older versions of openssl read no longer ones.
    private static string Lines(string base64) => string.Join(' ', base64.Chunk(Width).Select(line => new string(line)));
}
