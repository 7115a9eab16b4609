package awstemporal

import com.cloudbees.groovy.cps.NonCPS

/** Which secrets go into which variables and files: what a step was given, as arguments of the executable. */
class SecretBindings implements Serializable {

    private static final long serialVersionUID = 1

    /** @param variables and files: a name for each reference, both as `aws-temporal` reads them */
    @NonCPS
    static List<String> arguments(Map<String, String> variables, Map<String, String> files, Object least, String region) {
        List<String> arguments = []
        for (entry in (variables ?: [:]).entrySet()) arguments += ['--secret', entry.key + '=' + entry.value]
        for (entry in (files ?: [:]).entrySet()) arguments += ['--file', entry.key + '=' + entry.value]
        if (least) arguments.add('--least')
        if (least instanceof String) arguments += ['--role', least]
        if (region) arguments += ['--region', region]
        return arguments
    }

    /** What the body sees: the paths of the files, and where `awsExec` finds the values, on which agent. */
    @NonCPS
    static List<String> environment(Map facts, String outer, String node, boolean unix) {
        List<String> variables = [
            'AWS_TEMPORAL_SECRETS=' + facts.folder + (outer ? (unix ? ':' : ';') + outer : ''), 'AWS_TEMPORAL_SECRETS_NODE=' + (node ?: ''),
        ]
        for (entry in facts.files.entrySet()) variables.add(entry.key + '=' + entry.value)
        return variables
    }
}
