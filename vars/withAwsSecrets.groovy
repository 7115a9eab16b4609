import awstemporal.Answer
import awstemporal.Parameters
import awstemporal.SecretBindings

/** Reads secrets once, with the session of the enclosing block, and keeps them on the agent until the body ends. */
def call(Map given, Closure body) {
    Map options = Parameters.check('withAwsSecrets', given)
    if (body == null) error("withAwsSecrets: needs a body, as withAwsSecrets(files: [KUBECONFIG: '/prod/kubeconfig']) { }")
    String executable = awsTemporal.locate('withAwsSecrets')
    String session = awsTemporal.enclosing('withAwsSecrets')
    List<String> bindings = SecretBindings.arguments(options.env, options.files, options.least, options.region)
    Answer answer = ask('Read secrets', [executable, 'secret', 'hold', '--session', session] + bindings)
    if (answer.error) error('withAwsSecrets: ' + answer.problem)
    return awsTemporal.cleaningUp('withAwsSecrets', { release(executable, session, answer.facts.folder) }) {
        awsTemporal.withVariables(SecretBindings.environment(answer.facts, env.AWS_TEMPORAL_SECRETS, env.NODE_NAME, isUnix()), body)
    }
}

def call(Closure body) {
    return call([:], body)
}

def call(Map given = [:]) {
    return call(given, null)
}

private void release(String executable, String session, String folder) {
    Answer answer = ask('Wipe secrets', [executable, 'secret', 'release', '--session', session, folder])
    if (answer.error) echo('withAwsSecrets: warning: ' + answer.problem)
}

private Answer ask(String label, List<String> command) {
    Answer answer = new Answer(awsTemporal.answerOf('ask', command, label))
    for (String line : answer.words) echo(line)
    return answer
}
