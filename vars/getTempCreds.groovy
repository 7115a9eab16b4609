import awstemporal.Parameters
import awstemporal.Prompt
import awstemporal.Seal
import awstemporal.SessionFolder
import awstemporal.TempCreds

/** Asks for a temporary AWS session and runs the body with it; without a body, returns a handle for withTempCreds. */
def call(Map given = [:], Closure body = null) {
    Map options = Parameters.check('getTempCreds', given)
    if (!awsTemporal.isTrusted()) options.sealed = 'required'
    if (body == null) {
        if (options.sealed) error('getTempCreds: a sealed answer needs a block, because the key that opens it lies on the agent of the block: node { getTempCreds { } }' +
            (awsTemporal.isTrusted() ? '' : '; and this library, which is no global, trusted one, takes sealed answers only'))
        return ask(options, null)
    }
    // An agent that cannot do it says so before anyone is asked.
    String executable = awsTemporal.locate('getTempCreds')
    return awsTemporal.withSession('getTempCreds', executable, options.region, { SessionFolder folder ->
        Seal seal = options.sealed == false ? null : awsTemporal.seal('getTempCreds', executable, folder, options, ['--duration', options.duration.toString()])
        awsTemporal.open('getTempCreds', executable, ask(options, seal), options.region, folder)
    }, body)
}

def call(Closure body) {
    return call([:], body)
}

private TempCreds ask(Map options, Seal seal) {
    Prompt prompt = Prompt.forSession(options, Prompt.starter(currentBuild.getBuildCauses('hudson.model.Cause$UserIdCause')), seal)
    long promptedAt = System.currentTimeMillis()
    return new TempCreds(awsTemporal.prompted(prompt, options.timeout, password(name: 'AWS_SESSION', description: prompt.instructions)), options, promptedAt)
}
