import awstemporal.BaseCredentials
import awstemporal.Parameters
import awstemporal.Prompt
import awstemporal.Role

/** Assumes a role and runs the body with it. */
def call(Map given, Closure body) {
    Map options = Parameters.check('withAwsRole', given)
    if (body == null) error("withAwsRole: needs a body, as withAwsRole(role: 'deployer') { }")
    Role role = new Role(options, Prompt.onePerson(currentBuild.getBuildCauses('hudson.model.Cause$UserIdCause')), [
        JOB_NAME: env.JOB_NAME, BUILD_TAG: env.BUILD_TAG, BUILD_NUMBER: env.BUILD_NUMBER, BUILD_URL: env.BUILD_URL,
    ])
    String executable = awsTemporal.locate('withAwsRole')
    return awsTemporal.withRole('withAwsRole', executable, role, BaseCredentials.session(env.AWS_TEMPORAL_SESSION), body)
}

def call(Map given) {
    return call(given, null)
}
