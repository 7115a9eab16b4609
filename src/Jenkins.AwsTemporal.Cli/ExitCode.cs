namespace Jenkins.AwsTemporal.Cli;

/// <summary>The exit codes that scripts may rely on. They never change their meaning.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Defect = 1;
    public const int Usage = 2;
    public const int NotCredentials = 3;
    public const int Refused = 4;
    public const int Expired = 5;
    public const int AwsRefused = 6;
    public const int NotFound = 7;
    public const int TryAgain = 8;
    public const int Machine = 9;

    public static int Of(ErrorCode code) => code switch
    {
        ErrorCode.InvalidArgument => Usage,
        ErrorCode.EmptyPaste or ErrorCode.PasteTooLarge or ErrorCode.NotCredentials or ErrorCode.MissingField
            or ErrorCode.ConflictingFields or ErrorCode.SeveralCredentials or ErrorCode.InvalidAccessKeyId
            or ErrorCode.InvalidSecretAccessKey or ErrorCode.InvalidSessionToken or ErrorCode.InvalidExpiration
            or ErrorCode.SourceFailed or ErrorCode.DamagedSeal => NotCredentials,
        ErrorCode.PermanentKey or ErrorCode.WrongAccount or ErrorCode.WrongPartition or ErrorCode.TooLittleLife
            or ErrorCode.NotSealed or ErrorCode.NoSealingKey or ErrorCode.SealedForAnotherKey or ErrorCode.SealedForAnotherPrompt => Refused,
        ErrorCode.Expired or ErrorCode.PromptOver => Expired,
        ErrorCode.UnknownKey or ErrorCode.WrongSecret or ErrorCode.ClockSkew or ErrorCode.Denied
            or ErrorCode.WrongMfaCode or ErrorCode.WrongMfaDevice or ErrorCode.TooLongSession or ErrorCode.TooLargePolicy or ErrorCode.Kms
            or ErrorCode.RegionDisabled or ErrorCode.InvalidRequest => AwsRefused,
        ErrorCode.NotFound or ErrorCode.ScheduledForDeletion or ErrorCode.KeyNotFound or ErrorCode.NoSession => NotFound,
        ErrorCode.Throttled or ErrorCode.ServiceFailed or ErrorCode.Network or ErrorCode.TimedOut
            or ErrorCode.UnexpectedAnswer => TryAgain,
        ErrorCode.OpenSslMissing or ErrorCode.InvalidConfiguration or ErrorCode.UnsafeFolder or ErrorCode.FileSystem => Machine,
        _ => Defect,
    };
}
