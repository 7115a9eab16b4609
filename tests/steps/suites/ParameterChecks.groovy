package suites

import hudson.AbortException
import played.Build

/** Wrong parameters are errors that name the right ones, before anyone is asked. */
class ParameterChecks extends Suite {

    private Build refused(Map parameters, String... parts) {
        def build = build()
        build.run { node { getTempCreds(parameters) { sh 'touch ran' } } }
        assert build.failure instanceof AbortException
        failed(build, parts)
        assert !build.record.argumentsOf('input') && !build.record.argumentsOf('sh')
        build
    }

    void 'an unknown key is answered with all known ones'() {
        refused(regoin: REGION, "'regoin'", 'region, duration, account, minLife, sealed, timeout, submitter, message, verify')
    }

    void 'each parameter refuses a wrong type and says what it takes'() {
        [
            region: 7, duration: true, account: 123456789012L, minLife: [1], timeout: 1.5, submitter: ['a'], message: 1, verify: 'yes',
        ].each { name, value -> refused([(name): value], "getTempCreds: $name takes", "not ${value.class.simpleName}") }
    }

    void 'each parameter refuses a wrong value and does not repeat it'() {
        [
            region: 'US East', duration: 899, account: '0123-4567-8901', minLife: -1, timeout: '1 hour',
        ].each { name, value ->
            def build = refused([(name): value], "getTempCreds: $name takes")
            assert !build.failure.message.contains(value.toString())
        }
        refused([duration: '37h'], 'duration takes')
        refused([account: [ACCOUNT, 'x']], 'account takes')
    }

    void 'ten as a time limit is taken for a mistake: numbers are seconds'() { refused(timeout: 10, 'whole seconds from 30', "'15m'") }

    void 'null counts as not given, and interpolated text as text'() {
        def build = build()
        build.run {
            node {
                getTempCreds(region: "us-${'east'}-1", account: null, duration: "${900}s", minLife: 60L, timeout: null, submitter: null, message: null, verify: null) {
                    sh 'test "$AWS_REGION" = us-east-1 && test "$AWS_DEFAULT_REGION" = us-east-1'
                }
            }
        }
        succeeded(build)
    }

    void 'without a region those of the agent stay'() {
        def build = build(agent(AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-west-2'))
        build.run { node { getTempCreds { sh 'test "$AWS_REGION" = us-east-1 && test "$AWS_DEFAULT_REGION" = us-west-2' } } }
        succeeded(build)
    }

    void 'all of them reach aws-temporal'() {
        def build = build()
        build.run { node { getTempCreds(region: REGION, account: ACCOUNT, minLife: '1m', duration: '15m', verify: false) { } } }
        succeeded(build)
        String open = build.record.scripts.find { it.contains('" open --session') }
        assert open.contains("'--duration' '900' '--prompted' '")
        assert open.contains("'--region' 'us-east-1' '--account' '$ACCOUNT' '--min-life' '60' '--no-verify'")
    }

    void 'without verification AWS is not asked'() {
        def build = build(agent(AWS_ENDPOINT_URL: 'http://127.0.0.1:9'))
        build.run { node { getTempCreds(region: REGION, verify: false) { sh 'aws-temporal status' } } }
        succeeded(build)
    }
}
