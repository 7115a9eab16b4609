package suites

import played.Build
import played.CpsCustomizer
import played.PlayedScript
import org.codehaus.groovy.control.CompilerConfiguration

/** The harness finds what it is there to find. */
class HarnessItself extends Suite {

    private void caught(String violation, Closure jenkinsfile) {
        Build build = build()
        build.record.canaries.addPaste(paste)
        try {
            build.run(jenkinsfile)
        } catch (AssertionError found) {
            assert found.message.contains(violation)
            return
        }
        assert false: "not caught: $violation"
    }

    /** Library code as it should not be. */
    private void caughtIn(String violation, String code) {
        def configuration = new CompilerConfiguration(scriptBaseClass: PlayedScript.name)
        configuration.addCompilationCustomizers(new CpsCustomizer())
        Script step = new GroovyClassLoader(getClass().classLoader, configuration).parseClass(code).newInstance()
        caught(violation) { node { step.invokeMethod('call', input(parameters: [password(name: 'x')])) } }
    }

    void 'a secret in an argument, a script, an environment, the log, the error'() {
        String key = pasted().SecretAccessKey
        caught('the SecretAccessKey is an argument of echo') { echo(key) }
        caught('the SecretAccessKey is in the text of a script') { node { sh(": '$key'".toString()) } }
        caught('the SecretAccessKey is in the environment of a process') { node { withEnv(["X=$key".toString()]) { sh('true') } } }
        caught('the beginning of the SecretAccessKey is in the log') { node { sh("echo ${key.take(10)}; printf %s ${key.take(20)}".toString()) } }
        caught('is in the error') { error(key) }
    }

    void 'a secret in a file, in base64 too, also when the file is gone at the end'() {
        String token = pasted().SessionToken
        new File(bench.scratch, 'token').text = token
        caught('the SessionToken is in the file') { node { sh("cp ${bench.scratch}/token .; sleep 0.1".toString()); sh('rm token') } }
        caught('the SessionToken in base64 is in the file') { node { sh("base64 -w0 ${bench.scratch}/token > \"\$WORKSPACE@tmp/x\"".toString()) } }
    }

    void 'a stored credential around anything but the one call, or in a file, and an MFA code'() {
        caughtWith { Build build ->
            build.credentials.id = [type: 'string', text: 'a-canary-of-a-stored-credential']
            List binding = [[$class: 'StringBinding', credentialsId: 'id', variable: 'X']]
            [
                'a stored credential is in the environment of: true': { withCredentials(binding) { node { sh('true') } } },
                'the stored id is in the file': { withCredentials(binding) { node { sh('printf %s "$X" > file') } } },
                'the stored id is in the log': { withCredentials(binding) { node { sh('printf %s "$X"') } } },
                'the MFA code 135790 is an argument of echo': { input(parameters: [password(name: 'x')]); echo('code=135790') },
            ]
        }
    }

    private void caughtWith(Closure<Map> cases) {
        cases(build()).keySet().each { violation ->
            Build build = build(agent(), '135790')
            try {
                build.run(cases(build)[violation])
            } catch (AssertionError found) {
                assert found.message.contains(violation)
                return
            }
            assert false: "not caught: $violation"
        }
    }

    void 'a session folder that is left'() {
        caught('the session folder x is left') { node { sh('mkdir -p "$WORKSPACE@tmp/aws-temporal/x"') } }
    }

    void 'a Secret as an argument'() { caughtIn('a Secret is an argument of timeout', 'def call(s) { timeout(time: 1, x: s) { } }') }

    void 'the text of a Secret, or what cannot be stored, in a local variable'() {
        caughtIn('call: text holds the paste in plain text', 'def call(s) { String text = s.toString(); echo("") }')
        caughtIn('not serializable: hudson.FilePath', 'def call(s) { def path = getContext(hudson.FilePath); echo("") }')
        caughtIn('not serializable: hudson.FilePath', 'def call(s) { stage("x") { def path; path = getContext(hudson.FilePath) } }')
        caughtIn('not serializable: hudson.FilePath', 'def call(s) { try { return getContext(hudson.FilePath) } finally { echo("") } }')
    }

    void 'a step, or a method that may call one, called by a @NonCPS method or a constructor'() {
        String nonCps = '@com.cloudbees.groovy.cps.NonCPS def quick() { BODY }\ndef call(s) { quick() }\ndef slow() { 1 }\n'
        caughtIn('the step echo is called by', nonCps.replace('BODY', 'echo("x")'))
        caughtIn('slow is called by', nonCps.replace('BODY', 'slow()'))
        caughtIn('Thing.slow is called by new Thing', 'class Thing { Thing() { slow() }\n def slow() { 1 } }\ndef call(s) { new Thing(); echo("x") }')
    }

    void 'a declarative pipeline that Jenkins would refuse'() {
        [
            'Expected a step': 'agent any; stages { stage("x") { steps { node { def y = 1 } } } }',
            'Undefined section "step" in stage x': 'agent any; stages { stage("x") { step { } } }',
            'Missing required section "agent"': 'stages { stage("x") { steps { echo "x" } } }',
            'stage x needs one of steps': 'agent any; stages { stage("x") { } }',
        ].each { String problem, String text ->
            File jenkinsfile = new File(bench.folder(), 'Jenkinsfile')
            jenkinsfile.text = "pipeline { $text }"
            try {
                Build build = build().run(jenkinsfile)
                assert build.failure?.message?.contains(problem)
            } catch (org.codehaus.groovy.control.MultipleCompilationErrorsException refused) {
                assert refused.message.contains(problem)
            }
        }
    }

    void 'a container has the workspace, and of the environment what steps say, but for PATH'() {
        Build build = build(agent([OF_THE_AGENT: 'x']))
        build.images.image = [OF_THE_IMAGE: 'y', PATH: '/usr/bin:/bin']
        build.run { node { withEnv(['SAID=z', 'PATH+A=/a', 'EMPTIED=']) { docker.image('image').inside { sh('env > seen') } } } }
        succeeded(build)
        List<String> seen = new File(build.agents.agent.workspace, 'seen').readLines()
        assert seen.containsAll(['OF_THE_IMAGE=y', 'PATH=/usr/bin:/bin', 'SAID=z', 'EMPTIED=']) && !seen.any { it.startsWith('OF_THE_AGENT') }
    }
}
