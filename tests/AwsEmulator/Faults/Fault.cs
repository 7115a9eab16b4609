namespace AwsEmulator.Faults;

/// <summary>How the emulator can misbehave.</summary>
public enum Fault
{
    /// <summary>Waits, then does and answers what it should.</summary>
    Slow,

    /// <summary>Does what it should and never answers.</summary>
    Hang,

    /// <summary>Does what it should, sends half the answer, and never the rest.</summary>
    HalfBody,

    /// <summary>Does what it should and closes the connection without an answer.</summary>
    Close,

    /// <summary>Does what it should and pads the answer to 50 MB with white space, so that it stays a valid one.</summary>
    Huge,

    /// <summary>Resets the connection; does nothing.</summary>
    Reset,

    /// <summary>Throttling, 400; does nothing.</summary>
    Throttle,

    /// <summary>InternalFailure or InternalServiceError, 500; does nothing.</summary>
    Fail,

    /// <summary>302 to another address; does nothing.</summary>
    Redirect,

    /// <summary>HTML with status 200, like a captive portal; does nothing.</summary>
    Garbage,

    /// <summary>RegionDisabledException, 403; does nothing.</summary>
    RegionDisabled,
}
