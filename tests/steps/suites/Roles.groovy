package suites

/** A role for the body of a step. */
class Roles extends RoleSuite {

    void 'a role is taken from the session of the enclosing block, which comes back afterwards'() {
        def build = pasting()
        build.run {
            node {
                getTempCreds(region: REGION) {
                    withAwsRole(role: 'reader') {
                        sh 'aws-temporal status > inside'
                        sh 'aws-temporal secret get /prod/db > /dev/null'
                    }
                    sh 'aws-temporal status > outside'
                }
            }
        }
        succeeded(build)
        assert new File(build.agents.agent.workspace, 'inside').text.contains(assumed('reader') + 'alice+jenkins-shop-deploy-7')
        assert new File(build.agents.agent.workspace, 'outside').text.contains(':user/person')
        assert build.record.logText.contains('aws cloudtrail lookup-events')
    }

    void 'a role with an MFA code'() {
        Person person = people.somebody
        def build = startedBy(person)
        build.run { node { withAwsRole(role: 'deployer', mfa: true, region: REGION) { sh 'aws-temporal status' } } }
        succeeded(build)
        assert prompts(build).size() == 1
    }

    void 'a role with an MFA session'() {
        Person person = people.somebody
        def build = startedBy(person)
        build.run { node { withAwsRole(role: 'deployer', mfa: true, mfaFor: 'session', region: REGION) { sh 'aws-temporal status' } } }
        succeeded(build)
        assert prompts(build).size() == 1
    }
}
