package suites

import played.Agent
import played.Build

/** A body that enters a container, which sees the session's folder at the same path and nothing else of the agent. */
class Containers extends Suite {

    /** As in a container with another C library: the file is there and its loader is not. */
    private static final String FOREIGN = 'chmod 700 "$AWS_TEMPORAL_SESSION/files/aws-temporal" && printf "#!/lib/ld-of-another-libc\\n" > "$AWS_TEMPORAL_SESSION/files/aws-temporal"'

    void 'the session has an executable of its own, so that nothing else of the agent is needed'() {
        Build build = build()
        build.run {
            node {
                getTempCreds(region: REGION) {
                    withEnv(['PATH=/usr/bin:/bin', 'AWS_TEMPORAL_EXECUTABLE=', 'HOME=/nowhere']) {
                        sh '"$AWS_TEMPORAL_SESSION/files/aws-temporal" status'
                        sh 'grep -q "$AWS_TEMPORAL_SESSION/files/credential-process" "$AWS_CONFIG_FILE"'
                        sh 'test "$("$AWS_TEMPORAL_SESSION/files/credential-process" | cksum)" = "$("$AWS_TEMPORAL_SESSION/files/aws-temporal" credentials | cksum)"'
                        awsExec 'true'
                        withAwsRole(role: 'deployer', account: ACCOUNT, duration: '15m') { }
                    }
                }
            }
        }
        // That role demands a code: found, asked, refused by AWS.
        failed(build, 'withAwsRole:', 'may not be assumed')
        assert !build.record.logText.contains('is not on this agent')
    }

    void 'where aws-temporal cannot run, SDKs get the credentials that were kept, and it is said'() {
        if (bench.run(['sh', '-c', 'aws --version']).exitCode != 0) throw new Skipped('there is no AWS CLI')
        Build build = build()
        build.run {
            node {
                getTempCreds(region: REGION) {
                    sh FOREIGN
                    sh 'aws --endpoint-url "$AWS_ENDPOINT_URL" sts get-caller-identity --query Arn --output text > arn'
                    sh '"$AWS_TEMPORAL_SESSION/files/credential-process" 2> said > /dev/null'
                }
            }
        }
        succeeded(build)
        assert new File(build.agents.agent.workspace, 'arn').text == "arn:aws:iam::$ACCOUNT:user/alice\n"
        assert new File(build.agents.agent.workspace, 'said').text.contains('aws-temporal does not run here')
    }

    void 'steps say what is wrong there and what to do'() {
        Build build = build()
        build.run { node { getTempCreds(region: REGION) { sh FOREIGN; withEnv(['PATH=/usr/bin:/bin', 'AWS_TEMPORAL_EXECUTABLE=']) { awsExec 'touch ran' } } } }
        failed(build, 'awsExec: aws-temporal 0.1.0 is not on this agent')
        assert build.record.logText.contains('the enclosing block: ') && build.record.logText.contains('does not run here (exit code 12')
        assert !new File(build.agents.agent.workspace, 'ran').exists()
    }

    void 'a refusal of the session is not answered with what was kept'() {
        Build build = build(agent(), emulator.shortSession(3))
        build.record.canaries.add('the kept answer', 'SecretAccessKey')
        build.run {
            node {
                getTempCreds(region: REGION, verify: false) {
                    sh 'sleep 3; ! "$AWS_TEMPORAL_SESSION/files/credential-process"'
                }
            }
        }
        succeeded(build)
        assert build.record.logText.contains('expired')
    }

    void 'in a root with nothing but busybox the session works, and is gone from it afterwards'() {
        if (bench.run(['sh', '-c', 'test "$(id -u)" = 0 && command -v busybox']).exitCode != 0) throw new Skipped('only root can change the root, and it takes busybox')
        Build build = build()
        File root = bench.folder('root')
        String folder = null
        build.run {
            node {
                getTempCreds(region: REGION) {
                    folder = env.AWS_TEMPORAL_SESSION
                    withEnv(["ROOT=$root".toString()]) {
                        sh """mkdir -p "\$ROOT/bin" "\$ROOT/\$(dirname "\$AWS_TEMPORAL_SESSION")" && cp "\$(command -v busybox)" "\$ROOT/bin/sh"
                            ln -s sh "\$ROOT/bin/cat"
                            for library in \$(ldd "\$ROOT/bin/sh" | grep -o '/[^ ]*'); do mkdir -p "\$ROOT\${library%/*}" && cp "\$library" "\$ROOT\$library"; done
                            cp -a "\$AWS_TEMPORAL_SESSION" "\$ROOT/\$AWS_TEMPORAL_SESSION"
                            chroot "\$ROOT" /bin/sh -c '"\$AWS_TEMPORAL_SESSION/files/credential-process"' 2> said | cksum > there
                            rm -rf "\$ROOT"
                            aws-temporal credentials | cksum > here"""
                    }
                }
            }
        }
        succeeded(build)
        assert new File(build.agents.agent.workspace, 'there').text == new File(build.agents.agent.workspace, 'here').text
        assert new File(build.agents.agent.workspace, 'said').text.contains('aws-temporal does not run here')
        assert !new File(folder).exists()
    }
}
