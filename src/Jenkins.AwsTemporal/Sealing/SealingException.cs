namespace Jenkins.AwsTemporal.Sealing;

/// <summary>A sealed answer cannot be opened, or may not be. Never holds a piece of what is sealed.</summary>
public sealed class SealingException : AwsTemporalException
{
    internal SealingException(ErrorCode code, string message, string hint)
        : base(code, message, hint)
    {
    }

    internal static SealingException Damaged(string how) => new(
        ErrorCode.DamagedSeal, $"the sealed paste {how}", "copy all that the command printed, from its first line to its last, and answer a new prompt with it");

    internal static SealingException ForAnotherPrompt(string which) => new(
        ErrorCode.SealedForAnotherPrompt, $"the paste was sealed for another prompt{which}", "run the command that this prompt shows");

    internal static SealingException NotSealed() => new(
        ErrorCode.NotSealed, "the paste is not sealed, and only a sealed one is taken", "run the command that the prompt shows: the one of aws-temporal seal, or aws-temporal mint --seal-for KEY");

    internal static SealingException NoKey(string folder) => new(
        ErrorCode.NoSealingKey,
        $"the paste is sealed, and the key that opens it is not in {folder}: it opened a paste already, was wiped, or lies on another agent",
        "answer a new prompt: aws-temporal seal --session DIR makes its key");
}
