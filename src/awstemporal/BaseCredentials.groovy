package awstemporal

import com.cloudbees.groovy.cps.NonCPS

/**
 * Whose credentials take a role: how `aws-temporal` is told of them, and what `withCredentials` has to bind around each
 * of its calls. Holds no secret, only where one is.
 */
class BaseCredentials implements Serializable {

    private static final long serialVersionUID = 1

    /**
     * What an admin, the node or an outer block may have set, and what only a binding may. In a container an emptied
     * variable may arrive empty, which counts as not given.
     */
    private static final List<String> EMPTIED = [
        'AWS_ACCESS_KEY_ID=', 'AWS_SECRET_ACCESS_KEY=', 'AWS_SESSION_TOKEN=', 'AWS_TEMPORAL_TOKEN=', 'AWS_TEMPORAL_TOKEN_FILE=',
    ].asImmutable()

    /** In words, for the log and the prompt. */
    final String description
    /** For the executable. */
    final List<String> arguments
    /** For `withCredentials`; empty where nothing stored is used. */
    final List<Map> bindings

    private BaseCredentials(String description, List<String> arguments, List<Map> bindings) {
        this.description = description
        this.arguments = arguments
        this.bindings = bindings
    }

    @NonCPS
    static BaseCredentials session(String folder, String description) {
        return new BaseCredentials(description, ['--session', folder], [])
    }

    @NonCPS
    static BaseCredentials node() {
        return new BaseCredentials("this machine's own identity", ['--node'], [])
    }

    /** A stored access key, in every form that Jenkins may have stored it in. */
    @NonCPS
    static List<BaseCredentials> keys(String id) {
        return [
            [$class: 'UsernamePasswordMultiBinding', credentialsId: id, usernameVariable: 'AWS_ACCESS_KEY_ID', passwordVariable: 'AWS_SECRET_ACCESS_KEY'],
            // Asked second: where the plugin of this one is missing, no credential can be of its type.
            [$class: 'AmazonWebServicesCredentialsBinding', credentialsId: id, accessKeyVariable: 'AWS_ACCESS_KEY_ID', secretKeyVariable: 'AWS_SECRET_ACCESS_KEY'],
        ].collect { new BaseCredentials("the access key of the credential '" + id + "'", ['--environment'], [it]) }
    }

    /** A stored web identity token; take.sh tells the executable its file. */
    @NonCPS
    static List<BaseCredentials> tokens(String id) {
        return [
            [$class: 'StringBinding', credentialsId: id, variable: 'AWS_TEMPORAL_TOKEN'],
            [$class: 'FileBinding', credentialsId: id, variable: 'AWS_TEMPORAL_TOKEN_FILE'],
        ].collect { new BaseCredentials("the token of the credential '" + id + "'", [], [it]) }
    }

    /** The same for the same device of the same person. */
    @NonCPS
    String deviceOf(Role role) { description + ' ' + role.mfa }

    @NonCPS
    List<String> getEnvironment() { EMPTIED }

    /** Whether `withCredentials` failed because there is no such credential, rather than one of another type. */
    @NonCPS
    static boolean isMissing(Exception problem) {
        return problem.message?.contains('Could not find credentials entry with ID')
    }

    @NonCPS
    static boolean isOfAnotherType(Exception problem) {
        return problem.message?.contains(' is of type ') || problem.message?.contains('AmazonWebServicesCredentialsBinding')
    }
}
