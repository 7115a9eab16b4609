package suites

import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException
import played.Build

/** One MFA code for several roles of a build: the session that it becomes. */
class MfaSessions extends RoleSuite {

    void 'one code takes sibling, nested and parallel roles of one build, on every agent of it'() {
        Person person = people.somebody
        def build = new Build(agent('agent'), agent('other'))
        build.startedBy = person.name
        build.credentials[person.name] = key(person)
        build.answer = { person.code() }
        Map role = [mfa: true, mfaFor: 'session', region: REGION]
        List<Map> asked = audit {
            build.run {
                node {
                    withAwsRole(role + [role: 'deployer']) {
                        sh 'aws-temporal secret get /prod/db > /dev/null'
                        withAwsRole(role + [role: 'auditor']) { sh 'aws-temporal secret get /prod/db > /dev/null' }
                    }
                    withAwsRole(role + [role: 'auditor']) { sh 'aws-temporal status' }
                    parallel((1..3).collectEntries { n -> ["branch $n".toString(), { withAwsRole(role + [role: 'deployer']) { sh 'aws-temporal status' } }] })
                }
                node('other') { withAwsRole(role + [role: 'deployer']) { sh 'aws-temporal status' } }
            }
        }
        succeeded(build)
        assert prompts(build).size() == 1
        assert calls(asked, 'GetSessionToken') == 1 && calls(asked, 'AssumeRole') == 7
    }

    void 'parallel blocks that begin together ask once'() {
        Person person = people.somebody
        def build = startedBy(person)
        build.answer = { sleep 300; person.code() }
        build.run {
            node {
                parallel(['deployer', 'auditor', 'reader'].collectEntries { name ->
                    [name, { withAwsRole(role: name, mfa: true, mfaFor: 'session', region: REGION) { sh 'aws-temporal status' } }]
                })
            }
        }
        succeeded(build)
        assert prompts(build).size() == 1
    }

    void 'between two blocks nothing of the MFA session is on the agent, and a later build asks again'() {
        Person person = people.somebody
        def build = startedBy(person)
        Map role = [role: 'auditor', mfa: true, mfaFor: 'session', region: REGION]
        List<String> between
        build.run {
            node {
                withAwsRole(role) { }
                between = build.agents.agent.sessionNames()
                withAwsRole(role) { }
            }
        }
        succeeded(build)
        assert between == []
        def next = startedBy(person, build.agents.agent)
        next.run { node { withAwsRole(role) { } } }
        succeeded(next)
        assert prompts(next).size() == 1
    }

    void 'another person or device is another code'() {
        Person one = people.somebody, two = people.somebody
        def build = startedBy(one)
        build.credentials.two = key(two)
        List<Person> asked = [one, two]
        build.answer = { asked.remove(0).code() }
        build.run {
            node {
                withAwsRole(role: 'auditor', mfa: true, mfaFor: 'session', region: REGION) { }
                withAwsRole(role: 'auditor', mfa: true, mfaFor: 'session', region: REGION, credentialsId: 'two') { }
            }
        }
        succeeded(build)
        assert prompts(build).size() == 2 && prompts(build)[1].message.contains(two.device)
    }

    void 'a role of an MFA session is renewed without another code'() {
        Person person = people.somebody
        def build = startedBy(person)
        String session
        build.run {
            node {
                withAwsRole(role: 'deployer', mfa: true, mfaFor: 'session', sessionDuration: '2h', region: REGION) {
                    session = new File(sh(script: 'printf %s "$AWS_TEMPORAL_SESSION"', returnStdout: true), 'session.json').text
                }
            }
        }
        succeeded(build)
        assert session.contains('"renewal"')
        assert prompts(build)[0].parameters[0].description.contains('for up to 7200 seconds')
    }

    void 'an MFA session that has ended is asked for anew'() {
        Person person = people.hasty.with { new Person(ask('/state').accounts[0].users.find { it.name == 'alice' }, it) }
        def build = startedBy(person, agent(AWS_ENDPOINT_URL: people.hasty.url))
        Map role = [role: 'auditor', mfa: true, mfaFor: 'session', region: REGION]
        build.run { node { withAwsRole(role) { }; withAwsRole(role) { } } }
        succeeded(build)
        assert prompts(build).size() == 2
    }

    void 'a code does not go with the session of an enclosing block'() {
        Person person = people.somebody
        ['role', 'session'].each { String use ->
            def build = startedBy(person)
            build.answer = { person.session() }
            build.run { node { getTempCreds(region: REGION) { withAwsRole(role: 'deployer', mfa: true, mfaFor: use) { sh 'touch ran' } } } }
            failed(build, 'mfa: the session of the enclosing block takes no MFA code', 'name credentialsId')
            assert prompts(build).size() == 1
        }
        def named = startedBy(person)
        List<Closure> answers = [{ person.session() }, { person.code() }]
        named.answer = { answers.remove(0).call() }
        named.run { node { getTempCreds(region: REGION) { withAwsRole(role: 'deployer', mfa: true, credentialsId: person.name) { sh 'aws-temporal status' } } } }
        succeeded(named)
    }

    void 'a branch whose prompt is aborted leaves the asking to the next one'() {
        Person person = people.somebody
        def build = startedBy(person)
        List<Closure> answers = Collections.synchronizedList([{ sleep 200; throw new FlowInterruptedException('aborted by bob') }, { person.code() }])
        build.answer = { answers.remove(0).call() }
        int ran = 0
        build.run {
            node {
                parallel((1..2).collectEntries { n -> ["branch $n".toString(), { withAwsRole(role: 'auditor', mfa: true, mfaFor: 'session', region: REGION) { ran++ } }] })
            }
        }
        assert ran == 1 && prompts(build).size() == 2
    }
}
