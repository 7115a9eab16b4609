namespace Jenkins.AwsTemporal;

/// <summary>
/// Everything that can go wrong, in the order in which it can. Every error of the library carries one of these,
/// the executable's <c>--json</c> prints its name, and its exit code follows from it.
/// </summary>
public enum ErrorCode
{
    /// <summary>An argument is outside its documented range or form; nothing was done.</summary>
    InvalidArgument,

    /// <summary>The time to answer the prompt is over.</summary>
    PromptOver,

    /// <summary>A sealed paste was asked for, and this one is plain.</summary>
    NotSealed,

    /// <summary>The paste is sealed, and the key that opens it is not here: it opened a paste already, was wiped, or never was.</summary>
    NoSealingKey,

    /// <summary>A sealed paste is not whole, or was changed.</summary>
    DamagedSeal,

    /// <summary>The paste was sealed for another key.</summary>
    SealedForAnotherKey,

    /// <summary>The paste was sealed for another prompt.</summary>
    SealedForAnotherPrompt,

    /// <summary>The paste holds no text.</summary>
    EmptyPaste,

    /// <summary>The paste is larger than 64 KiB.</summary>
    PasteTooLarge,

    /// <summary>No known form of AWS credentials was recognised.</summary>
    NotCredentials,

    /// <summary>A form was recognised, but one of its fields is missing.</summary>
    MissingField,

    /// <summary>One field is given more than once with different values.</summary>
    ConflictingFields,

    /// <summary>The paste holds more than one set of credentials.</summary>
    SeveralCredentials,

    /// <summary>The access key id is not 20 characters of AWS's alphabet, or of a kind that is no access key.</summary>
    InvalidAccessKeyId,

    /// <summary>The secret access key is not 40 base64 characters.</summary>
    InvalidSecretAccessKey,

    /// <summary>The session token is not whole: its base64 does not end where it should, or it is too short.</summary>
    InvalidSessionToken,

    /// <summary>The expiration is not a point in time.</summary>
    InvalidExpiration,

    /// <summary>The machine that answered for the credentials said that it had none (<c>Code</c> is not <c>Success</c>).</summary>
    SourceFailed,

    /// <summary>A permanent key: the product takes temporary credentials only.</summary>
    PermanentKey,

    /// <summary>The credentials belong to an account that was not asked for.</summary>
    WrongAccount,

    /// <summary>The credentials belong to a partition that was not asked for.</summary>
    WrongPartition,

    /// <summary>The credentials live, but less long than was asked for.</summary>
    TooLittleLife,

    /// <summary>The credentials have expired.</summary>
    Expired,

    /// <summary>AWS does not know the access key or its token: mistyped, revoked, or of another partition.</summary>
    UnknownKey,

    /// <summary>AWS knows the key, but the signature does not match: the secret access key is wrong.</summary>
    WrongSecret,

    /// <summary>This machine's clock is too far from AWS's.</summary>
    ClockSkew,

    /// <summary>AWS denied the action.</summary>
    Denied,

    /// <summary>The MFA code is wrong or was used before; the next one of the same device may be right.</summary>
    WrongMfaCode,

    /// <summary>The MFA device is not one of the caller's.</summary>
    WrongMfaDevice,

    /// <summary>The session that was asked for is longer than the role or the chain of roles allows.</summary>
    TooLongSession,

    /// <summary>Policies and tags of the session are larger than AWS packs.</summary>
    TooLargePolicy,

    /// <summary>KMS could not decrypt the secret.</summary>
    Kms,

    /// <summary>STS is not activated for the account in this Region.</summary>
    RegionDisabled,

    /// <summary>AWS refused the request as invalid.</summary>
    InvalidRequest,

    /// <summary>What was asked for does not exist.</summary>
    NotFound,

    /// <summary>The secret is scheduled for deletion and cannot be read until it is restored.</summary>
    ScheduledForDeletion,

    /// <summary>The secret exists, but has no such key.</summary>
    KeyNotFound,

    /// <summary>The folder holds no session: never opened, closed, or wiped.</summary>
    NoSession,

    /// <summary>AWS limits the rate of calls; trying again later helps.</summary>
    Throttled,

    /// <summary>AWS failed on its own side; trying again may help.</summary>
    ServiceFailed,

    /// <summary>No connection: name resolution, refusal, reset or TLS.</summary>
    Network,

    /// <summary>No whole answer within the deadline.</summary>
    TimedOut,

    /// <summary>Something answered that is not AWS: a redirect, a page, or more bytes than any answer has.</summary>
    UnexpectedAnswer,

    /// <summary>The platform's TLS library is missing.</summary>
    OpenSslMissing,

    /// <summary>A certificate bundle or a setting of this machine cannot be used.</summary>
    InvalidConfiguration,

    /// <summary>A folder or file is not safe to hold credentials: a link, another owner, or open to others.</summary>
    UnsafeFolder,

    /// <summary>The file system refused: full, read-only, or not permitted.</summary>
    FileSystem,
}
