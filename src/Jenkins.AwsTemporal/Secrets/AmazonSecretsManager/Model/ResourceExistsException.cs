using System.Net;
using Amazon.Runtime;

namespace Amazon.SecretsManager.Model;

/// <summary>There is such a secret already, or the token belongs to a version of another value.</summary>
internal sealed class ResourceExistsException(string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
    : AmazonSecretsManagerException(message, innerException, errorType, errorCode, requestId, statusCode);
