using System.Globalization;
using System.Text;
using Jenkins.AwsTemporal.Calling;

namespace Jenkins.AwsTemporal.Secrets;

/// <summary>What failed of many secrets: one failure as it is, several in one line that names them all.</summary>
internal sealed class SecretFailures
{
    private readonly List<AwsTemporalException> _faults = [];
    private readonly List<string> _references = [];

    public void Add(SecretReference reference, AwsTemporalException fault)
    {
        var written = ErrorText.OneLine(reference.ToString(), []);
        if (_references.Contains(written)) return;
        _references.Add(written);
        _faults.Add(fault);
    }

    /// <exception cref="AwsTemporalException">There was one; of several, the code and the hint are the first one's.</exception>
    public void Throw()
    {
        if (_faults.Count == 0) return;
        if (_faults.Count == 1) throw _faults[0];
        var message = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{_faults.Count} secrets cannot be had");
        var told = new List<ErrorCode>();
        foreach (var fault in _faults)
        {
            if (told.Contains(fault.Code)) continue;
            message.Append(told.Count == 0 ? ": " : "; ").Append(Words(fault.Code)).Append(": ");
            told.Add(fault.Code);
            var separator = "";
            for (var i = 0; i < _faults.Count; i++)
            {
                if (_faults[i].Code != fault.Code) continue;
                message.Append(separator).Append(_references[i]);
                separator = ", ";
            }
        }

        throw new SecretException(_faults[0].Code, message.ToString(), _faults[0].Hint);
    }

    /// <summary>The same failure, naming the secret if it is of the secret.</summary>
    public static AwsTemporalException Named(SecretReference reference, AwsTemporalException fault) =>
        fault is AwsCallException { Code: ErrorCode.NotFound or ErrorCode.ScheduledForDeletion or ErrorCode.Denied or ErrorCode.Kms or ErrorCode.InvalidRequest } refusal
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
