package suites

import hudson.util.Secret
import played.Build
import played.Canaries

/** What getTempCreds returns without a body. */
class Handles extends Suite {

    void 'a prompt outside a node holds no agent, and its handle opens on one'() {
        def build = build()
        build.run {
            def handle = getTempCreds(region: REGION)
            assert !build.record.argumentsOf('node')
            node { withTempCreds(handle) { sh "aws-temporal secret get $SECRET > /dev/null" } }
        }
        succeeded(build)
    }

    void 'a handle opens on several agents, one after the other and within each other, while it lives'() {
        def build = new Build(agent('one'), agent('two'))
        build.answer = { paste }
        build.run {
            def handle = node('one') { getTempCreds(region: REGION) }
            node('two') { withTempCreds(handle) { sh 'aws-temporal status' } }
            node('one') {
                withTempCreds(handle) { withTempCreds(handle) { sh 'aws-temporal status' } }
                withTempCreds(handle) { sh 'aws-temporal status' }
            }
        }
        succeeded(build)
        assert build.record.argumentsOf('input').size() == 1
    }

    void 'a block may use another region'() {
        def build = build()
        build.run {
            def handle = getTempCreds(region: REGION)
            node {
                withTempCreds(handle) { sh 'test "$AWS_REGION" = us-east-1' }
                withTempCreds(handle, region: 'eu-west-1') { sh 'test "$AWS_REGION" = eu-west-1' }
            }
        }
        succeeded(build)
    }

    void 'an expired handle is refused in one line'() {
        def build = build(agent(), emulator.shortSession(1))
        build.run {
            def handle = getTempCreds(region: REGION)
            sleep 1500
            node { withTempCreds(handle) { sh 'touch ran' } }
        }
        failed(build, 'withTempCreds: the pasted session has expired', 'exit code 5')
    }

    void 'it shows nothing of the secret, however it is printed, and survives a restart'() {
        def build = build()
        build.run { getTempCreds(region: REGION, account: ACCOUNT) }
        succeeded(build)
        Object handle = build.value
        def bytes = new ByteArrayOutputStream()
        new ObjectOutputStream(bytes).withStream { it.writeObject(handle) }
        def canaries = new Canaries()
        canaries.addPaste(paste)
        def restored = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())) {
            @Override protected Class<?> resolveClass(ObjectStreamClass type) {
                Class.forName(type.name, false, handle.class.classLoader)
            }
        }.readObject()
        [handle, restored].each {
            assert "$it" == 'TempCreds(redacted)'
            [it.toString(), it.inspect(), it.dump(), it.properties.toString(), groovy.json.JsonOutput.toJson(it), bytes.toString('ISO-8859-1')].each {
                assert !canaries.findIn(it)
            }
        }
        def next = this.build()
        next.run { node { withTempCreds(restored) { sh 'aws-temporal status' } } }
        succeeded(next)
    }

    void 'only a handle is taken, and only with a body, and only on an agent'() {
        [null, 'text', Secret.fromString('text')].each { wrong ->
            def build = build()
            build.run { node { withTempCreds(wrong) { } } }
            failed(build, 'withTempCreds: takes what getTempCreds returned')
        }
        def bodiless = build()
        bodiless.run { node { withTempCreds(getTempCreds(region: REGION)) } }
        failed(bodiless, 'needs a body')
        def nowhere = build()
        nowhere.run { withTempCreds(getTempCreds(region: REGION)) { } }
        failed(nowhere, 'node { }')
    }
}
