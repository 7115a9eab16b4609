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

    private final boolean unix
    /** The folder of all sessions of this workspace. */
    final String home
    /** How the names of this build's sessions begin: parallel branches share a workspace. */
    final String siblings
    /** The folder of this session. */
    final String path

    /**
     * @param temporary the folder of temporary files, absolute
     * @param unix whether the agent is no Windows
     */
    SessionFolder(String temporary, String buildTag, boolean unix) {
        this.unix = unix
        home = below(temporary, 'aws-temporal')
        siblings = sanitised(buildTag ?: 'build') + '.'
        path = below(home, siblings + UUID.randomUUID().toString().substring(0, 8))
    }

    /** Whether a folder is of a session of this build, in this workspace. */
    @NonCPS
    boolean isSibling(String folder) {
        return folder.startsWith(below(home, siblings)) && !folder.split(unix ? '/' : '[/\\\\]').contains('..')
    }

    /**
     * Where a session has the executable: a copy of its own, so that containers that share its folder have it. On Windows,
     * where there are none, and where a file that runs cannot be removed, it stays where it was found.
     */
    @NonCPS
    String executableOf(String session, String found) { unix ? session + '/files/aws-temporal' : found }

    @NonCPS
    String executable(String found) { executableOf(path, found) }

    /** Where a file of the session `session` lies. */
    @NonCPS
    String fileOf(String session, String name) { below(below(session, 'files'), name) }

    @NonCPS
    private String folderOf(String file) { file.substring(0, file.lastIndexOf(unix ? '/' : '\\')) }

    @NonCPS
    private String below(String folder, String name) { folder + (unix ? '/' : '\\') + name }

    /** Variables for `withEnv`; the region only where one was given. */
    @NonCPS
    List<String> environment(String region, String found) {
        List<String> variables = [
            'AWS_TEMPORAL_SESSION=' + path,
            'AWS_CONFIG_FILE=' + below(path, 'config'),
            'AWS_SHARED_CREDENTIALS_FILE=' + below(path, 'credentials'),
            'AWS_CREDENTIAL_PROFILES_FILE=' + below(path, 'credentials'), // what the first SDK for Java calls it
            'AWS_PROFILE=default',
            'AWS_DEFAULT_PROFILE=default', // botocore asks it before AWS_PROFILE, and fails when it is empty
            'AWS_SDK_LOAD_CONFIG=1', // older SDKs for Go and JavaScript read no config file without it
            'AWS_EC2_METADATA_DISABLED=true',
            'PATH+AWS_TEMPORAL=' + folderOf(executable(found)),
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
