package suites

/** What the test needs is not on this machine. */
class Skipped extends RuntimeException {
    Skipped(String reason) { super(reason) }
}
