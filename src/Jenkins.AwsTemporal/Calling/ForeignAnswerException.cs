using System.Net;

namespace Jenkins.AwsTemporal.Calling;

/// <summary>Something answered that is not AWS. Leaves this folder only as an <see cref="AwsCallException"/>.</summary>
internal sealed class ForeignAnswerException(string what, HttpStatusCode status) : Exception(what)
{
    public HttpStatusCode Status { get; } = status;
}
