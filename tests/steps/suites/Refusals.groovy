package suites

import hudson.FilePath
import played.Build

/** What is not opened: one clear line, and nothing left. */
class Refusals extends Suite {

    private Build refused(String answer, Map parameters, String... parts) {
        def build = build(agent(), answer)
        build.run { node { getTempCreds([region: REGION] + parameters) { sh 'touch ran' } } }
        failed(build, parts)
        assert !new File(build.agents.agent.workspace, 'ran').exists()
        assert build.failure.message.readLines().size() == 1
        build
    }

    void 'an expired paste'() {
        refused(paste.replace(pasted().Expiration, '2020-06-08T20:36:01Z'), [:], 'expired', 'exit code 5')
    }

    void 'a permanent key'() {
        refused('{"AccessKey":{"AccessKeyId":"AKIAIOSFODNN7EXAMPLE","SecretAccessKey":"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}}', [:], 'refused', 'exit code 4')
    }

    void 'a session of another account'() { refused(paste, [account: '999999999999'], 'refused', 'exit code 4') }

    void 'a session with too little life left'() { refused(paste, [minLife: '12h'], 'refused', 'exit code 4') }

    void 'a session that AWS does not know'() {
        refused(paste.replace(pasted().SecretAccessKey, pasted().SecretAccessKey.reverse()), [:], 'AWS refuses', 'exit code 6')
    }

    void 'something else altogether, and nothing at all'() {
        refused('never mind', [:], 'not AWS credentials', 'exit code 3')
        refused('', [:], 'not AWS credentials', 'exit code 3')
    }

    void 'AWS out of reach'() {
        def build = build(agent(AWS_ENDPOINT_URL: 'http://127.0.0.1:9'))
        build.run { node { getTempCreds(region: REGION) { } } }
        failed(build, 'could not be reached', 'exit code 8')
    }

    void 'no region anywhere'() {
        def build = build()
        build.run { node { getTempCreds { } } }
        failed(build, 'such as the region', 'exit code 2')
        assert build.record.logText.contains('no region given')
    }

    void 'a body outside a node'() {
        def build = build()
        build.run { getTempCreds(region: REGION) { } }
        failed(build, 'node { }', 'withTempCreds(handle)')
        assert !build.record.argumentsOf('input')
    }

    void 'a library that is not trusted'() {
        refusedBy(new SecurityException('Scripts not permitted to use method hudson.FilePath child java.lang.String'), 'global, trusted', 'Scripts not permitted')
    }

    void 'an agent that cannot write to the session folder, as of another user in a container'() {
        refusedBy(new IOException('Permission denied'), 'could not write', 'same user as the agent')
    }

    private void refusedBy(Exception problem, String... parts) {
        FilePath.refusal = problem
        try {
            refused(paste, [:], parts)
        } finally {
            FilePath.refusal = null
        }
    }

    void 'a session folder that cannot be made'() {
        def build = build()
        played.Agent.temporary(build.agents.agent.workspace).with { it.mkdirs(); new File(it, 'aws-temporal').text = 'a file' }
        build.run { node { getTempCreds(region: REGION) { } } }
        failed(build, 'could not be made')
    }
}
