using Microsoft.Extensions.Logging;

namespace Jenkins.AwsTemporal.Calling;

/// <summary>What is logged of a call: its name, host and outcome, never what it carried.</summary>
internal static partial class CallLog
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "{Operation} answered by {Host} after {Milliseconds} ms")]
    public static partial void Answered(ILogger logger, string operation, string host, long milliseconds);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Operation} at {Host} failed after {Milliseconds} ms: {Code} (AWS: {AwsErrorCode}, request {RequestId})")]
    public static partial void Failed(
        ILogger logger, string operation, string host, long milliseconds, ErrorCode code, string awsErrorCode, string requestId);
}
