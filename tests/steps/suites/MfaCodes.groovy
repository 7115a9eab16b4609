package suites

import hudson.util.Secret
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException
import played.Build
import played.Library

/** The operator's MFA code: asked for, sent once, and good for as many roles as the pipeline says. */
class MfaCodes extends RoleSuite {

    void 'the prompt says whose device, for which role and which build, and takes one password field'() {
        Person person = people.somebody
        def build = startedBy(person)
        build.run { node { withAwsRole(role: 'deployer', mfa: true, region: REGION) { sh 'aws-temporal status' } } }
        succeeded(build)
        assert prompts(build).size() == 1
        Map question = prompts(build)[0]
        assert question.parameters*.type == ['password']
        assert question.message == "MFA code of $person.device for the role deployer in shop/deploy #7"
        String description = question.parameters[0].description
        [person.device, "arn:aws:iam::$ACCOUNT:role/deployer", "arn:aws:iam::$ACCOUNT:user/$person.name"].each { assert description.contains(it) }
        assert build.record.logText.contains(description.readLines()[0])
        assert question.submitter == person.name
        assert build.record.argumentsOf('timeout').find { it[0].unit == 'SECONDS' }[0] == [time: 600, unit: 'SECONDS']
    }

    void 'the device can be named, and one that is not the caller\'s is an error that names mfa'() {
        Person person = people.somebody
        def build = startedBy(person)
        build.run { node { withAwsRole(role: 'deployer', mfa: person.device, region: REGION) { sh 'aws-temporal status' } } }
        succeeded(build)
        def other = startedBy(person)
        other.run { node { withAwsRole(role: 'deployer', mfa: "arn:aws:iam::$ACCOUNT:mfa/nobody", region: REGION) { } } }
        failed(other, 'withAwsRole: mfa: ', 'no MFA device of the caller')
        assert prompts(other).size() == 1
    }

    void 'submitter, timeout and message are those of the prompt'() {
        Person person = people.somebody
        def build = startedBy(person)
        build.run { node { withAwsRole(role: 'deployer', mfa: true, region: REGION, submitter: 'ops', timeout: '2m', message: 'Deploy?') { } } }
        succeeded(build)
        assert prompts(build)[0].submitter == 'ops' && prompts(build)[0].message == 'Deploy?'
        assert prompts(build)[0].parameters[0].description.contains(person.device)
        assert build.record.argumentsOf('timeout').find { it[0].unit == 'SECONDS' }[0].time == 120
    }

    void 'a wrong code is asked for again, and the next one is right'() {
        Person person = people.somebody
        def build = startedBy(person)
        List<String> answers = [person.wrongCode(), person.code()]
        build.answer = { answers.remove(0) }
        List<Map> asked = audit { build.run { node { withAwsRole(role: 'deployer', mfa: true, region: REGION) { sh 'aws-temporal status' } } } }
        succeeded(build)
        assert prompts(build).size() == 2 && calls(asked, 'AssumeRole') == 2
        assert prompts(build)[1].message.startsWith('AWS did not take that code: wait for the next one')
    }

    void 'a code that was used elsewhere is asked for again'() {
        Person person = people.somebody
        String used = person.code()
        def first = startedBy(person)
        first.answer = { used }
        first.run { node { withAwsRole(role: 'deployer', mfa: true, region: REGION) { } } }
        succeeded(first)
        def second = startedBy(person)
        List<String> answers = [used, person.code()]
        second.answer = { answers.remove(0) }
        second.run { node { withAwsRole(role: 'deployer', mfa: true, region: REGION) { } } }
        succeeded(second)
        assert prompts(second).size() == 2
    }

    void 'three prompts without a right code end the build, and nothing ran'() {
        Person person = people.somebody
        def build = startedBy(person)
        List<String> wrong = (1..4).collect { String.format('%06d', (person.wrongCode().toInteger() + 10 * it) % 1000000) }
        build.answer = { wrong.remove(0) }
        List<Map> asked = audit { build.run { node { withAwsRole(role: 'deployer', mfa: true, region: REGION) { sh 'touch ran' } } } }
        failed(build, 'mfa: three prompts and no right code')
        assert prompts(build).size() == 3 && calls(asked, 'AssumeRole') == 3
        assert !new File(build.agents.agent.workspace, 'ran').exists()
    }

    void 'what is not six digits is not sent'() {
        Person person = people.somebody
        def build = startedBy(person)
        List<String> answers = ['12345', '12345a', '']
        build.answer = { answers.remove(0) }
        List<Map> asked = audit { build.run { node { withAwsRole(role: 'deployer', mfa: true, region: REGION) { } } } }
        failed(build, 'three prompts', 'six digits are needed')
        assert prompts(build).size() == 3 && !calls(asked, 'AssumeRole')
    }

    void 'a code with a blank in it, as devices show it, is a code'() {
        Person person = people.somebody
        def build = startedBy(person)
        build.answer = { person.code().with { " ${it.take(3)} ${it.drop(3)}\n".toString() } }
        build.run { node { withAwsRole(role: 'deployer', mfa: true, region: REGION) { } } }
        succeeded(build)
    }

    void 'the same code is never sent twice by one build, in no block of it'() {
        Person person = people.somebody
        def build = startedBy(person)
        String first = person.code()
        List<String> answers = [first, first, null]
        build.answer = { answers.remove(0) ?: person.code() }
        List<Map> asked = audit {
            build.run {
                node {
                    withAwsRole(role: 'deployer', mfa: true, region: REGION) { }
                    withAwsRole(role: 'auditor', mfa: true, region: REGION) { }
                }
            }
        }
        succeeded(build)
        assert prompts(build).size() == 3 && calls(asked, 'AssumeRole') == 2
        assert prompts(build)[2].message.startsWith('That code was used in this build already')
    }

    void 'a call that carries a code is not repeated when AWS fails'() {
        Person person = people.somebody
        def build = startedBy(person)
        people.emulator.post('/faults', [fault: 'fail', action: 'AssumeRole', times: 1])
        int before = people.emulator.ask('/requests').AssumeRole ?: 0
        build.run { node { withAwsRole(role: 'deployer', mfa: true, region: REGION) { sh 'touch ran' } } }
        failed(build, 'withAwsRole: ')
        assert prompts(build).size() == 1
        assert people.emulator.ask('/requests').AssumeRole - before == 1
    }

    void 'a role that demands a code is refused without one, in words'() {
        def build = startedBy(people.somebody)
        build.run { node { withAwsRole(role: 'deployer', region: REGION) { sh 'touch ran' } } }
        failed(build, 'may not be assumed', 'a trust policy that demands MFA needs a code')
    }

    void 'wrong parameters are refused before anyone is asked for a code'() {
        def build = startedBy(people.somebody)
        build.run { node { withAwsRole(role: 'deployer', mfa: true, region: REGION, sourceIdentity: 'no blanks please') { } } }
        failed(build, 'withAwsRole: sourceIdentity: ')
        assert !prompts(build)
    }

    void 'a prompt that nobody answers, or that is aborted, ends the build and leaves nothing'() {
        ['role', 'session'].each { String use ->
            def unanswered = startedBy(people.somebody)
            unanswered.answer = { Build.NOBODY }
            unanswered.run { node { withAwsRole(role: 'deployer', mfa: true, mfaFor: use, region: REGION) { sh 'touch ran' } } }
            assert unanswered.failure instanceof FlowInterruptedException
            def aborted = startedBy(people.somebody)
            aborted.answer = { throw new FlowInterruptedException('aborted by bob') }
            aborted.run { node { withAwsRole(role: 'deployer', mfa: true, mfaFor: use, region: REGION) { sh 'touch ran' } } }
            assert aborted.failure instanceof FlowInterruptedException
            assert !new File(aborted.agents.agent.workspace, 'ran').exists()
        }
    }

    void 'an abort while the code is being sent leaves nothing'() {
        def build = startedBy(people.somebody)
        build.agents.agent.beforeShell = { String script ->
            if (script.contains('--mfa-code-stdin') && !script.contains('--check')) throw new FlowInterruptedException('aborted by bob')
        }
        build.run { node { withAwsRole(role: 'deployer', mfa: true, region: REGION) { sh 'touch ran' } } }
        assert build.failure instanceof FlowInterruptedException
    }

    void 'an abort while AWS does not answer ends the call at once, and the code is not sent again'() {
        Person person = people.somebody
        def build = startedBy(person)
        people.emulator.post('/faults', [fault: 'hang', action: 'AssumeRole', times: 1])
        build.agents.agent.beforeShell = { String script ->
            if (script.contains('--mfa-code-stdin') && !script.contains('--check')) Thread.start { sleep 600; build.abort() }
        }
        long before = System.currentTimeMillis()
        List<Map> asked = audit { build.run { node { withAwsRole(role: 'deployer', mfa: true, region: REGION) { sh 'touch ran' } } } }
        people.emulator.delete('/faults')
        assert build.failure instanceof FlowInterruptedException
        assert System.currentTimeMillis() - before < 8000 && calls(asked, 'AssumeRole') <= 1
    }

    void 'what a build killed while it took a role left is wiped by the next one: code, token, policy'() {
        def build = startedBy(people.somebody)
        File left = new File(build.agents.agent.sessions, 'jenkins-shop-deploy-1.0a1b2c3d'), files = new File(left, 'files')
        assert files.mkdirs() && bench.run(['chmod', '700', left.path, files.path]).exitCode == 0
        new File(left, 'paste').text = '135790'
        new File(files, 'token').text = 'a token'
        boolean stayed = true
        build.run { node { withAwsRole(role: 'reader', region: REGION) { stayed = left.exists() } } }
        succeeded(build)
        assert !stayed
    }

    void 'who picks a key is asked for its device, and both once'() {
        Person person = people.somebody
        def build = build()
        build.credentials['a-key'] = awsKey(person)
        build.answer = { Map question -> question.parameters[0].type == 'credentials' ? 'a-key' : person.code() }
        Map role = [role: 'auditor', mfa: true, mfaFor: 'session', region: REGION]
        build.run { node { withAwsRole(role) { withAwsRole(role) { sh 'aws-temporal status' } }; withAwsRole(role) { } } }
        succeeded(build)
        assert prompts(build)*.parameters*.getAt(0)*.type == ['credentials', 'password']
    }

    void 'the code lies in a private file of a private folder until it is sent'() {
        def build = startedBy(people.somebody)
        List<String> modes = []
        build.agents.agent.beforeShell = { String script ->
            if (!script.contains('--mfa-code-stdin') || script.contains('--check')) return
            build.agents.agent.sessions.eachFileRecurse { modes << bench.run(['stat', '-c', '%a %n', it.path]).output.replaceAll('/.*/', '').trim() }
        }
        build.run { node { withAwsRole(role: 'deployer', mfa: true, region: REGION) { modes << build.agents.agent.sessions.listFiles()[0].list().sort().join(' ') } } }
        succeeded(build)
        assert modes.size() == 5 && modes[0].startsWith('700 ') && modes[1..3].sort() == ['500 aws-temporal', '600 paste', '700 files']
        assert modes[4] == 'config credentials files session.json'
    }

    void 'a code shows nothing of itself, however it is printed'() {
        Object code = Library.INSTANCE.type('awstemporal.MfaCode').newInstance(Secret.fromString('135790'))
        [code.toString(), code.inspect(), code.dump(), "$code".toString(), groovy.json.JsonOutput.toJson(code)].each { assert !it.contains('135790') }
    }

    void 'the policies that aws-temporal writes let in whom they name, with a code and under their own name'() {
        Person dora = people.person('dora'), dina = people.person('dina'), erik = people.person('erik')
        Map parameters = [role: 'guarded', mfa: true, region: REGION, sourceIdentity: true, tags: true]
        Closure take = { Person person, Map changes ->
            def build = startedBy(person)
            build.run { node { withAwsRole(parameters + changes) { sh 'aws-temporal status' } } }
            build
        }
        ['role', 'session'].each { succeeded(take(dora, [mfaFor: it])) }
        failed(take(dora, [mfa: false]), 'may not be assumed')
        failed(take(dina, [sourceIdentity: 'erik']), 'may not be assumed')
        failed(take(dina, [tags: [other: 'x']]), 'sts:TagSession')
        failed(take(erik, [:]), 'may not be assumed')
        failed(take(dora, [role: 'auditor']), 'may not be assumed')
    }

    void 'two people: who may and has a code deploys, who may not or has none does not, and AWS knows who it was'() {
        Person alice = people.person('alice'), bob = people.person('bob')
        Map parameters = [role: 'deployer', account: ACCOUNT, mfa: true, region: REGION, sourceIdentity: true]
        Closure deploy = { Build build -> build.run { node { withAwsRole(parameters) { sh 'aws-temporal secret get /prod/db > /dev/null; touch ran' } } } }
        Closure ran = { Build build -> new File(build.agents.agent.workspace, 'ran').exists() }

        List<Map> asked = audit {
            def allowed = startedBy(alice)
            deploy(allowed)
            succeeded(allowed)
            assert ran(allowed)

            // The key alone, as a thief of it would have it.
            def codeless = startedBy(alice)
            codeless.answer = { alice.wrongCode() }
            deploy(codeless)
            failed(codeless, 'three prompts')
            assert !ran(codeless)

            // His own key and code, and no right to the role.
            def other = startedBy(bob)
            deploy(other)
            failed(other, 'may not be assumed')
            assert !ran(other)

            // Alice's key, which he may not use as his own: the code of his device is not hers.
            def masked = startedBy(bob)
            masked.credentials.alice = key(alice)
            masked.run { node { withAwsRole(parameters + [credentialsId: 'alice', mfa: bob.device]) { sh 'touch ran' } } }
            failed(masked, 'mfa: ', 'no MFA device of the caller')
            assert !ran(masked)
        }
        List<Map> taken = asked.findAll { it.action == 'AssumeRole' && it.status == 200 }
        assert taken*.arn == ["arn:aws:iam::$ACCOUNT:user/alice".toString()]
        List<Map> read = asked.findAll { it.action == 'GetSecretValue' }
        assert read*.arn == [assumed('deployer') + 'alice+jenkins-shop-deploy-7'] && read*.sourceIdentity == ['alice']
        assert asked.findAll { it.action == 'AssumeRole' && it.status != 200 }*.arn.countBy { it.replaceAll('.*/', '') }.bob == 1
    }
}
