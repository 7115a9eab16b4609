package hudson

/** A failure that the log shows without a stack trace: what `error` throws, and `sh` for an exit code. */
class AbortException extends IOException {
    AbortException(String message) { super(message) }
}
