package awstemporal

import com.cloudbees.groovy.cps.NonCPS

/** Where one block keeps its session on the agent, and what its body sees of it. */
class SessionFolder implements Serializable {

    private static final long serialVersionUID = 1

    /**
     * Sources of credentials that would win over the session. In some containers an emptied variable arrives
     * empty instead of not at all, which is harmless for these; it is not for those that name a profile or a file.
     */
    static final List<String> EMPTIED = [
        'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_SECURITY_TOKEN',
        'AWS_ACCESS_KEY', 'AWS_SECRET_KEY', // older names that the SDKs for Go and Java still read
        'AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_ROLE_ARN',
        'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_CONTAINER_CREDENTIALS_FULL_URI',
    ].asImmutable()

    /** The folder of all sessions of this workspace. */
    final String home
    /** How the names of this build's sessions begin: parallel branches share a workspace. */
    final String siblings
    /** The folder of this session. */
    final String path

    SessionFolder(String temporary, String buildTag) {
        home = temporary + '/aws-temporal'
        siblings = sanitised(buildTag ?: 'build') + '.'
        path = home + '/' + siblings + UUID.randomUUID().toString().substring(0, 8)
    }

    /** Whether a folder is of a session of this build, in this workspace. */
    @NonCPS
    boolean isSibling(String folder) { folder.startsWith(home + '/' + siblings) && !folder.contains('/../') }

    /** The copy of the executable that a session has, so that containers that share its folder have it. */
    @NonCPS
    static String executableOf(String session) { session + '/files/aws-temporal' }

    /** Variables for `withEnv`; the region only where one was given. */
    @NonCPS
    List<String> environment(String region) {
        List<String> variables = [
            'AWS_TEMPORAL_SESSION=' + path,
            'AWS_CONFIG_FILE=' + path + '/config',
            'AWS_SHARED_CREDENTIALS_FILE=' + path + '/credentials',
            'AWS_CREDENTIAL_PROFILES_FILE=' + path + '/credentials', // what the first SDK for Java calls it
            'AWS_PROFILE=default',
            'AWS_DEFAULT_PROFILE=default', // botocore asks it before AWS_PROFILE, and fails when it is empty
            'AWS_SDK_LOAD_CONFIG=1', // older SDKs for Go and JavaScript read no config file without it
            'AWS_EC2_METADATA_DISABLED=true',
            'PATH+AWS_TEMPORAL=' + path + '/files',
        ]
        if (region) variables += ['AWS_REGION=' + region, 'AWS_DEFAULT_REGION=' + region]
        for (String name : EMPTIED) variables.add(name + '=')
        return variables
    }

    /** No dot, which ends the name of the build; the end of a long name, which holds the build's number. */
    @NonCPS
    private static String sanitised(String tag) {
        String name = tag.replaceAll('[^A-Za-z0-9_-]', '-')
        return name.length() <= 100 ? name : name.substring(name.length() - 100)
    }
}
