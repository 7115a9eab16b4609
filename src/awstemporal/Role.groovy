package awstemporal

import com.cloudbees.groovy.cps.NonCPS

/** The role that a block takes, and whose build it is: what `aws-temporal role` is told. Holds no secret. */
class Role implements Serializable {

    private static final long serialVersionUID = 1

    static final String STEP = 'withAwsRole'

    /** The step's parameters, checked. */
    final Map options
    private final Map<String, String> build
    /** Who started the build: ids in Jenkins, separated by commas, or null. */
    final String starter
    /** The one person who started it; null where nobody did, or several. */
    final String person

    /** @param build the variables JOB_NAME, BUILD_TAG, BUILD_NUMBER and BUILD_URL, as far as they are known */
    Role(Map options, String starter, Map build) {
        this.options = options
        this.starter = starter
        this.build = build
        person = starter?.contains(',') ? null : starter
    }

    @NonCPS
    String getName() { options.role }

    @NonCPS
    String getRegion() { options.region }

    @NonCPS
    String getJob() { (build.JOB_NAME ?: 'this job') + (build.BUILD_NUMBER ? ' #' + build.BUILD_NUMBER : '') }

    /** True, the serial number of a device, or null. */
    @NonCPS
    Object getMfa() { options.mfa ?: null }

    /** Whether the code is spent on a session that takes any number of roles. */
    @NonCPS
    boolean isMfaForSession() { options.mfa && options.mfaFor == 'session' }

    @NonCPS
    int getSessionDuration() { options.sessionDuration }

    @NonCPS
    List<String> getSessionArguments() {
        List<String> arguments = ['get-session-token', '--duration=' + sessionDuration]
        if (options.region) arguments.add('--region=' + options.region)
        return arguments + mfaArguments
    }

    @NonCPS
    List<String> getMfaArguments() { options.mfa instanceof String ? ['--mfa-code-stdin', '--serial=' + options.mfa] : ['--mfa-code-stdin'] }

    /** An inline policy, which goes through a file; or nothing. */
    @NonCPS
    String getPolicy() { options.policy ?: '' }

    @NonCPS
    List<String> getArguments() {
        List<String> arguments = ['role', '--role', options.role, '--user', user()]
        if (build.BUILD_TAG) arguments += ['--build', build.BUILD_TAG]
        for (option in [account: '--account', duration: '--duration', sessionName: '--session-name', externalId: '--external-id', region: '--region'].entrySet()) {
            // As one word each, so that a value which begins with a hyphen is not taken for an option.
            if (options[option.key] != null && options[option.key].toString().trim()) arguments.add(option.value + '=' + options[option.key])
        }
        if (options.sourceIdentity == true) arguments.add('--source-identity-from-user')
        else if (options.sourceIdentity) arguments.add('--source-identity=' + options.sourceIdentity)
        for (tag in tags().entrySet()) arguments.add('--tag=' + tag.key + '=' + tag.value)
        for (String key : options.transitiveTagKeys) arguments.add('--transitive-tag=' + key)
        for (String arn : options.policyArns) arguments.add('--policy-arn=' + arn)
        for (String account : options.allowedAccounts) arguments.add('--allowed-account=' + account)
        return arguments
    }

    /** A build that no person started is named by its job; the slash keeps it from being any user's id as it is. */
    @NonCPS
    private String user() { person ?: 'job/' + (build.JOB_NAME ?: 'unknown') }

    @NonCPS
    private Map<String, String> tags() {
        if (options.tags instanceof Map) return options.tags
        Map<String, String> tags = [:]
        if (options.tags != true) return tags
        for (tag in [user: user(), job: build.JOB_NAME, build: build.BUILD_NUMBER, url: build.BUILD_URL].entrySet()) {
            if (tag.value) tags[tag.key] = tagValue(tag.value)
        }
        return tags
    }

    /** Any text as the value of a tag: what AWS takes none of becomes a hyphen, and the end is kept. */
    @NonCPS
    private static String tagValue(String text) {
        String value = text.replaceAll('[^\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]', '-')
        return value.length() <= 256 ? value : value.substring(value.length() - 256)
    }
}
