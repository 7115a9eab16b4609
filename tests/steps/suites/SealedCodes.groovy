package suites

import hudson.FilePath
import hudson.util.Secret
import played.Build

/** MFA codes that Jenkins itself cannot read. */
class SealedCodes extends RoleSuite {

    private Build answering(Person person, Closure answer) {
        def build = startedBy(person)
        build.answer = answer
        build
    }

    private String seal(Map question, String code) { new Terminal(bench.folder('operator')).run(Terminal.command(question), code + '\n') }

    void 'a code is sealed at the terminal, and the role is taken with it'() {
        Person person = people.somebody
        String code = person.code()
        def build = answering(person) { question -> seal(question, code) }
        build.record.canaries.addCode(code)
        build.run { node { withAwsRole(role: 'deployer', mfa: true, sealed: 'required', region: REGION) { sh 'aws-temporal status' } } }
        succeeded(build)
        assert prompts(build)[0].parameters[0].description.contains('PowerShell')
    }

    void 'a sealed code opens a session for several roles'() {
        Person person = people.somebody
        def build = answering(person) { question -> seal(question, person.code()) }
        build.run { node { withAwsRole(role: 'deployer', mfa: true, mfaFor: 'session', sealed: true, region: REGION) { sh 'aws-temporal status' } } }
        succeeded(build)
    }

    void 'a wrong code is asked for again, with a key of its own'() {
        Person person = people.somebody
        List<String> codes = [person.wrongCode(), person.code()]
        def build = answering(person) { question -> seal(question, codes.remove(0)) }
        build.run { node { withAwsRole(role: 'deployer', mfa: true, sealed: true, region: REGION) { sh 'aws-temporal status' } } }
        succeeded(build)
        assert prompts(build).collect { Terminal.command(it) }.unique().size() == 2
    }

    void 'a plain code is taken beside the sealed ones, unless they are required'() {
        Person person = people.somebody
        def build = answering(person) { person.code() }
        build.run { node { withAwsRole(role: 'deployer', mfa: true, sealed: true, region: REGION) { sh 'aws-temporal status' } } }
        succeeded(build)
        build = answering(person) { person.code() }
        build.run { node { withAwsRole(role: 'deployer', mfa: true, sealed: 'required', region: REGION) { } } }
        failed(build, 'That was not sealed')
        assert prompts(build).size() == 3
    }

    void 'a library that is not trusted asks for a sealed code only'() {
        Person person = people.somebody
        def build = answering(person) { question -> seal(question, person.code()) }
        Secret.refusal = FilePath.refusal = new SecurityException('Scripts not permitted to use staticMethod hudson.util.Secret fromString java.lang.String')
        try {
            build.run { node { withAwsRole(role: 'deployer', mfa: true, region: REGION) { sh 'aws-temporal status' } } }
            succeeded(build)
            build = answering(person) { person.code() }
            build.run { node { withAwsRole(role: 'deployer', mfa: true, mfaFor: 'session', region: REGION) { } } }
            failed(build, "mfaFor: 'session' needs a global, trusted library")
            assert prompts(build) == []
        } finally {
            Secret.refusal = FilePath.refusal = null
        }
    }

    void 'a session in place of a code is none'() {
        Person person = people.somebody
        def build = answering(person) { question -> seal(question, 'hunter2') }
        build.run { node { withAwsRole(role: 'deployer', mfa: true, sealed: true, region: REGION) { } } }
        failed(build, 'no MFA code')
    }
}
