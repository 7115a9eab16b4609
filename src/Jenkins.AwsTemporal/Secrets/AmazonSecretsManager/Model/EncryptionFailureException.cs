using System.Net;
using Amazon.Runtime;

namespace Amazon.SecretsManager.Model;

/// <summary>KMS could not encrypt the secret.</summary>
internal sealed class EncryptionFailureException(string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
    : AmazonSecretsManagerException(message, innerException, errorType, errorCode, requestId, statusCode);
