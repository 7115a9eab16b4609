package awstemporal

import com.cloudbees.groovy.cps.NonCPS

/** What a person is asked, and who may answer. */
class Prompt implements Serializable {

    private static final long serialVersionUID = 1

    /** How to answer: for the log and for the description of the field. Plain text, which any markup formatter keeps. */
    final String instructions
    /** The arguments of the `input` step but for its field. */
    final Map question

    private Prompt(Map options, String starter, List<String> lines, String message) {
        instructions = lines.join('\n')
        question = [
            message: options.message ?: message,
            ok: 'Submit',
            // Without one it is a digest of the message, so that parallel prompts would answer each other.
            id: 'AwsTemporal-' + UUID.randomUUID().toString().substring(0, 8),
        ]
        String submitter = options.submitter == null ? starter : options.submitter
        if (submitter) question.submitter = submitter
    }

    /**
     * For a session that the operator makes.
     * @param seal how the answer is sealed, or null
     */
    @NonCPS
    static Prompt forSession(Map options, String starter, Seal seal) {
        String session = 'aws sts get-session-token --duration-seconds ' + options.duration
        List<String> lines = seal ? seal.lines() : []
        if (seal) lines.add('(With MFA, add --serial-number arn:aws:iam::ACCOUNT:mfa/YOU --token-code CODE to the aws command in it; to hand over one role only, put ' +
            'aws sts assume-role --role-session-name YOUR_NAME --role-arn ROLE_ARN in the place of aws sts get-session-token; grant and mint take --mfa and --role.)')
        if (!seal?.required) lines += [
            seal ? 'A plain session is taken too, but Jenkins keeps what it can read itself: all that this prints, in whatever form:'
                : 'Run this in your own terminal and paste all that it prints, in whatever form:',
            '    ' + session,
            '(for a build that takes a role which demands MFA: with --serial-number arn:aws:iam::ACCOUNT:mfa/YOU --token-code CODE)',
            'or, to hand over one role only:',
            '    aws sts assume-role --duration-seconds ' + options.duration + ' --role-session-name YOUR_NAME --role-arn ROLE_ARN',
        ]
        if (options.account) lines.add('The session has to be of account ' + options.account.join(' or ') + '.')
        if (options.region) lines.add('It will be used in ' + options.region + '.')
        lines.add('Only temporary credentials are taken: a permanent access key is refused.')
        return new Prompt(options, starter, lines, seal?.required ? 'Paste a temporary AWS session, sealed by the command beside the field' : 'Paste a temporary AWS session: ' + session)
    }

    /**
     * For the MFA code of a device.
     * @param facts what `aws-temporal role --check` says
     * @param problem why the code before will not do, or null
     * @param seal how the answer is sealed, or null
     */
    @NonCPS
    static Prompt forCode(Map options, String starter, Role role, Map facts, String problem, Seal seal) {
        List<String> lines = problem ? [problem] : []
        lines.add('Give the six digits that the MFA device ' + facts.mfaDevice + ' shows' + (seal ? seal.required ? ', sealed:' : '; or, so that Jenkins cannot read them:' : '.'))
        if (seal) lines += seal.lines()
        lines.add(role.job + ' takes the role ' + facts.role + ' with it, as ' + facts.caller + (role.mfaForSession
            ? ', and may take other roles until this build ends, for up to ' + options.sessionDuration + ' seconds.' : '.'))
        return new Prompt(options, starter, lines, (problem ? problem + ' ' : '') + 'MFA code of ' + facts.mfaDevice + ' for the role ' + role.name + ' in ' + role.job)
    }

    /** For the credential that takes a role. */
    @NonCPS
    static Prompt forCredential(Map options, String starter, Role role) {
        String question = 'Whose AWS access key takes the role ' + role.name + ' in ' + role.job + '?'
        return new Prompt(options, starter, [question, 'Pick your own: a username with password, or AWS credentials.'], question)
    }

    /** Who started the build, or null: then whoever may build the job may answer. */
    @NonCPS
    static String starter(List userIdCauses) {
        List<String> users = []
        // A start without a log-in has a JSON null for its user.
        for (cause in userIdCauses) if (cause.userId instanceof String && cause.userId) users.add(cause.userId)
        return users ? users.unique().join(',') : null
    }
}
