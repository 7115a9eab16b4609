import awstemporal.Parameters
import awstemporal.SecretBindings

/** Runs a script as sh does, with the session and secrets in its environment, and masks them in its output. */
def call(Map given) {
    Map options = Parameters.check('awsExec', given)
    if ((options.pristine || options.killOnExpiry) && !isUnix()) error('awsExec: pristine and killOnExpiry are not there on agents with Windows yet')
    String executable = awsTemporal.locate('awsExec')
    String session = awsTemporal.enclosing('awsExec')
    List<String> arguments = SecretBindings.arguments(options.secrets, options.files, options.least, options.region)
    if (options.keys) arguments.add('--env')
    if (options.pristine) arguments.add('--pristine')
    if (options.killOnExpiry) arguments.add('--kill-on-expiry')
    String file = awsTemporal.here().fileOf(session, 'script-' + UUID.randomUUID().toString())
    return awsTemporal.onAgent('exec', [executable, session, file, options.script] + arguments,
        [label: options.label ?: 'awsExec', returnStdout: options.returnStdout, returnStatus: options.returnStatus])
}

def call(String script) {
    return call([script: script])
}

def call() {
    return call([:])
}
