import awstemporal.Parameters
import awstemporal.Prompt
import awstemporal.Role

/** Assumes a role, with the operator's MFA code if it takes one, and runs the body with it. */
def call(Map given, Closure body) {
    Map options = Parameters.check('withAwsRole', given)
    if (body == null) error("withAwsRole: needs a body, as withAwsRole(role: 'deployer') { }")
    Role role = new Role(options, Prompt.starter(currentBuild.getBuildCauses('hudson.model.Cause$UserIdCause')), [
        JOB_NAME: env.JOB_NAME, BUILD_TAG: env.BUILD_TAG, BUILD_NUMBER: env.BUILD_NUMBER, BUILD_URL: env.BUILD_URL,
    ])
    // An agent that cannot do it says so before anyone is asked.
    String executable = awsTemporal.locate('withAwsRole')
    return awsTemporal.withRole(executable, role, body)
}

def call(Map given = [:]) {
    return call(given, null)
}
