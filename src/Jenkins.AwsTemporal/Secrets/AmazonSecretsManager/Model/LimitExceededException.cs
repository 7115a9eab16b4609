using System.Net;
using Amazon.Runtime;

namespace Amazon.SecretsManager.Model;

/// <summary>One of the service's quotas is used up, such as that of a secret's versions.</summary>
internal sealed class LimitExceededException(string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
    : AmazonSecretsManagerException(message, innerException, errorType, errorCode, requestId, statusCode);
