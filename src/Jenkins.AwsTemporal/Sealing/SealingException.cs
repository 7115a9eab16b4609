using System.Globalization;

namespace Jenkins.AwsTemporal.Sealing;

/// <summary>A sealed answer cannot be opened, or may not be. Never holds a piece of what is sealed.</summary>
public sealed class SealingException : AwsTemporalException
{
    // Where that is so, running the same command again would only fail again.
    internal const string Spent = "this prompt's key is spent: " + Again;
    internal const string Again = "start the build again, and answer its new prompt";

    internal SealingException(ErrorCode code, string message, string hint)
        : base(code, message, hint)
    {
    }

    internal static SealingException Damaged(string how) => new(
        ErrorCode.DamagedSeal, $"the sealed paste {how}", Spent + "; copy from the line of BEGIN to the line of END, both whole, and nothing else");

    internal static SealingException Over(DateTimeOffset end) => new(
        ErrorCode.PromptOver, string.Create(CultureInfo.InvariantCulture, $"the prompt of this key was over at {end.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}, by this machine's clock"), "copy the key of the prompt that waits now, or set the clock");

    internal static SealingException ForAnotherPrompt(string which) => new(
        ErrorCode.SealedForAnotherPrompt, $"the paste was sealed for another prompt{which}", Spent);

    internal static void DemandOpenSsl()
    {
        if (!OpenSsl.IsUsable)
            throw new SealingException(ErrorCode.OpenSslMissing, "cannot seal or open anything: OpenSSL is not installed here", OpenSsl.Hint);
    }

    internal static SealingException NoKeyMade() => new(
        ErrorCode.InvalidConfiguration, "this machine's cryptography makes no RSA key with a certificate", "update its operating system, or its OpenSSL");

    internal static SealingException NotSealed() => new(
        ErrorCode.NotSealed, "the paste is not sealed, and only a sealed one is taken", "paste what the prompt's command prints: the one with openssl, or aws-temporal mint --seal-for KEY");

    internal static SealingException NoKey(string folder) => new(
        ErrorCode.NoSealingKey,
        $"the paste is sealed, and the key that opens it is not in {folder}: it opened a paste already, was wiped, or lies on another agent",
        Again + "; on the command line aws-temporal seal makes a new one");
}
