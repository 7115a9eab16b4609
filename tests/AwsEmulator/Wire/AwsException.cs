namespace AwsEmulator.Wire;

/// <summary>An error as AWS answers it; the code is the query protocol's, the JSON protocol translates it.</summary>
internal sealed class AwsException(string code, string message, int status = 400) : Exception(message)
{
    public string Code => code;

    public int Status => status;

    public static AwsException AccessDenied(string message) => new("AccessDenied", message, 403);

    public static AwsException Validation(string message) => new("ValidationError", message);

    public static AwsException SignatureDoesNotMatch(string message) => new("SignatureDoesNotMatch", message, 403);

    public static AwsException UnknownKey() =>
        new("InvalidClientTokenId", "The security token included in the request is invalid.", 403);
}
