package awstemporal

import com.cloudbees.groovy.cps.NonCPS

/**
 * Whose credentials take a role: how `aws-temporal` is told of them, and what `withCredentials` has to bind around that
 * one call. Holds no secret, only where it is.
 */
class BaseCredentials implements Serializable {

    private static final long serialVersionUID = 1

    /** In words, for the log and the prompt. */
    final String description
    /** The same for the same credentials in one build; null where an MFA code cannot go with them. */
    final String key
    final List<String> arguments
    /** For `withCredentials`; empty where nothing stored is used. */
    final List<Map> bindings

    private BaseCredentials(String description, String key, List<String> arguments, List<Map> bindings) {
        this.description = description
        this.key = key
        this.arguments = arguments
        this.bindings = bindings
    }

    @NonCPS
    static BaseCredentials session(String folder) {
        return new BaseCredentials('the session of the enclosing block', null, ['--session', folder], [])
    }

    @NonCPS
    static BaseCredentials node() {
        return new BaseCredentials("this machine's own identity", null, ['--node'], [])
    }

    /**
     * What nothing but the call sees: not what an admin, the node or an outer block set. In a container an emptied
     * variable may arrive empty, which counts as not given.
     */
    static final List<String> EMPTIED = [
        'AWS_ACCESS_KEY_ID=', 'AWS_SECRET_ACCESS_KEY=', 'AWS_SESSION_TOKEN=', 'AWS_TEMPORAL_TOKEN=', 'AWS_TEMPORAL_TOKEN_FILE=',
    ].asImmutable()
}
