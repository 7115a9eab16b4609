package awstemporal

import com.cloudbees.groovy.cps.NonCPS

/** What the operator is asked, and who may answer. */
class Prompt implements Serializable {

    private static final long serialVersionUID = 1

    /** How to answer: for the log and for the description of the field. Plain text, which any markup formatter keeps. */
    final String instructions
    /** The arguments of the `input` step but for its field. */
    final Map question

    Prompt(Map options, String starter) {
        String session = 'aws sts get-session-token --duration-seconds ' + options.duration
        List<String> lines = [
            'Run this in your own terminal and paste all that it prints, in whatever form:',
            '    ' + session,
            'or, to hand over one role only:',
            '    aws sts assume-role --duration-seconds ' + options.duration + ' --role-session-name YOUR_NAME --role-arn ROLE_ARN',
        ]
        if (options.account) lines.add('The session has to be of account ' + options.account.join(' or ') + '.')
        if (options.region) lines.add('It will be used in ' + options.region + '.')
        lines.add('Only temporary credentials are taken: a permanent access key is refused.')
        instructions = lines.join('\n')

        question = [
            message: options.message ?: 'Paste a temporary AWS session: ' + session,
            ok: 'Submit',
            // Without one it is a digest of the message, so that parallel prompts would answer each other.
            id: 'AwsTemporal-' + UUID.randomUUID().toString().substring(0, 8),
        ]
        String submitter = options.submitter == null ? starter : options.submitter
        if (submitter) question.submitter = submitter
    }

    /** The one person who started the build; null where nobody did, or several. */
    @NonCPS
    static String onePerson(List userIdCauses) {
        String starter = starter(userIdCauses)
        return starter?.contains(',') ? null : starter
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
