package suites

import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException
import played.Agent
import played.Build

/** Whose credentials take a role: those that are named, the enclosing session's, the person's key, a token, the machine. */
class RoleBases extends RoleSuite {

    void 'credentialsId names a username with password, or AWS credentials'() {
        Person person = people.somebody
        [key(person), awsKey(person)].each { Map stored ->
            def build = build()
            build.credentials['deploy-key'] = stored
            build.run { node { withAwsRole(role: 'reader', region: REGION, credentialsId: 'deploy-key') { sh STATUS } } }
            succeeded(build)
            assert build.record.logText.contains("the access key of the credential 'deploy-key'")
        }
    }

    void 'AWS credentials that are a session bring their token along'() {
        Map session = pasted(people.somebody.session())
        def build = build()
        build.credentials.lent = [type: 'aws', accessKey: session.AccessKeyId, secretKey: session.SecretAccessKey, sessionToken: session.SessionToken]
        build.run { node { withAwsRole(role: 'reader', region: REGION, credentialsId: 'lent') { sh STATUS } } }
        succeeded(build)
    }

    void 'a credential that is not there, or of another type, is an error before anything is asked'() {
        def missing = build()
        missing.run { node { withAwsRole(role: 'reader', region: REGION, credentialsId: 'nowhere') { } } }
        failed(missing, "credentialsId: there is no credential 'nowhere'")
        [true, false].each { boolean plugin ->
            def other = build()
            other.hasAwsPlugin = plugin
            other.credentials['a-text'] = [type: 'string', text: 'something that is no key at all']
            other.run { node { withAwsRole(role: 'reader', region: REGION, credentialsId: 'a-text') { } } }
            failed(other, "'a-text'", 'of a type that cannot be used here')
            assert !prompts(other)
        }
    }

    void 'without a name it is the key whose id is that of whoever started the build'() {
        Person person = people.somebody
        def build = startedBy(person)
        Map status
        build.run { def facts = statusOf(delegate); node { withAwsRole(role: 'reader', region: REGION) { status = facts() } } }
        succeeded(build)
        assert status.arn == assumed('reader') + person.name + '+jenkins-shop-deploy-7'
        assert !prompts(build)
    }

    void 'where that is missing, the submitter picks one, once in a build'() {
        Person person = people.somebody
        def build = build()
        build.credentials['a-key'] = awsKey(person)
        build.answer = { 'a-key' }
        build.run {
            node {
                withAwsRole(role: 'reader', region: REGION) { sh STATUS }
                withAwsRole(role: 'plain', region: REGION) { sh STATUS }
            }
        }
        succeeded(build)
        assert prompts(build)*.parameters*.type == [['credentials']]
        assert prompts(build)[0].submitter == 'alice'
        assert prompts(build)[0].message == 'Whose AWS access key takes the role reader in shop/deploy #7?'
    }

    void 'where several people started a build, none of them is taken for the one'() {
        def build = startedBy(people.somebody)
        build.credentials['a-key'] = build.credentials[build.startedBy]
        build.startedBy = build.startedBy + ',bob'
        build.answer = { 'a-key' }
        build.run { node { withAwsRole(role: 'reader', region: REGION) { sh STATUS } } }
        succeeded(build)
        assert prompts(build).size() == 1
    }

    void 'a build that nobody started takes no key by its name, and is called by its job'() {
        Person person = people.somebody
        def build = build()
        build.startedBy = null
        build.credentials['a-key'] = key(person)
        Map status
        build.run { def facts = statusOf(delegate); node { withAwsRole(role: 'reader', region: REGION, credentialsId: 'a-key') { status = facts() } } }
        succeeded(build)
        assert status.arn ==~ /.*:assumed-role\/reader\/job-shop-deploy=[a-z2-7]{16}\+.*-7/
    }

    void 'what is named goes before the session of the enclosing block'() {
        Person person = people.somebody
        def build = pasting()
        build.credentials['deploy-key'] = key(person)
        List<Map> asked = audit {
            build.run { node { getTempCreds(region: REGION) { withAwsRole(role: 'reader', credentialsId: 'deploy-key') { sh STATUS } } } }
        }
        succeeded(build)
        assert asked.find { it.action == 'AssumeRole' }.arn.endsWith(":user/$person.name")
    }

    void 'the session of the enclosing block goes before the key of whoever started the build'() {
        Person started = people.somebody, lent = people.somebody
        def build = startedBy(started)
        build.answer = { lent.session() }
        List<Map> asked = audit {
            build.run { node { getTempCreds(region: REGION) { withAwsRole(role: 'reader') { sh STATUS } } } }
        }
        succeeded(build)
        assert asked.find { it.action == 'AssumeRole' }.arn.endsWith(":user/$lent.name")
    }

    void 'a session that is not of this build on this agent is not taken for the enclosing one'() {
        [['AWS_TEMPORAL_SESSION=/nowhere/session'], ["AWS_TEMPORAL_SESSION=${bench.scratch}/x".toString()]].each { overrides ->
            def build = startedBy(people.somebody)
            build.run { node { withEnv(overrides) { withAwsRole(role: 'reader', region: REGION) { sh 'touch ran' } } } }
            failed(build, 'is not of this build on this agent', 'name credentialsId')
            assert !new File(build.agents.agent.workspace, 'ran').exists()
        }
    }

    void 'a block on one agent around a block on another one does not lend it its session'() {
        def build = new Build(agent('one'), agent('two'))
        String paste = people.somebody.session()
        build.answer = { paste }
        build.run { node('one') { getTempCreds(region: REGION) { node('two') { withAwsRole(role: 'reader') { sh STATUS } } } } }
        failed(build, 'is not of this build on this agent')
    }

    void 'a web identity token as text or as a file takes a role without any key'() {
        String token = people.emulator.ask('/web-identity', [provider: People.PROVIDER, subject: 'shop/deploy']).token
        [[type: 'string', text: token], [type: 'file', text: token + '\n']].each { Map stored ->
            def build = build()
            build.credentials['jenkins-oidc-id'] = stored
            Map status
            build.run {
                def facts = statusOf(delegate)
                node { withAwsRole(role: "arn:aws:iam::$ACCOUNT:role/robot", region: REGION, oidc: 'jenkins-oidc-id') { status = facts() } }
            }
            succeeded(build)
            assert status.arn == assumed('robot') + 'alice+jenkins-shop-deploy-7'
        }
    }

    void 'a web identity token without an account for the role is an error that names role'() {
        def build = build()
        build.credentials.token = [type: 'string', text: 'x' * 100]
        build.run { node { withAwsRole(role: 'robot', region: REGION, oidc: 'token') { } } }
        failed(build, 'does not tell the account', "give role the role's ARN")
    }

    void 'the identity of the machine is taken only when it is asked for, and never through an enclosing block'() {
        def build = pasting()
        build.run { node { getTempCreds(region: REGION) { withAwsRole(role: 'reader', node: true) { } } } }
        failed(build, 'node: the enclosing block hides')

        // A container's credentials, as ECS and EKS serve them.
        Map own = pasted(people.somebody.session())
        def server = com.sun.net.httpserver.HttpServer.create(new InetSocketAddress('127.0.0.1', 0), 0)
        String answer = groovy.json.JsonOutput.toJson([AccessKeyId: own.AccessKeyId, SecretAccessKey: own.SecretAccessKey, Token: own.SessionToken, Expiration: '2099-01-01T00:00:00Z'])
        server.createContext('/', { exchange ->
            exchange.sendResponseHeaders(200, answer.length())
            exchange.responseBody.withStream { it << answer }
        })
        server.start()
        try {
            Agent agent = agent(AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1:$server.address.port/".toString())
            def asked = this.build(agent)
            asked.run { node { withAwsRole(role: 'reader', region: REGION, node: true) { sh STATUS } } }
            succeeded(asked)
            def unasked = this.build(agent)
            unasked.answer = { Build.NOBODY }
            unasked.run { node { withAwsRole(role: 'reader', region: REGION) { sh STATUS } } }
            assert unasked.failure instanceof FlowInterruptedException
        } finally {
            server.stop(0)
        }
    }

    void 'a stored secret is in the environment of the one call alone'() {
        def build = startedBy(people.somebody)
        build.run { node { withAwsRole(role: 'reader', region: REGION) { sh STATUS } } }
        succeeded(build)
        // Build itself looks at what each of them is.
        assert build.record.boundScripts.size() == 1
        assert build.record.boundScripts[0].contains("'role' '--role' 'reader'")
    }

    void 'a program that a job has put first on PATH is not called with a stored key'() {
        Person person = people.somebody
        Build build = startedBy(person)
        File bin = new File(build.agents.agent.workspace, 'bin')
        File seen = new File(build.agents.agent.workspace, 'seen')
        assert bin.mkdir()
        ['mkdir', 'rm', 'printf', 'cat', 'chmod', 'mv', 'cp', 'ln', 'ls', 'id', 'ldd'].each { String name ->
            File planted = new File(bin, name)
            planted.text = "#!/bin/sh\nenv >>'$seen'\nexec /bin/$name \"\$@\"\n"
            assert planted.setExecutable(true)
        }
        build.run { node { withEnv(["PATH+PLANTED=$bin".toString()]) { withAwsRole(role: 'deployer', mfa: true, region: REGION) { sh 'mkdir ran' } } } }
        succeeded(build)
        assert new File(build.agents.agent.workspace, 'ran').delete()
        assert seen.text.contains('AWS_TEMPORAL_SESSION=') && !seen.text.contains(person.secretAccessKey)
    }
}
