using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Jenkins.AwsTemporal.Cli.Controller;

/// <summary>What Jenkins refused, and what never came from it, in words. Exceptions of the network are not quoted.</summary>
internal static class ControllerErrors
{
    private const string Way = "check the address, the proxy and this machine's way out";

    /// <summary>An answer that is neither what was asked for nor told of elsewhere.</summary>
    public static JenkinsException Refused(ControllerAnswer answer, BuildAddress build, string user) => answer switch
    {
        { AsksForLogin: true } => new(
            ErrorCode.Denied,
            $"you are not logged in: the Jenkins at {build.Origin} redirects to its log-in page",
            "check --user and the API token; a proxy in front of Jenkins has to let the header Authorization pass"),
        { IsRedirect: true } => new(
            ErrorCode.UnexpectedAnswer,
            $"{build.Origin} redirected to {answer.Location!.GetLeftPart(UriPartial.Authority)}, which was not followed: the API token is for {build.Origin} alone",
            "give the address of the build as Jenkins itself has it, if you trust that one"),
        { Status: 401 } => new(
            ErrorCode.Denied,
            $"the Jenkins at {build.Origin} does not take the API token of {user}",
            "make a token on your user page in Jenkins, and check --user; AWS was not asked for anything"),
        { Status: 403 } => new(
            ErrorCode.Denied,
            $"the Jenkins at {build.Origin} refuses {user}{Words(answer)}: a permission is missing there",
            "ask for the permission to read and to build the job; it is Jenkins that refuses, and not AWS"),
        { Status: 407 } => new(ErrorCode.Network, "the proxy asks for a name and a password", "put them into HTTPS_PROXY, and check NO_PROXY"),
        { Status: 429 } => new(ErrorCode.Throttled, $"the Jenkins at {build.Origin} limits the rate of calls", "try again later"),
        { Status: >= 500 } => new(ErrorCode.ServiceFailed, $"{build.Origin} failed with status {answer.Status}", "try again later"),
        _ => Foreign(build, $"status {answer.Status}"),
    };

    public static JenkinsException Foreign(BuildAddress build, string what) => new(
        ErrorCode.UnexpectedAnswer,
        $"{build.Origin} did not answer as Jenkins does: {what}",
        "check the address and the proxy: a gateway or a log-in page may stand in between");

    /// <summary>A call that brought no answer.</summary>
    /// <param name="error">How it ended.</param>
    /// <param name="build">Whom it was for.</param>
    /// <param name="seconds">The deadline, if that was its end.</param>
    public static JenkinsException Unreached(Exception error, BuildAddress build, double? seconds)
    {
        if (seconds is not null)
            return new(ErrorCode.TimedOut, $"no whole answer from {build.Origin} within {seconds:0.###} s", $"try again; if it stays so, {Way}");
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError }:
                    return Network(build, "the proxy refused the connection", "check HTTPS_PROXY, its name and password, and NO_PROXY");
                case HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError }:
                    return Network(build, "the name cannot be resolved", Way);
                case AuthenticationException:
                    return Network(build, "its certificate is not trusted here", "if Jenkins has a certificate authority of your own, name its PEM file with --ca-bundle");
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return Network(build, "connection refused", Way);
                case TimeoutException:
                    return new(ErrorCode.TimedOut, $"no connection to {build.Origin} in time", $"try again; if it stays so, {Way}");
            }
        }

        return Network(build, "the connection broke", "try again");
    }

    /// <summary>Whether a request that failed like this was certainly not sent.</summary>
    public static bool WasNotSent(Exception error) => error
        is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError }
        or OperationCanceledException { InnerException: TimeoutException };

    private static string Words(ControllerAnswer answer) => answer.Error is { } words ? $" ({words})" : "";

    private static JenkinsException Network(BuildAddress build, string why, string hint) => new(ErrorCode.Network, $"no connection to {build.Origin}: {why}", hint);
}
