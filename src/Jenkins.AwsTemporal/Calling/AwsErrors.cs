using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using System.Xml;
using Amazon.Runtime;

namespace Jenkins.AwsTemporal.Calling;

/// <summary>
/// Every exception that a call can end with, as an <see cref="AwsCallException"/> without an inner one. What AWS
/// refused is worded in <see cref="AwsRefusal"/>; what never reached AWS, here.
/// </summary>
internal static class AwsErrors
{
    public static AwsCallException OpenSslMissing(string operation) =>
        new(
            ErrorCode.OpenSslMissing,
            operation,
            $"cannot sign {operation}: OpenSSL is not installed here",
            OpenSsl.Hint);

    public static AwsCallException From(Exception error, FailedCall call) => error switch
    {
        AmazonUnmarshallingException unread => Foreign(call, "answered with something that is not AWS's", unread.StatusCode),
        AmazonServiceException refusal when refusal.StatusCode is not default(HttpStatusCode) => AwsRefusal.From(refusal, call),
        ForeignAnswerException foreign => Foreign(call, foreign.Message, foreign.Status),
        XmlException or JsonException or FormatException => Foreign(call, "answered with something that is not AWS's", null),
        DllNotFoundException or TypeInitializationException when IsOpenSsl(error) => OpenSslMissing(call.Operation),
        _ when call.TimeIsUp => TimedOut(call),
        _ => Unreached(error, call),
    };

    private static AwsCallException Unreached(Exception error, FailedCall call)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case ForeignAnswerException foreign:
                    return Foreign(call, foreign.Message, foreign.Status);
                case HttpRequestException { StatusCode: HttpStatusCode.TooManyRequests }:
                    return AwsRefusal.Unworded(ErrorCode.Throttled, HttpStatusCode.TooManyRequests, call);
                case HttpRequestException { StatusCode: { } status and >= HttpStatusCode.InternalServerError, HttpRequestError: not HttpRequestError.ProxyTunnelError }:
                    return AwsRefusal.Unworded(ErrorCode.ServiceFailed, status, call);
                case HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError }:
                    return Network(call, "the proxy refused the connection", "check HTTPS_PROXY, its name and password, and NO_PROXY");
                case HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError }:
                    return Network(call, "the name cannot be resolved", "check the region, the endpoint and this machine's name resolution");
                case HttpIOException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded }:
                case HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.InvalidResponse }:
                case HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse }:
                    return Foreign(call, "answered with something that is not HTTP", null);
                case AuthenticationException tls:
                    return Network(call, $"no trusted TLS: {call.OneLine(tls.Message)}", "behind an intercepting proxy, point AWS_CA_BUNDLE at its root certificate");
                case SocketException socket:
                    return Network(call, Words(socket.SocketErrorCode), "check the endpoint, the proxy and this machine's way out");
                case HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded }:
                    return Network(call, "the connection was closed before the whole answer arrived", "try again");
                case TimeoutException:
                    return TimedOut(call);
            }
        }

        return error switch
        {
            OperationCanceledException => TimedOut(call),
            IOException or HttpRequestException => Network(call, "the connection broke", "try again"),

            // A defect of this library or of the SDK, named by its type alone: its text may quote the request.
            _ => new AwsCallException(
                ErrorCode.UnexpectedAnswer,
                call.Operation,
                $"{call.Operation} failed within the SDK: {error.GetType().Name}",
                "this is a defect: please report it with the name of the operation and of the error"),
        };
    }

    private static AwsCallException Network(FailedCall call, string why, string hint) =>
        new(ErrorCode.Network, call.Operation, $"no connection to {call.Host} for {call.Operation}: {why}", hint);

    private static AwsCallException Foreign(FailedCall call, string what, HttpStatusCode? status) =>
        new(
            ErrorCode.UnexpectedAnswer,
            call.Operation,
            $"{call.Host} did not answer {call.Operation} as AWS: {what}",
            "check the endpoint and the proxy: a captive portal or gateway may stand in between")
        { StatusCode = status is default(HttpStatusCode) ? null : status };

    private static AwsCallException TimedOut(FailedCall call) =>
        new(
            ErrorCode.TimedOut,
            call.Operation,
            call.TimeIsUp
                ? $"no whole answer from {call.Host} to {call.Operation} within {Seconds(call.Options.Timeout)}"
                : $"no connection to {call.Host} for {call.Operation} within {Seconds(call.Options.ConnectTimeout)}",
            "try again; if it stays so, check the endpoint, the proxy and this machine's way out");

    private static string Seconds(TimeSpan time) =>
        time.TotalSeconds.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture) + " s";

    private static string Words(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => "the connection was reset",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "the name cannot be resolved",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.NetworkDown => "the host cannot be reached",
        SocketError.TimedOut => "the connection timed out",
        _ => $"socket error {error}",
    };

    /// <summary>Where no native compilation aborts the process first, a missing OpenSSL is one of these.</summary>
    private static bool IsOpenSsl(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException!)
            if (cause is DllNotFoundException || (cause is TypeInitializationException t && t.TypeName.Contains("OpenSsl", StringComparison.OrdinalIgnoreCase))) return true;
        return false;
    }
}
