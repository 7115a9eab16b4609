package suites

import hudson.AbortException
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException
import played.Agent
import played.Build

/** However a body ends, its session is gone, and its own error is what the build shows. */
class CleanUp extends Suite {

    void 'no paste is written where others could put a folder of their own'() {
        [{ File home -> home.mkdirs(); home.setWritable(true, false) },
         { File home -> home.parentFile.mkdirs(); java.nio.file.Files.createSymbolicLink(home.toPath(), bench.folder('elsewhere').toPath()) }].each { plant ->
            def build = build()
            File home = new File("${build.agents.agent.workspace}@tmp/aws-temporal")
            plant(home)
            build.run { node { getTempCreds(region: REGION) { sh 'touch ran' } } }
            failed(build, 'could not be made')
            assert build.record.logText.contains('can be written by others, or is a symbolic link')
            assert !home.list()
            home.delete()
        }
    }

    void 'nor where others could move the folder away, but a group may write there'() {
        ['777': false, '775': true, '1777': true].each { String mode, boolean taken ->
            def build = build()
            File above = new File("${build.agents.agent.workspace}@tmp")
            above.mkdirs()
            assert bench.run(['chmod', mode, above.path]).exitCode == 0
            build.run { node { getTempCreds(region: REGION) { sh 'touch ran' } } }
            if (taken) {
                succeeded(build)
            } else {
                failed(build, 'could not be made')
                assert build.record.logText.contains("$above belongs to another user, can be written by others")
            }
        }
    }

    void 'a body that fails keeps its error'() {
        def build = build()
        build.run { node { getTempCreds(region: REGION) { error('the deployment failed') } } }
        failed(build, 'the deployment failed')
    }

    void 'a clean-up that fails is a warning, and the error of the body stays'() {
        def build = withoutCleanUp(new AbortException('the agent went away'))
        build.run { node { getTempCreds(region: REGION) { error('the deployment failed') } } }
        assert build.failure.message == 'the deployment failed'
        assert build.record.logText.contains('warning: what the block left on the agent could not be removed')
    }

    void 'a clean-up that fails after a good body does not fail the build'() {
        def build = withoutCleanUp(new AbortException('the agent went away'))
        build.run { node { getTempCreds(region: REGION) { 'value' } } }
        succeeded(build)
        assert build.value == 'value'
    }

    void 'a build aborted while it cleans up after a good body is aborted'() {
        def build = withoutCleanUp(new FlowInterruptedException('aborted by bob'))
        build.run { node { getTempCreds(region: REGION) { } } }
        assert build.failure instanceof FlowInterruptedException
    }

    void 'a build aborted while it cleans up after a failed body shows the failure'() {
        def build = withoutCleanUp(new FlowInterruptedException('aborted by bob'))
        build.run { node { getTempCreds(region: REGION) { error('the deployment failed') } } }
        assert build.failure.message == 'the deployment failed'
    }

    private Build withoutCleanUp(Exception problem) {
        def build = build()
        build.leavesSessions = true
        build.agents.agent.beforeShell = { String script -> if (script.contains('close --session')) throw problem }
        build
    }

    void 'an executable that is gone at the end leaves no session either'() {
        File folder = bench.folder('tools')
        File own = new File(folder, 'aws-temporal')
        own.bytes = new File(bench.executable).bytes
        own.executable = true
        def build = build(agent(AWS_TEMPORAL_EXECUTABLE: own.path))
        build.run { node { getTempCreds(region: REGION) { own.delete() } } }
        succeeded(build)
        assert build.record.logText.contains('its folder is removed without it')
    }

    void 'an abort in the body ends its processes and closes the session'() {
        def build = build()
        build.run {
            node {
                getTempCreds(region: REGION) {
                    Thread.start { sleep 300; build.abort() }
                    sh 'sleep 60 && touch ran'
                }
            }
        }
        assert build.failure instanceof FlowInterruptedException
        assert !new File(build.agents.agent.workspace, 'ran').exists()
    }

    void 'an abort while the session is being opened closes it'() {
        def build = build()
        build.agents.agent.beforeShell = { String script -> if (script.contains('open --session')) throw new FlowInterruptedException('aborted by bob') }
        build.run { node { getTempCreds(region: REGION) { sh 'touch ran' } } }
        assert build.failure instanceof FlowInterruptedException
    }

    void 'a session that expires in the body answers so, and is closed'() {
        def build = build(agent(), emulator.shortSession(2))
        int status = 0, credentials = 0
        build.run {
            node {
                getTempCreds(region: REGION) {
                    sh 'sleep 2.5'
                    status = sh(script: 'aws-temporal status', returnStatus: true)
                    credentials = sh(script: 'aws-temporal credentials --session "$AWS_TEMPORAL_SESSION"', returnStatus: true)
                }
            }
        }
        succeeded(build)
        assert [status, credentials] == [5, 5]
    }

    void 'nested blocks have sessions of their own, and the outer one comes back'() {
        def build = build()
        List<String> sessions = []
        Closure session = { sh(script: 'aws-temporal status > status && printf %s "$AWS_TEMPORAL_SESSION $AWS_REGION"', returnStdout: true) }
        build.run {
            session.delegate = delegate
            node {
                getTempCreds(region: REGION) {
                    sessions << session()
                    getTempCreds(region: 'eu-west-1') { sessions << session() }
                    sessions << session()
                }
            }
        }
        succeeded(build)
        assert sessions[0] == sessions[2] && sessions[0] != sessions[1]
        assert sessions[1].endsWith(' eu-west-1')
    }

    void 'parallel branches in one workspace do not disturb each other'() {
        def build = build()
        build.run {
            node {
                parallel((1..4).collectEntries { n ->
                    ["branch $n".toString(), { getTempCreds(region: REGION) { sh "sleep 0.$n; aws-temporal secret get $SECRET > /dev/null" } }]
                })
            }
        }
        succeeded(build)
    }

    void 'a branch that fails fast takes the others along, and every session is closed'() {
        def build = build()
        build.run {
            node {
                parallel(
                    failFast: true,
                    slow: { getTempCreds(region: REGION) { sh 'sleep 60 && touch ran' } },
                    broken: { getTempCreds(region: REGION) { sh 'sleep 0.5; exit 3' } },
                )
            }
        }
        failed(build, 'exit code 3')
        assert !new File(build.agents.agent.workspace, 'ran').exists()
    }

    void 'what a killed build left is wiped by the next one, which keeps its own'() {
        Agent agent = agent()
        def killed = build(agent)
        killed.tag = 'jenkins-shop-deploy-1'
        killed.leavesSessions = true
        agent.beforeShell = { String script -> if (script.contains('close --session')) throw new AbortException('killed') }
        killed.run { node { getTempCreds(region: REGION) { } } }
        agent.beforeShell = { String script -> }
        List<String> left = agent.sessionNames()
        assert left.size() == 1 && left[0].startsWith('jenkins-shop-deploy-1.')

        // Build 12 begins with the same letters as build 1.
        def next = build(agent)
        next.tag = 'jenkins-shop-deploy-12'
        List<String> inside
        next.run { node { getTempCreds(region: REGION) { getTempCreds(region: REGION) { inside = agent.sessionNames() } } } }
        succeeded(next)
        assert inside.size() == 2 && inside.every { it.startsWith('jenkins-shop-deploy-12.') }
    }

    void 'a paste that a build killed before it was opened is wiped, too'() {
        def build = build()
        File left = new File(build.agents.agent.sessions, 'jenkins-shop-deploy-1.0a1b2c3d')
        assert left.mkdirs() && bench.run(['chmod', '700', left.path]).exitCode == 0
        new File(left, 'paste').text = paste
        boolean stayed = true
        build.run { node { getTempCreds(region: REGION) { stayed = left.exists() } } }
        succeeded(build)
        assert !stayed
    }

    void 'the paste lies in a private file of a private folder until it is opened'() {
        def build = build()
        List<String> modes = []
        build.agents.agent.beforeShell = { String script ->
            if (!script.contains('open --session')) return
            build.agents.agent.sessions.eachFileRecurse { modes << bench.run(['stat', '-c', '%a %n', it.path]).output.replaceAll('/.*/', '').trim() }
        }
        build.run { node { getTempCreds(region: REGION) { modes << build.agents.agent.sessions.listFiles()[0].list().contains('paste') } } }
        succeeded(build)
        assert modes.size() == 6 && modes[0].startsWith('700 jenkins-shop-deploy-7.') && !modes[5]
        assert modes[1..4].sort() == ['500 aws-temporal', '600 paste', '600 seal.json', '700 files']
    }

    void 'the name of a session is harmless whatever the job is called'() {
        def build = build()
        build.tag = "jenkins-Ünï côde %2F 'quoted' .. \$(touch ran) " + 'x' * 200 + '-42'
        String name
        build.run { node { getTempCreds(region: REGION) { name = build.agents.agent.sessionNames()[0] } } }
        succeeded(build)
        assert name ==~ /[A-Za-z0-9_-]{1,100}\.[0-9a-f]{8}/ && name.contains('-42.')
    }
}
