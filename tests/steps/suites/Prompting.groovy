package suites

import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException
import played.Build

/** What the operator is asked, who may answer, and for how long. */
class Prompting extends Suite {

    private Build prompted(Map parameters = [:], String startedBy = 'alice') {
        def build = build()
        build.startedBy = startedBy
        build.run { getTempCreds(parameters) }
        succeeded(build)
        build
    }

    private static Map question(Build build) {
        assert build.record.argumentsOf('input').size() == 1
        build.record.argumentsOf('input')[0][0]
    }

    void 'one password field, and nothing that Jenkins would keep as plain text'() {
        Map question = question(prompted())
        assert question.parameters*.type == ['password']
        assert question.keySet() == ['message', 'ok', 'id', 'submitter', 'parameters'] as Set
        assert question.ok == 'Submit'
    }

    void 'the exact command is in the question, beside the field and in the log'() {
        def build = prompted(duration: 1800)
        String command = 'aws sts get-session-token --duration-seconds 1800'
        assert question(build).message.contains(command)
        assert question(build).parameters[0].description.contains(command)
        assert build.record.logText.contains(command)
        assert build.record.logText.contains('aws sts assume-role --duration-seconds 1800')
    }

    void 'without any parameter it asks for fifteen minutes'() {
        def build = build()
        build.run { getTempCreds() }
        succeeded(build)
        assert question(build).message.contains('aws sts get-session-token --duration-seconds 900')
    }

    void 'account and region are named'() {
        String text = question(prompted(account: [ACCOUNT, '999999999999'], region: 'eu-west-1')).parameters[0].description
        assert text.contains("account $ACCOUNT or 999999999999") && text.contains('eu-west-1')
    }

    void 'an own message keeps the command beside the field'() {
        Map question = question(prompted(message: "Deploy ${'shop'}?"))
        assert question.message == 'Deploy shop?'
        assert question.parameters[0].description.contains('aws sts get-session-token --duration-seconds 900')
    }

    void 'who started the build may answer'() { assert question(prompted([:], 'bob')).submitter == 'bob' }

    void 'a build that a timer started lets anyone answer who may build it'() {
        assert !question(prompted([:], null)).containsKey('submitter')
    }

    void 'an own submitter wins, and an empty one lets anyone answer'() {
        assert question(prompted(submitter: 'carol,ops')).submitter == 'carol,ops'
        assert !question(prompted(submitter: '')).containsKey('submitter')
    }

    void 'the prompt ends after ten minutes, or as told'() {
        [[[:], 600], [[timeout: 120], 120], [[timeout: '2h'], 7200], [[timeout: '45s'], 45]].each { parameters, seconds ->
            assert prompted(parameters).record.argumentsOf('timeout').find { it[0].unit == 'SECONDS' }[0] == [time: seconds, unit: 'SECONDS']
        }
    }

    void 'a prompt that nobody answers ends the build, and no agent keeps anything'() {
        def build = build()
        build.answer = { Build.NOBODY }
        build.run { node { getTempCreds(region: REGION) { sh 'touch ran' } } }
        assert build.failure instanceof FlowInterruptedException
        assert build.failure.message.contains('within 600 s')
        assert !new File(build.agents.agent.workspace, 'ran').exists()
    }

    void 'an abort of the prompt stays an abort'() {
        def build = build()
        build.answer = { throw new FlowInterruptedException('aborted by bob') }
        build.run { node { getTempCreds(region: REGION) { sh 'touch ran' } } }
        assert build.failure instanceof FlowInterruptedException
        assert !new File(build.agents.agent.workspace, 'ran').exists()
        assert build.record.argumentsOf('sh')*.getAt(0)*.label.last() == 'Close the AWS session'
    }

    void 'prompts of parallel branches have ids of their own'() {
        def build = build()
        build.run { parallel(a: { getTempCreds() }, b: { getTempCreds() }) }
        succeeded(build)
        assert build.record.argumentsOf('input')*.getAt(0)*.id.unique().size() == 2
    }

    void 'an agent without the executable says so before anyone is asked'() {
        def build = build(agent(AWS_TEMPORAL_EXECUTABLE: '/nowhere', PATH: '/usr/bin:/bin', XDG_CACHE_HOME: '/nowhere'))
        build.run { node { getTempCreds(region: REGION) { } } }
        failed(build, 'is not on this agent')
        assert !build.record.argumentsOf('input')
    }
}
