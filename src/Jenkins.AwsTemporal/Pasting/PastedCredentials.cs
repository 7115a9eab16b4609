using System.Diagnostics.CodeAnalysis;

namespace Jenkins.AwsTemporal.Pasting;

/// <summary>
/// Temporary credentials as an operator pastes them: every form that AWS's own tools print, recognised without being
/// told, and repaired only where one reading is possible.
/// </summary>
public sealed class PastedCredentials
{
    private const string Joined = "lines joined that a terminal wrapped";

    internal PastedCredentials(
        TemporaryCredentials credentials, PasteForm form, string? accountId, string? partition, IReadOnlyList<string> repairs)
    {
        Credentials = credentials;
        Form = form;
        AccountId = accountId;
        Partition = partition;
        Repairs = [.. repairs.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The credentials, whole.</summary>
    public TemporaryCredentials Credentials { get; }

    /// <summary>The form in which they were pasted.</summary>
    public PasteForm Form { get; }

    /// <summary>The 12 digits of the account that the paste names, else those that the access key id carries; null when neither does.</summary>
    public string? AccountId { get; }

    /// <summary>The partition that an ARN in the paste names, such as <c>aws-cn</c>; null when there is none.</summary>
    public string? Partition { get; }

    /// <summary>What was repaired, in words and without values; empty when nothing was.</summary>
    public IReadOnlyList<string> Repairs { get; }

    /// <summary>Reads a paste of at most 64 KiB (as UTF-8).</summary>
    /// <param name="text">The paste; null counts as empty.</param>
    /// <exception cref="CredentialsException">
    /// The paste is not one whole set of temporary credentials. Its line and field say where; its text never quotes the paste.
    /// </exception>
    public static PastedCredentials Parse(string? text)
    {
        var repairs = new List<string>();
        var paste = new PasteLines(PasteText.Clean(text ?? "", repairs));
        var unwrapped = paste.Unwrapped(out var isSure);
        CredentialsException? fault = null;
        PastedCredentials? pasted;
        if (unwrapped is not null && isSure && (pasted = Read(unwrapped, [.. repairs, Joined], out fault)) is not null)
            return pasted;
        if ((pasted = Read(paste, repairs, out var faultAsPasted)) is not null)
            return pasted;
        if (unwrapped is not null && !isSure && !faultAsPasted!.IsAmbiguous
            && (pasted = Read(unwrapped, [.. repairs, Joined], out _)) is not null)
            return pasted;
        throw fault ?? TerminalCut.Explain(faultAsPasted!, paste);
    }

    private static PastedCredentials? Read(PasteLines paste, List<string> repairs, out CredentialsException? fault)
    {
        try
        {
            fault = null;
            return Read(paste, repairs);
        }
        catch (CredentialsException caught)
        {
            fault = caught;
            return null;
        }
    }

    private static PastedCredentials Read(PasteLines paste, List<string> repairs)
    {
        var named = NamedFields.Find(paste, out var form);
        if (named.Any(field => PastedSet.IsPart(field.Field)))
            return PastedSet.Assemble(named, form, paste, repairs);
        if (ColonFields.Find(paste) is { } colons)
            return PastedSet.Assemble(colons, PasteForm.Colons, paste, repairs);
        if (TextFields.Find(paste) is { Count: > 0 } words)
            return PastedSet.Assemble(words, PasteForm.Text, paste, repairs);
        if (named.Any(field => field.Field == NamedFields.Code))
            return PastedSet.Assemble(named, form, paste, repairs);
        if (paste.Text.Contains("An error occurred (", StringComparison.Ordinal) || paste.Text.Contains("Unable to locate credentials", StringComparison.Ordinal))
            throw new CredentialsException(
                ErrorCode.NotCredentials, "the paste is an error of the AWS CLI, not credentials", "make the command work in your own terminal first");
        throw new CredentialsException(
            ErrorCode.NotCredentials,
            "the paste is not recognised as AWS credentials",
            "paste the whole answer of aws sts get-session-token, in any of its output formats");
    }

    /// <summary>Reads a paste as <see cref="Parse"/> does, and returns the error instead of throwing it.</summary>
    /// <param name="text">The paste; null counts as empty.</param>
    /// <param name="pasted">The credentials, when they could be read.</param>
    /// <param name="error">Why not, when they could not.</param>
    public static bool TryParse(
        string? text,
        [NotNullWhen(true)] out PastedCredentials? pasted,
        [NotNullWhen(false)] out CredentialsException? error)
    {
        try
        {
            (pasted, error) = (Parse(text), null);
            return true;
        }
        catch (CredentialsException fault)
        {
            (pasted, error) = (null, fault);
            return false;
        }
    }

    /// <summary>Names the form and the access key id, and no secret.</summary>
    public override string ToString() => $"{Form}: {Credentials}";
}
