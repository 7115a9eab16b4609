package suites

import played.Agent
import played.Build

/** withAwsSecrets and awsExec: secrets go from AWS to the agent and into one script, and nowhere else. */
class Secrets extends Suite {

    private static final String PASSWORD = 'canary-"pass word"-$5x7\'!'
    private static final String KUBECONFIG = 'apiVersion: v1\nusers:\n- name: canary-kube-user\n  token: canary-kube-token-93\n'

    /** A build that knows which texts must not be seen. */
    private Build secretive(Agent agent = agent()) {
        stored('/prod/steps/db', groovy.json.JsonOutput.toJson([user: 'canary-db-user', password: PASSWORD, port: 5432]))
        stored('/prod/steps/kubeconfig', KUBECONFIG)
        stored('/prod/steps/tls/key', 'canary-tls-key-0001')
        stored('/prod/steps/tls/ca-cert', 'canary-tls-cert-0002')
        Build build = build(agent)
        ['canary-db-user', PASSWORD, KUBECONFIG, 'canary-kube-user', 'canary-kube-token-93', 'canary-tls-key-0001', 'canary-tls-cert-0002'].each {
            build.record.canaries.add(it.readLines()[0].take(20), it)
        }
        build
    }

    private void stored(String name, String value) {
        if (!emulator.ask('/state').toString().contains(name + '-')) emulator.post('/secrets', [account: ACCOUNT, region: REGION, name: name, string: value])
    }

    private static String seen(Build build, String name) { new File(build.agents.agent.workspace, name).text }

    private static List<String> heldFiles(Build build) {
        List<String> names = []
        new File(Agent.temporary(build.agents.agent.workspace), 'aws-temporal').eachFileRecurse { if (it.file) names << it.path }
        names
    }

    void 'files and variables are there in the block, and nothing of them afterwards'() {
        Build build = secretive()
        build.run {
            node {
                getTempCreds(region: REGION) {
                    withAwsSecrets(files: [KUBECONFIG: '/prod/steps/kubeconfig'], env: [DB_PASSWORD: '/prod/steps/db#password']) {
                        sh 'test "$(stat -c %a "$KUBECONFIG")" = 600 && cksum < "$KUBECONFIG" > file'
                        sh 'case "$KUBECONFIG" in "$AWS_TEMPORAL_SESSION"/*) ;; *) false ;; esac'
                        sh 'test -z "${DB_PASSWORD:-}" && echo "$KUBECONFIG" > path'
                        awsExec 'printf %s "$DB_PASSWORD" | cksum > value'
                    }
                    sh 'test ! -e "$(cat path)" && test -z "${KUBECONFIG:-}${AWS_TEMPORAL_SECRETS:-}"'
                }
            }
        }
        succeeded(build)
        assert seen(build, 'file') == cksum(KUBECONFIG)
        assert seen(build, 'value') == cksum(PASSWORD)
        assert heldFiles(build) == []
    }

    private String cksum(String text) {
        File file = new File(bench.folder(), 'text')
        file.setText(text, 'UTF-8')
        bench.run(['sh', '-c', "cksum < '$file.path'"]).output
    }

    void 'a block reads each secret once, however many of its keys and scripts are used'() {
        Build build = secretive()
        Map before = emulator.ask('/requests')
        build.run {
            node {
                getTempCreds(region: REGION) {
                    withAwsSecrets(env: [USER_NAME: '/prod/steps/db#user', PASSWORD: '/prod/steps/db#password']) {
                        awsExec 'test -n "$USER_NAME$PASSWORD"'
                        awsExec 'test -n "$USER_NAME$PASSWORD"'
                    }
                }
            }
        }
        succeeded(build)
        Map after = emulator.ask('/requests')
        assert (after.GetSecretValue ?: 0) - (before.GetSecretValue ?: 0) == 1
    }

    void 'what a script prints of them is masked, also in base64, by tracing and in what comes back'() {
        Build build = secretive()
        String back
        build.run {
            node {
                getTempCreds(region: REGION) {
                    withAwsSecrets(files: [KUBECONFIG: '/prod/steps/kubeconfig'], env: [DB_PASSWORD: '/prod/steps/db#password']) {
                        awsExec 'echo "password: $DB_PASSWORD"; cat "$KUBECONFIG" >&2; printf %s "$DB_PASSWORD" | base64'
                        back = awsExec(script: 'set +x; echo "got $DB_PASSWORD."', returnStdout: true)
                    }
                    awsExec(script: 'echo "user: $WHO"', secrets: [WHO: '/prod/steps/db#user'])
                }
            }
        }
        succeeded(build)
        assert back == 'got ****.\n'
        assert build.record.logText.contains('password: ****') && build.record.logText.contains('user: ****')
    }

    void 'every key of a secret, secrets by prefix, and one that may be absent'() {
        Build build = secretive()
        build.run {
            node {
                getTempCreds(region: REGION) {
                    withAwsSecrets(env: ['DB_*': '/prod/steps/db#*', MAYBE: 'optional:/prod/steps/absent'], files: ['TLS_*': '/prod/steps/tls/*']) {
                        awsExec 'test -n "$DB_USER" && test -n "$DB_PASSWORD" && test "$DB_PORT" = 5432 && test -z "${MAYBE+x}"'
                        sh 'test -s "$TLS_KEY" && test -s "$TLS_CA_CERT"'
                    }
                }
            }
        }
        succeeded(build)
    }

    void 'inner blocks add to outer ones, also with the session of a role between them, and win over them'() {
        Build build = secretive()
        build.run {
            node {
                getTempCreds(region: REGION) {
                    withAwsSecrets(env: [ONE: '/prod/steps/db#user', TWO: '/prod/steps/db#user']) {
                        withAwsSecrets(env: [TWO: '/prod/steps/tls/key', THREE: '/prod/steps/tls/key']) {
                            awsExec 'test -n "$ONE" && test "$TWO" = "$THREE" && test "$ONE" != "$TWO"'
                        }
                        awsExec 'test "$ONE" = "$TWO" && test -z "${THREE:-}"'
                    }
                }
            }
        }
        succeeded(build)
    }

    void 'on another agent a session is without the secrets of the blocks around it, and scripts run'() {
        Build build = secretive()
        build.agents.far = agent('far', [:], 'far')
        build.run {
            node {
                getTempCreds(region: REGION) {
                    withAwsSecrets(env: [ONE: '/prod/steps/db#user']) {
                        node('far') {
                            getTempCreds(region: REGION) {
                                awsExec 'test -z "${ONE:-}"'
                                withAwsSecrets(env: [TWO: '/prod/steps/tls/key']) { awsExec 'test -z "${ONE:-}" && test -n "$TWO"' }
                            }
                        }
                        getTempCreds(region: REGION) { awsExec 'test -n "$ONE"' }
                    }
                }
            }
        }
        succeeded(build)
        assert build.record.logText.count('getTempCreds: the secrets of the enclosing withAwsSecrets are on the agent agent') == 1
    }

    void 'who ends the shell of a script ends the script, with every shell'() {
        for (String shell : ['dash', 'bash', 'busybox sh']) {
            if (bench.run(['sh', '-c', 'command -v ' + shell.split(' ')[0]]).exitCode != 0) continue
            Build build = secretive()
            build.run {
                node {
                    getTempCreds(region: REGION) {
                        withEnv(['SH=' + shell, 'EXEC=' + new File(played.Library.ROOT, 'resources/aws-temporal/exec.sh').path]) {
                            sh '''set +e
                                rm -f ready told
                                $SH "$EXEC" aws-temporal "$AWS_TEMPORAL_SESSION" "$AWS_TEMPORAL_SESSION/files/script" 'trap "sleep 0.2; echo told >told; exit 7" TERM; touch ready; for i in $(seq 100); do sleep 0.05; done' &
                                until [ -e ready ]; do sleep 0.05; done
                                kill $!
                                wait $!
                                echo "$? $(cat told) $(ls "$AWS_TEMPORAL_SESSION/files" | grep -c script)" >end'''
                        }
                    }
                }
            }
            succeeded(build)
            assert seen(build, 'end') == '7 told 0\n' : shell
        }
    }

    void 'parallel blocks in one session do not disturb each other'() {
        Build build = secretive()
        build.run {
            node {
                getTempCreds(region: REGION) {
                    parallel((1..4).collectEntries { int i ->
                        ["b$i".toString(), {
                            withAwsSecrets(env: [VALUE: i % 2 ? '/prod/steps/tls/key' : '/prod/steps/tls/ca-cert']) {
                                awsExec 'printf %s "$VALUE" | wc -c > ' + "count$i"
                            }
                        }]
                    })
                }
            }
        }
        succeeded(build)
        assert (1..4).collect { seen(build, "count$it").trim() } == ['19', '20', '19', '20']
        assert heldFiles(build) == []
    }

    void 'a secret that is not there fails the block before its body, and says which'() {
        Build build = secretive()
        build.run { node { getTempCreds(region: REGION) { withAwsSecrets(env: [A: '/prod/steps/db#user', B: '/prod/steps/absent']) { sh 'touch ran' } } } }
        failed(build, 'withAwsSecrets: ', '/prod/steps/absent')
        assert !new File(build.agents.agent.workspace, 'ran').exists()
        assert heldFiles(build) == []
    }

    void 'two secrets for one variable are an error that names both, by the parameters of the step'() {
        Build build = secretive()
        build.run { node { getTempCreds(region: REGION) { withAwsSecrets(env: [A: '/prod/steps/db#user'], files: [A: '/prod/steps/kubeconfig']) { sh 'touch ran' } } } }
        failed(build, 'withAwsSecrets: ', '/prod/steps/db', '/prod/steps/kubeconfig')
    }

    void 'a script fails the build with its exit code, and status and shebang are as with sh'() {
        Build build = secretive()
        def status, shell
        build.run {
            node {
                getTempCreds(region: REGION) {
                    status = awsExec(script: 'exit 7', returnStatus: true)
                    shell = awsExec(script: '#!/bin/cat\nas it is\n', returnStdout: true)
                    awsExec 'false\ntouch ran'
                }
            }
        }
        failed(build, 'exit code 1')
        assert status == 7 && shell.contains('as it is')
        assert !new File(build.agents.agent.workspace, 'ran').exists()
        assert heldFiles(build) == []
    }

    void 'an aborted script leaves nothing'() {
        Build build = secretive()
        build.run {
            node {
                getTempCreds(region: REGION) {
                    withAwsSecrets(files: [KUBECONFIG: '/prod/steps/kubeconfig'], env: [PASSWORD: '/prod/steps/db#password']) {
                        build.abort()
                        awsExec 'sleep 300'
                    }
                }
            }
        }
        assert build.failure != null
        assert heldFiles(build) == []
    }

    void 'without a session, or with one of another agent, both steps refuse'() {
        Build build = secretive()
        build.run { node { awsExec 'true' } }
        failed(build, 'awsExec: there is no session here', 'getTempCreds')
        build = secretive()
        build.run { node { withAwsSecrets(env: [A: '/prod/steps/db']) { } } }
        failed(build, 'withAwsSecrets: there is no session here')
        build = secretive()
        build.run { node { withEnv(['AWS_TEMPORAL_SESSION=/elsewhere/session']) { awsExec 'true' } } }
        failed(build, 'awsExec: the session of the enclosing block (/elsewhere/session) is not of this build on this agent')
    }

    void 'a script of awsExec sees of AWS what sh in the block sees'() {
        Build build = secretive(agent(MainJob.HOSTILE.findAll { it.key != 'AWS_TEMPORAL_SESSION' }))
        build.run {
            node {
                getTempCreds(region: REGION) {
                    sh 'env | grep -E "^(AWS_|PATH=)" | sort > plain'
                    awsExec 'env | grep -E "^(AWS_|PATH=)" | sort > masked'
                }
            }
        }
        succeeded(build)
        // Where an admin put the executable is nothing of AWS.
        assert seen(build, 'masked').readLines() == seen(build, 'plain').readLines().findAll { !it.startsWith('AWS_TEMPORAL_EXECUTABLE=') }
    }

    void 'what the steps are given wrongly is said before anything is done'() {
        [
            [{ withAwsSecrets(env: [:]) { } }, 'withAwsSecrets: no secret is named'],
            [{ withAwsSecrets(env: 'DB') { } }, 'withAwsSecrets: env takes a map of names and secrets'],
            [{ withAwsSecrets(env: ['A=B': '/x']) { } }, 'withAwsSecrets: env takes a map of names and secrets'],
            [{ withAwsSecrets(env: [A: 1]) { } }, 'withAwsSecrets: env.A takes a secret'],
            [{ withAwsSecrets(env: [A: '/x']) }, 'withAwsSecrets: needs a body'],
            [{ awsExec(secrets: [A: '/x']) }, 'awsExec: script is missing'],
            [{ awsExec(script: 'true', returnStdout: true, returnStatus: true) }, 'exclude each other'],
            [{ awsExec(script: 'true', keys: 'yes') }, 'awsExec: keys takes true or false'],
        ].each { Closure wrong, String message ->
            Build build = secretive()
            build.run { wrong.delegate = delegate; wrong.resolveStrategy = Closure.DELEGATE_FIRST; node(wrong) }
            failed(build, message)
        }
    }
}
