package suites

import com.sun.management.HotSpotDiagnosticMXBean
import hudson.FilePath
import hudson.util.Secret
import java.lang.management.ManagementFactory
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException
import played.Build

/** Answers that Jenkins itself cannot read. */
class Sealing extends Suite {

    private String atTerminal(String command) { Terminal.printing(bench.folder('operator'), paste).run(command) }

    private static String command(Map question, String first = Terminal.SHELL) { Terminal.command(question, first) }

    private Build sealedBuild(Closure answer = { question -> atTerminal(command(question)) }) {
        Build build = build()
        build.record.canaries.addPaste(paste)
        build.answer = answer
        build
    }

    private static Map question(Build build) { build.record.argumentsOf('input')[0][0] }

    void 'the command of the prompt seals a session, which Jenkins never sees, and the block uses it'() {
        def build = sealedBuild()
        build.run { node { getTempCreds(region: REGION) { sh 'test ! -e "$AWS_TEMPORAL_SESSION/seal.json" && aws-temporal status && aws-temporal secret get ' + SECRET + ' >/dev/null' } } }
        succeeded(build)
        assert build.record.logText.contains(pasted().AccessKeyId)
    }

    void 'no memory of the controller ever holds what was sealed, its envelope apart'() {
        File home = bench.folder('operator'), dump = new File(bench.folder('dump'), 'controller.hprof')
        // The session is made, and kept for the search, where this process is not.
        def terminal = new Terminal(home, "dotnet '$emulator.dll' mint --url '$emulator.url' --user alice --duration 900 | tee '$home/session'")
        String envelope = null
        def build = build()
        build.answer = { question -> envelope = terminal.run(command(question)) }
        build.run {
            node {
                getTempCreds(region: REGION, sealed: 'required') {
                    sh 'aws-temporal status'
                    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean).dumpHeap(dump.path, false)
                }
            }
        }
        succeeded(build)
        terminal.run("grep -oE '\"(SecretAccessKey|SessionToken)\": *\"[^\"]+' session | sed 's/.*\"//' | grep -oE '.{30}\$' >needles; test \"\$(wc -l <needles)\" -eq 2")
        terminal.run("grep -aFq '${envelope.readLines()[5]}' '$dump' && ! grep -aFqf needles '$dump'")
    }

    void 'a field of one line loses the line breaks, which does not matter'() {
        ['', ' '].each { gap ->
            def build = sealedBuild { question -> atTerminal(command(question)).readLines().join(gap) }
            build.run { node { getTempCreds(region: REGION) { sh 'aws-temporal status' } } }
            succeeded(build)
        }
    }

    void 'the prompt says for whom it is sealed, in the log too, and takes a plain answer as well'() {
        def build = build()
        build.run { node { getTempCreds(region: REGION) { sh 'aws-temporal status' } } }
        succeeded(build)
        String text = question(build).parameters[0].description
        assert text.contains('the agent agent alone can open it, once') && text.contains('aws sts get-session-token --duration-seconds 900')
        assert command(question(build)).contains(' shop/deploy 7\'') && command(question(build), '& {').contains('Protect-CmsMessage')
        assert command(question(build), 'aws-temporal mint').startsWith('aws-temporal mint --duration 900 --seal-for at1.')
        assert text.contains('    aws-temporal grant \'https://jenkins.example/job/shop/job/deploy/7/\'\n')
        assert build.record.logText.contains(command(question(build)))
    }

    void 'where sealed answers are required a plain one is refused, and the command that makes a sealed one is named'() {
        def build = build()
        build.run { node { getTempCreds(region: REGION, sealed: 'required') { sh 'touch ran' } } }
        failed(build, 'what was pasted is refused', 'exit code 4')
        assert build.record.logText.contains('only a sealed one is taken') && build.record.logText.contains('aws-temporal mint --seal-for')
        assert !question(build).parameters[0].description.readLines()*.trim().any { it.startsWith('aws sts') }
        assert !new File(build.agents.agent.workspace, 'ran').exists()
    }

    void 'where sealed answers are required a sealed one is taken'() {
        def build = sealedBuild()
        build.run { node { getTempCreds(region: REGION, sealed: 'required') { sh 'aws-temporal status' } } }
        succeeded(build)
    }

    void 'a prompt that waits for days is sealed too'() {
        ['48h', 604800].each { wait ->
            def build = sealedBuild()
            build.run { node { getTempCreds(region: REGION, timeout: wait) { sh 'aws-temporal status' } } }
            succeeded(build)
        }
    }

    void 'without sealing the agent makes no key'() {
        def build = build()
        build.run { node { getTempCreds(region: REGION, sealed: false) { sh 'aws-temporal status' } } }
        succeeded(build)
        assert !question(build).parameters[0].description.contains('openssl')
    }

    void 'what was sealed for one build is refused by the next, as is what was used'() {
        String first = null
        def build = sealedBuild { question -> first = atTerminal(command(question)) }
        build.run { node { getTempCreds(region: REGION) { sh 'aws-temporal status' } } }
        succeeded(build)
        def next = sealedBuild { first }
        next.run { node { getTempCreds(region: REGION) { sh 'touch ran' } } }
        failed(next, 'exit code 4')
        assert next.record.logText.contains('sealed for another key')
    }

    void 'two branches ask at once, and each opens its own answer'() {
        def build = sealedBuild()
        build.run {
            node {
                parallel(
                    one: { getTempCreds(region: REGION) { sh 'aws-temporal status' } },
                    two: { getTempCreds(region: REGION) { sh 'aws-temporal status' } })
            }
        }
        succeeded(build)
    }

    void 'a prompt that nobody answers wipes its key'() {
        def build = build()
        build.answer = { assert build.agents.agent.sessionNames().size() == 1; Build.NOBODY }
        build.run { node { getTempCreds(region: REGION) { sh 'touch ran' } } }
        assert build.failure instanceof FlowInterruptedException
        assert build.agents.agent.sessionNames() == []
    }

    void 'an agent that can make no key says so and takes a plain answer, unless it has to be sealed'() {
        File executable = new File(bench.folder('keyless'), 'aws-temporal')
        executable.text = """#!/bin/sh
            [ "\$1" != seal ] || { echo '{"error":{"code":"OpenSslMissing","message":"no OpenSSL","hint":"install it","exitCode":9}}' >&2; exit 9; }
            exec '$bench.executable' "\$@"
            """.stripIndent()
        executable.executable = true
        def build = build(agent([AWS_TEMPORAL_EXECUTABLE: executable.path]))
        build.run { node { getTempCreds(region: REGION) { sh 'aws-temporal status' } } }
        succeeded(build)
        assert build.record.logText.contains('cannot be sealed on this agent: no OpenSSL; install it')
        build = this.build(agent([AWS_TEMPORAL_EXECUTABLE: executable.path]))
        build.run { node { getTempCreds(region: REGION, sealed: true) { } } }
        failed(build, 'getTempCreds: sealed: no OpenSSL')
        assert !build.record.argumentsOf('input')
    }

    void 'without a block there is no key, which is said before anyone is asked'() {
        def build = build()
        build.run { getTempCreds(region: REGION, sealed: true) }
        failed(build, 'needs a block')
        assert !build.record.argumentsOf('input')
    }

    void 'a library that is not trusted takes a sealed answer'() {
        untrusted {
            def build = sealedBuild()
            build.run { node { getTempCreds(region: REGION) { sh 'aws-temporal status' } } }
            succeeded(build)
            assert !question(build).parameters[0].description.readLines()*.trim().any { it.startsWith('aws sts') }
        }
    }

    void 'a library that is not trusted hands no plain answer over'() {
        untrusted {
            def build = build()
            build.run { node { getTempCreds(region: REGION) { sh 'touch ran' } } }
            failed(build, 'global, trusted', 'sealed')
            build = this.build()
            build.run { getTempCreds(region: REGION) }
            failed(build, 'takes sealed answers only')
            assert !build.record.argumentsOf('input')
        }
    }

    void 'a library that is not trusted hands nothing over that stands beside an envelope'() {
        untrusted {
            ["before": { sealed -> paste + '\n' + sealed }, "behind": { sealed -> sealed + '\n' + paste }, "instead": { "-----BEGIN CMS-----\n$paste\n-----END CMS-----" }].each { place, answer ->
                def build = sealedBuild { question -> answer(atTerminal(command(question))).toString() }
                build.run { node { getTempCreds(region: REGION) { sh 'touch ran' } } }
                failed(build, 'global, trusted')
            }
        }
    }

    void 'a pipeline cannot say that it is another one'() {
        def build = sealedBuild()
        build.run {
            node {
                withEnv(['JOB_NAME=prod/harmless', 'BUILD_NUMBER=3', 'BUILD_TAG=jenkins-prod-3', 'BUILD_URL=https://evil.example/;id']) {
                    getTempCreds(region: REGION, sealed: 'required') { sh 'aws-temporal status' }
                }
            }
        }
        succeeded(build)
        String text = question(build).parameters[0].description
        assert text.contains(' shop/deploy 7\'') && text.contains("aws-temporal grant 'https://jenkins.example/job/shop/job/deploy/7/'") && !(text =~ /harmless|evil/)
    }

    private static void untrusted(Closure test) {
        SecurityException refusal = new SecurityException('Scripts not permitted to use staticMethod hudson.util.Secret fromString java.lang.String')
        Secret.refusal = FilePath.refusal = refusal
        try {
            test()
        } finally {
            Secret.refusal = FilePath.refusal = null
        }
    }
}
