package suites

import hudson.AbortException
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException
import played.Agent

/** A role for the body of a step: what the body sees, beside and in other blocks, and how it ends. */
class Roles extends RoleSuite {

    void 'a role is taken with the session of the enclosing block, which comes back afterwards'() {
        def build = pasting()
        List<String> arns = []
        build.run {
            def status = statusOf(delegate)
            node {
                getTempCreds(region: REGION) {
                    withAwsRole(role: 'reader') {
                        arns << status().arn
                        sh 'aws-temporal secret get /prod/db > /dev/null && test "$AWS_REGION" = us-east-1'
                    }
                    arns << status().arn
                }
                sh 'test -z "${AWS_TEMPORAL_SESSION:-}${AWS_CONFIG_FILE:-}"'
            }
        }
        succeeded(build)
        assert arns[0] == assumed('reader') + 'alice+jenkins-shop-deploy-7'
        assert arns[1].contains(':user/person')
        assert build.record.logText =~ /aws cloudtrail lookup-events .*alice\+jenkins-shop-deploy-7/
        assert !prompts(build).drop(1)
    }

    void 'the AWS CLI and every SDK see the role and nothing else, whatever is set outside'() {
        if (bench.run(['sh', '-c', 'aws --version']).exitCode != 0) throw new Skipped('there is no AWS CLI')
        [false, true].each { boolean container ->
            Agent agent = agent(MainJob.HOSTILE)
            agent.keepsEmptyVariables = container
            def build = startedBy(people.somebody, agent)
            build.run {
                node {
                    withAwsRole(role: 'reader', region: REGION) {
                        sh 'aws --endpoint-url "$AWS_ENDPOINT_URL" sts get-caller-identity --query Arn --output text > arn'
                        sh 'test -z "${AWS_ACCESS_KEY_ID:-}${AWS_SECRET_ACCESS_KEY:-}${AWS_TEMPORAL_TOKEN:-}"'
                    }
                }
            }
            succeeded(build)
            assert new File(agent.workspace, 'arn').text.startsWith(assumed('reader'))
        }
    }

    void 'nested blocks: the inner role is taken with the outer one, which comes back'() {
        def build = startedBy(people.somebody)
        List<String> arns = []
        build.run {
            def status = statusOf(delegate)
            node {
                withAwsRole(role: 'reader', region: REGION) {
                    arns << status().arn
                    withAwsRole(role: 'plain') { arns << status().arn }
                    arns << status().arn
                }
            }
        }
        succeeded(build)
        assert arns*.replaceAll('.*assumed-role/|/.*', '') == ['reader', 'plain', 'reader']
    }

    void 'parallel blocks have roles of their own'() {
        def build = startedBy(people.somebody)
        Map arns = Collections.synchronizedMap([:])
        build.run {
            def status = statusOf(delegate)
            node {
                parallel(['reader', 'plain'].collectEntries { role ->
                    [role, { withAwsRole(role: role, region: REGION) { sh 'sleep 0.2'; arns[role] = status().arn } }]
                })
            }
        }
        succeeded(build)
        assert arns.every { role, arn -> arn.startsWith(assumed(role)) }
    }

    void 'a body that outlives its role takes it again, while the session that took it lives'() {
        Agent hasty = agent(AWS_ENDPOINT_URL: people.hasty.url)
        String paste = people.hasty.post('/session', [user: 'alice', life: 600])
        def build = build(hasty, paste)
        List<String> keys = []
        build.run {
            node {
                getTempCreds(region: REGION) {
                    withAwsRole(role: 'reader') {
                        2.times {
                            keys << sh(script: 'aws-temporal status --json', returnStdout: true).replaceAll('(?s).*"accessKeyId":"|".*', '')
                            sh 'sleep 3.2'
                            sh 'aws-temporal secret get /prod/db > /dev/null'
                        }
                    }
                }
            }
        }
        succeeded(build)
        assert keys.unique().size() == 2
    }

    void 'a body that outlives its role and what took it is told so'() {
        Agent hasty = agent(AWS_ENDPOINT_URL: people.hasty.url)
        String paste = people.hasty.post('/session', [user: 'alice', life: 3])
        def build = build(hasty, paste)
        int credentials = 0
        build.run {
            node {
                getTempCreds(region: REGION) {
                    withAwsRole(role: 'reader') {
                        sh 'sleep 3.2'
                        credentials = sh(script: 'aws-temporal credentials --session "$AWS_TEMPORAL_SESSION"', returnStatus: true)
                    }
                }
            }
        }
        succeeded(build)
        assert credentials == 5
        assert build.record.logText.contains('cannot be renewed')
    }

    void 'a body that fails keeps its error, and one that is aborted ends, and nothing is left of either'() {
        def broken = startedBy(people.somebody)
        broken.run { node { withAwsRole(role: 'reader', region: REGION) { error('the deployment failed') } } }
        failed(broken, 'the deployment failed')

        def aborted = startedBy(people.somebody)
        aborted.run {
            node {
                withAwsRole(role: 'reader', region: REGION) {
                    Thread.start { sleep 300; aborted.abort() }
                    sh 'sleep 60 && touch ran'
                }
            }
        }
        assert aborted.failure instanceof FlowInterruptedException
        assert !new File(aborted.agents.agent.workspace, 'ran').exists()
    }

    void 'a clean-up that fails hides no error of the body'() {
        def build = startedBy(people.somebody)
        build.leavesSessions = true
        build.agents.agent.beforeShell = { String script -> if (script.contains('close --session')) throw new AbortException('the agent went away') }
        build.run { node { withAwsRole(role: 'reader', region: REGION) { error('the deployment failed') } } }
        assert build.failure.message == 'the deployment failed'
    }

    void 'the body gives its value back'() {
        def build = startedBy(people.somebody)
        build.run { node { withAwsRole(role: 'reader', region: REGION) { 'value' } } }
        succeeded(build)
        assert build.value == 'value'
    }

    void 'outside a node, and without a body, it says what is missing'() {
        def nowhere = build()
        nowhere.run { withAwsRole(role: 'reader') { } }
        failed(nowhere, 'withAwsRole: there is no agent here')
        def bodiless = build()
        bodiless.run { node { withAwsRole(role: 'reader') } }
        failed(bodiless, 'needs a body')
        def roleless = build()
        roleless.run { node { withAwsRole { } } }
        failed(roleless, 'role is missing')
    }
}
