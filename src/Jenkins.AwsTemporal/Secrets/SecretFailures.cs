using System.Globalization;
using Jenkins.AwsTemporal.Calling;

namespace Jenkins.AwsTemporal.Secrets;

/// <summary>What failed of many secrets: one failure as it is, several in one line that names them all.</summary>
internal sealed class SecretFailures
{
    private readonly List<string> _references = [];
    private readonly List<string> _kinds = [];
    private readonly List<string> _ofKind = [];
    private AwsTemporalException? _first;

    public void Add(SecretReference reference, AwsTemporalException fault)
    {
        var written = ErrorText.OneLine(reference.ToString(), []);
        if (_references.Contains(written)) return;
        _first ??= fault;
        _references.Add(written);
        var kind = _kinds.IndexOf(Words(fault.Code));
        if (kind >= 0)
        {
            _ofKind[kind] += ", " + written;
            return;
        }

        _kinds.Add(Words(fault.Code));
        _ofKind.Add(Words(fault.Code) + ": " + written);
    }

    /// <exception cref="AwsTemporalException">There was one; of several, the code and the hint are the first one's.</exception>
    public void Throw()
    {
        if (_first is null) return;
        throw _references.Count == 1
            ? _first
            : new SecretException(
                _first.Code, string.Create(CultureInfo.InvariantCulture, $"{_references.Count} secrets cannot be had: {string.Join("; ", _ofKind)}"), _first.Hint);
    }

    /// <summary>The same failure, naming the secret if it is of the secret.</summary>
    public static AwsTemporalException Named(SecretReference reference, AwsTemporalException fault) =>
        fault is AwsCallException refusal && WantedSecret.IsOfOne(fault)
            ? refusal.Explained(refusal.Code, $"the secret {ErrorText.OneLine(reference.SecretId, [])} cannot be read: {refusal.Message}", refusal.Hint)
            : fault;

    private static string Words(ErrorCode code) => code switch
    {
        ErrorCode.NotFound => "not found",
        ErrorCode.ScheduledForDeletion => "scheduled for deletion",
        ErrorCode.Denied => "denied",
        ErrorCode.Kms => "not decrypted by KMS",
        ErrorCode.KeyNotFound => "without the key",
        _ => "refused",
    };
}
