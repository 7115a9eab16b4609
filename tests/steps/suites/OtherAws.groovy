package suites

import played.Agent

/** The main job against moto, an AWS that others wrote. */
class OtherAws extends Suite {

    void 'the AWS CLI in the body works against moto by AWS_CONFIG_FILE alone, whatever else is set outside'() {
        if (bench.run(['sh', '-c', 'command -v moto_server && aws --version']).exitCode != 0) throw new Skipped('there is no moto_server, or no AWS CLI')
        Moto moto = new Moto(bench)
        try {
            moto.aws('secretsmanager', 'create-secret', '--name', SECRET, '--secret-string', 'a value that moto keeps')
            // Its GetSessionToken answers with a permanent key, so the operator lends a role.
            String lent = moto.aws('sts', 'assume-role', '--role-arn', "arn:aws:iam::$ACCOUNT:role/deployer", '--role-session-name', 'anna', '--duration-seconds', '900')
            Agent agent = agent(MainJob.HOSTILE + [AWS_ENDPOINT_URL: moto.url])
            def build = build(agent, lent)
            build.run {
                node {
                    getTempCreds(region: REGION, account: ACCOUNT) {
                        sh 'aws --endpoint-url "$AWS_ENDPOINT_URL" sts get-caller-identity --query Arn --output text > arn'
                        sh "aws --endpoint-url \"\$AWS_ENDPOINT_URL\" secretsmanager get-secret-value --secret-id $SECRET --query SecretString --output text | cksum > cli"
                        sh "{ aws-temporal secret get $SECRET; echo; } | cksum > ours"
                    }
                }
            }
            succeeded(build)
            assert new File(agent.workspace, 'arn').text == "arn:aws:sts::$ACCOUNT:assumed-role/deployer/anna\n"
            assert new File(agent.workspace, 'cli').text == new File(agent.workspace, 'ours').text
        } finally {
            moto.stop()
        }
    }
}
