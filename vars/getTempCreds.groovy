import awstemporal.Parameters
import awstemporal.Prompt
import awstemporal.TempCreds

/** Asks for a temporary AWS session and runs the body with it; without a body, returns a handle for withTempCreds. */
def call(Map given = [:], Closure body = null) {
    Map options = Parameters.check('getTempCreds', given)
    if (body == null) return ask(options)
    // An agent that cannot do it says so before anyone is asked.
    String executable = awsTemporal.locate('getTempCreds')
    return awsTemporal.within('getTempCreds', executable, ask(options), options.region, body)
}

def call(Closure body) {
    return call([:], body)
}

private TempCreds ask(Map options) {
    Prompt prompt = Prompt.forSession(options, Prompt.starter(currentBuild.getBuildCauses('hudson.model.Cause$UserIdCause')))
    long promptedAt = System.currentTimeMillis()
    return new TempCreds(awsTemporal.prompted(prompt, options.timeout, password(name: 'AWS_SESSION', description: prompt.instructions)), options, promptedAt)
}
