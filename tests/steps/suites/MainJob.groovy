package suites

import played.Agent

/** A pasted session becomes a secret in a pipeline. */
class MainJob extends Suite {

    /** What an admin, a node or a careless job may have set, and which would win over the session. */
    static final Map<String, String> HOSTILE = [
        AWS_ACCESS_KEY_ID: 'AKIAHOSTILEHOSTILE77', AWS_SECRET_ACCESS_KEY: 'hostile/hostile/hostile/hostile/hostile7',
        AWS_SESSION_TOKEN: 'hostile', AWS_SECURITY_TOKEN: 'hostile', AWS_ACCESS_KEY: 'AKIAHOSTILEHOSTILE77', AWS_SECRET_KEY: 'hostile',
        AWS_PROFILE: 'hostile', AWS_DEFAULT_PROFILE: 'hostile', AWS_CONFIG_FILE: '/nowhere/config',
        AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials', AWS_WEB_IDENTITY_TOKEN_FILE: '/nowhere/token',
        AWS_ROLE_ARN: 'arn:aws:iam::999999999999:role/hostile', AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:9/',
        AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/hostile', AWS_EC2_METADATA_DISABLED: 'false',
        AWS_REGION: 'xx-hostile-1', AWS_DEFAULT_REGION: 'xx-hostile-1', AWS_TEMPORAL_SESSION: '/nowhere',
    ]

    /** Named here once more, so that one that the steps forget is missed. */
    static final List<String> RIVALS = [
        'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_SECURITY_TOKEN', 'AWS_ACCESS_KEY', 'AWS_SECRET_KEY',
        'AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE', 'AWS_CREDENTIAL_PROFILES_FILE',
        'AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_ROLE_ARN', 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_CONTAINER_CREDENTIALS_FULL_URI',
        'AWS_EC2_METADATA_DISABLED',
    ]

    void 'a pasted session reads the secret, and nothing of it is left'() {
        def build = build()
        build.run {
            node {
                getTempCreds(region: REGION) {
                    sh 'test "$(stat -c %a "$AWS_TEMPORAL_SESSION")" = 700 && test ! -e "$AWS_TEMPORAL_SESSION/paste"'
                    sh 'aws-temporal status'
                    sh "aws-temporal secret get $SECRET > value"
                    build.record.canaries.add('the secret of AWS', new File(build.agents.agent.workspace, 'value').text)
                    sh 'wc -c < value > length && rm value'
                }
                sh 'test -z "${AWS_TEMPORAL_SESSION:-}${AWS_CONFIG_FILE:-}" && test "$(cat length)" -gt 0'
            }
        }
        succeeded(build)
        assert build.record.logText.contains(pasted().AccessKeyId)
    }

    void 'nothing that would win over the session is left in a body'() {
        List<String> rivals = RIVALS
        def build = build(agent(rivals.collectEntries { [(it): 'hostile'] }))
        build.run { node { getTempCreds(region: REGION) { sh 'env > seen' } } }
        succeeded(build)
        List<String> seen = new File(build.agents.agent.workspace, 'seen').readLines()
        assert rivals.findAll { seen.contains(it + '=hostile') } == []
    }

    void 'the AWS CLI uses the session by AWS_CONFIG_FILE alone, whatever else is set outside'() { awsCli(agent(HOSTILE)) }

    void 'the AWS CLI uses it where emptied variables arrive empty, as in a container'() {
        Agent container = agent(HOSTILE)
        container.keepsEmptyVariables = true
        awsCli(container)
    }

    private void awsCli(Agent agent) {
        if (bench.run(['sh', '-c', 'aws --version']).exitCode != 0) throw new Skipped('there is no AWS CLI')
        def build = build(agent)
        build.run {
            node {
                withEnv(HOSTILE.collect { name, value -> "$name=$value".toString() }) {
                    getTempCreds(region: REGION) {
                        // Said out loud: older versions do not know AWS_ENDPOINT_URL and would call AWS itself.
                        sh 'aws --endpoint-url "$AWS_ENDPOINT_URL" sts get-caller-identity --query Arn --output text > arn'
                        sh "aws --endpoint-url \"\$AWS_ENDPOINT_URL\" secretsmanager get-secret-value --secret-id $SECRET --query SecretString --output text | cksum > cli"
                        sh "{ aws-temporal secret get $SECRET; echo; } | cksum > ours"
                    }
                }
            }
        }
        succeeded(build)
        assert new File(agent.workspace, 'arn').text == "arn:aws:iam::$ACCOUNT:user/alice\n"
        assert new File(agent.workspace, 'cli').text == new File(agent.workspace, 'ours').text
    }

    void 'the JSON of the AWS CLI on one line, as a password field makes it'() { accepts(paste.readLines()*.trim().join(' ')) }

    void 'the Credentials object alone'() {
        accepts(groovy.json.JsonOutput.toJson(pasted()))
    }

    void 'output of the AWS CLI as text'() {
        pasted().with { accepts("CREDENTIALS\t$AccessKeyId\t$Expiration\t$SecretAccessKey\t$SessionToken\n") }
    }

    void 'the one-liner of the article'() {
        pasted().with { accepts("$SessionToken:$AccessKeyId:$SecretAccessKey") }
    }

    void 'export lines'() { accepts(exportLines().join('\n')) }

    void 'export lines that a password field joined by spaces'() { accepts(exportLines().join(' ')) }

    private List<String> exportLines() {
        pasted().with { ["export AWS_ACCESS_KEY_ID=$AccessKeyId", "export AWS_SECRET_ACCESS_KEY=$SecretAccessKey", "export AWS_SESSION_TOKEN=$SessionToken"] }
    }

    private void accepts(CharSequence text) {
        def build = build(agent(), text.toString())
        build.record.canaries.addPaste(paste)
        build.run { node { getTempCreds(region: REGION) { sh 'aws-temporal status' } } }
        succeeded(build)
    }

    void 'a paste without an expiration ends as long after the prompt as the prompt asked for'() {
        def build = build(agent(), pasted().with { "$SessionToken:$AccessKeyId:$SecretAccessKey" }.toString())
        long before = System.currentTimeMillis()
        def status
        build.run {
            node {
                getTempCreds(region: REGION, duration: '20m') {
                    status = new groovy.json.JsonSlurper().parseText(sh(script: 'aws-temporal status --json', returnStdout: true))
                }
            }
        }
        succeeded(build)
        assert status.secondsLeft > 1190 - (System.currentTimeMillis() - before).intdiv(1000) && status.secondsLeft <= 1200
        assert status.expirationSource == 'duration'
    }

    void 'the body gives its value back'() {
        def build = build()
        build.run { node { getTempCreds(region: REGION) { 'value' } } }
        succeeded(build)
        assert build.value == 'value'
    }

    void 'a value that Jenkins cannot store does not get into the way of the clean-up'() {
        def build = build()
        build.run { node { getTempCreds(region: REGION) { new Object() } } }
        succeeded(build)
        assert build.value == null
    }

    void 'a workspace with spaces in its path'() {
        def build = build(agent([:], 'my work space'))
        build.run { node { getTempCreds(region: REGION) { sh "aws-temporal secret get $SECRET > /dev/null" } } }
        succeeded(build)
    }

    void 'a workspace with quotes and a dollar in its path is refused in words, as SDKs would misread it'() {
        def build = build(agent([:], 'it\'s a "work$pace"'))
        build.run { node { getTempCreds(region: REGION) { } } }
        failed(build, 'this agent cannot hold a session', 'exit code 9')
        assert build.record.logText.contains('quotation marks')
    }

    void 'inside dir() the session stays out of the workspace, and a Jenkins without WORKSPACE_TMP works too'() {
        def build = build()
        build.run {
            node { dir('sub') { getTempCreds(region: REGION) { sh 'case $AWS_TEMPORAL_SESSION in "$WORKSPACE@tmp"/*) ;; *) false ;; esac' } } }
        }
        succeeded(build)
        def old = this.build()
        old.agents.agent.setsWorkspaceTmp = false
        old.run { node { getTempCreds(region: REGION) { sh 'case $AWS_TEMPORAL_SESSION in "$WORKSPACE@tmp"/*) ;; *) false ;; esac' } } }
        succeeded(old)
    }
}
