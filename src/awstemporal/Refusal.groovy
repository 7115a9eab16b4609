package awstemporal

import com.cloudbees.groovy.cps.NonCPS

/** One line for a session that `aws-temporal open` would not open; its own words are in the log. */
class Refusal implements Serializable {

    private static final long serialVersionUID = 1

    private static final Map<Integer, String> REASONS = [
        2: 'something is missing or wrong, such as the region',
        3: 'what was pasted is not AWS credentials, or not whole',
        4: 'what was pasted is refused',
        5: 'the pasted session has expired, or came too late',
        6: 'AWS refuses the pasted session',
        8: 'AWS could not be reached',
        9: 'this agent cannot hold a session',
    ]

    @NonCPS
    static String of(int exitCode) {
        return (REASONS[exitCode] ?: 'the session could not be opened') +
            ' (aws-temporal open: exit code ' + exitCode + '; its own words are in the log above)'
    }
}
