using System.Globalization;
using Jenkins.AwsTemporal.Calling;

namespace Jenkins.AwsTemporal.Secrets;

/// <summary>
/// Which variable a secret's value is for: <c>NAME=REFERENCE</c>, with the reference as <see cref="SecretReference"/> reads
/// it. <c>NAME</c> has letters, digits and <c>_</c> and does not begin with a digit. Where the reference ends in <c>*</c>,
/// and only there, <c>NAME</c> holds one <c>*</c> (and may be nothing else), which becomes what that one stood for, the rest
/// of the secret's name or the member's name: in upper case, with each run of other characters than <c>A-Z a-z 0-9</c> as
/// one <c>_</c> and none at its ends. So <c>DB_*=/prod/db/*</c> makes <c>DB_READ_ONLY</c> of <c>/prod/db/read-only</c>.
/// </summary>
public sealed class SecretBinding
{
    private const int LongestShown = 64;

    internal SecretBinding(string name, SecretReference reference) => (Name, Reference) = (name, reference);

    /// <summary>The variable's name, with its <c>*</c> if it has one.</summary>
    public string Name { get; }

    /// <summary>The reference.</summary>
    public SecretReference Reference { get; }

    /// <summary>Reads a binding.</summary>
    /// <exception cref="SecretException"><see cref="ErrorCode.InvalidArgument"/>: names the part and its rule.</exception>
    public static SecretBinding Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0) throw Wrong("a secret's binding has no =");
        var name = text[..equals];
        var reference = SecretReference.Parse(text[(equals + 1)..]);
        var star = name.IndexOf('*', StringComparison.Ordinal);
        if (star >= 0 != reference.IsPattern)
        {
            throw Wrong(star < 0
                ? $"the variable {Shown(name)} has no * for what the * of {ErrorText.OneLine(reference.ToString(), [])} stands for"
                : $"the variable {Shown(name)} has a *, but {ErrorText.OneLine(reference.ToString(), [])} names one value");
        }

        // An underscore may begin a name, and stand beside any part.
        return VariableName.IsValid(star < 0 ? name : name.Remove(star, 1).Insert(star, "_"))
            ? new SecretBinding(name, reference)
            : throw Wrong($"invalid name of a variable {Shown(name)}: must be {VariableName.Rule}, with one * where the reference has one");
    }

    /// <summary>The name for what the reference's <c>*</c> stood for.</summary>
    internal string NameOf(string match)
    {
        var name = Name.Replace("*", VariableName.Part(match), StringComparison.Ordinal);
        // Who writes a secret would otherwise say what the command runs.
        if (Name[0] == '*' && VariableName.Steers(name))
        {
            throw new SecretException(
                ErrorCode.InvalidArgument,
                $"{this} would set {name}, which decides what programs run",
                "put letters before the * of the name, such as DB_*, or name that value by itself");
        }

        return VariableName.IsValid(name)
            ? name
            : throw new SecretException(
                ErrorCode.InvalidArgument,
                $"{this} makes no name of a variable of {Shown(match)}: must be {VariableName.Rule}",
                "put letters around the * of the name, or name that value by itself");
    }

    /// <summary>The binding in writing: parsing it gives an equal one.</summary>
    public override string ToString() => $"{Name}={Reference}";

    private static string Shown(string text) =>
        text.Length <= LongestShown ? $"\"{ErrorText.OneLine(text, [])}\"" : string.Create(CultureInfo.InvariantCulture, $"of {text.Length} characters");

    private static SecretException Wrong(string message) =>
        new(ErrorCode.InvalidArgument, message, "write NAME=REFERENCE, such as DB_PASSWORD=/prod/db#password or DB_*=/prod/db/*");
}
