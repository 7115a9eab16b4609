package suites

import hudson.AbortException
import played.Build

/** The parameters of withAwsRole: those that reach AWS, and those that are refused before. */
class RoleParameters extends RoleSuite {

    private Build with(Map parameters) {
        def build = startedBy(people.person('carol'))
        build.run { node { withAwsRole([role: 'reader', region: REGION] + parameters) { sh 'touch ran' } } }
        build
    }

    private void refused(Map parameters, String... parts) {
        def build = with(parameters)
        assert build.failure instanceof AbortException
        failed(build, parts)
        assert build.failure.message.readLines().size() == 1
        assert !new File(build.agents.agent.workspace, 'ran').exists()
    }

    /** Refused by the step itself: nothing was run or asked for. */
    private void wrong(Map parameters, String... parts) {
        def build = with(parameters)
        assert build.failure instanceof AbortException
        failed(build, parts)
        assert !build.record.argumentsOf('input') && !build.record.argumentsOf('sh')
    }

    private String role(Map parameters) {
        def build = with(parameters)
        succeeded(build)
        build.record.scripts.find { it.contains("'role' '--role'") }
    }

    private String arguments(Map parameters) { role(parameters).readLines().find { it.startsWith('set -- ') } }

    void 'each parameter refuses a wrong type and says what it takes'() {
        [
            role: 1, account: 123456789012L, region: 7, credentialsId: 1, oidc: 1, node: 'yes', mfa: 1, mfaFor: true, sessionDuration: true, duration: true,
            sessionName: 1, sourceIdentity: 1, externalId: 1, policy: [a: 1], policyArns: 'arn', tags: 'a=b', transitiveTagKeys: 'a', allowedAccounts: 1,
            submitter: 1, timeout: 1.5, message: 1,
        ].each { name, value -> wrong([(name): value], "withAwsRole: $name takes", "not ${value.getClass().simpleName}") }
    }

    void 'each parameter that has a form refuses another one'() {
        [
            role: ' ', account: '1234', region: 'US East', mfa: 'a b', mfaFor: 'both', duration: 899, sessionDuration: '37h', policyArns: [1], tags: [a: 1],
            transitiveTagKeys: [1], allowedAccounts: ['1'], timeout: 10,
        ].each { name, value -> wrong([(name): value] + (name == 'sessionDuration' ? [mfa: true, mfaFor: 'session'] : [:]), "withAwsRole: $name ") }
        wrong([role: null], 'role is missing')
        wrong([duration: '13h'], 'duration takes whole seconds from 900 to 43200')
    }

    void 'what excludes each other is refused, as it is unsure whose credentials are meant'() {
        wrong([credentialsId: 'a', oidc: 'b'], 'credentialsId and oidc exclude each other')
        wrong([credentialsId: 'a', node: true], 'credentialsId and node exclude each other')
        wrong([oidc: 'a', mfa: true], 'mfa does not go with oidc')
        wrong([node: true, mfa: true], 'mfa does not go with node')
        wrong([mfaFor: 'session'], 'mfaFor goes with mfa')
        wrong([mfa: true, sessionDuration: 900], "sessionDuration goes with mfaFor: 'session'")
        wrong([mfa: true, mfaFor: 'session', duration: '2h'], 'duration takes 3600 seconds at most', 'AWS cuts')
    }

    void 'false and blank count as not given'() {
        String script = arguments(node: false, mfa: false, sourceIdentity: false, tags: false, sessionName: ' ', externalId: '', policy: '', credentialsId: '', policyArns: [], submitter: null)
        ['--session-name', '--external-id', '--policy-arn', '--tag', '--source-identity'].each { assert !script.contains(it) }
    }

    void 'all of them reach aws-temporal'() {
        Map parameters = [
            account: ACCOUNT, duration: '20m', sessionName: 'a-name', sourceIdentity: 'someone', policyArns: ["arn:aws:iam::$ACCOUNT:policy/read".toString()],
            tags: [team: 'blue', cost: "it's 5"], transitiveTagKeys: ['team'], allowedAccounts: [ACCOUNT],
            policy: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
        ]
        String script = role(parameters + [tags: [team: 'blue', cost: 'so/5']])
        [
            "'role' '--role' 'reader' '--user' 'carol' '--build' 'jenkins-shop-deploy-7'", "'--account=$ACCOUNT' '--duration=1200' '--session-name=a-name'",
            "'--source-identity=someone' '--tag=team=blue' '--tag=cost=so/5' '--transitive-tag=team'", "'--allowed-account=$ACCOUNT'",
        ].each { assert script.contains(it) }
    }

    void 'an inline policy limits the role, and is a file to the executable'() {
        String policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"secretsmanager:ListSecrets","Resource":"*"}]}'
        def build = startedBy(people.person('carol'))
        int denied = 0
        build.run { node { withAwsRole(role: 'reader', region: REGION, policy: policy) { denied = sh(script: 'aws-temporal secret get /prod/db > /dev/null', returnStatus: true) } } }
        succeeded(build)
        assert denied == 6
    }

    void 'an external id opens what another account shares'() {
        assert role(role: 'partner', externalId: 'x-42').contains("'--external-id=x-42'")
        refused([role: 'partner', externalId: 'x-43'], 'may not be assumed')
    }

    void 'sessions up to twelve hours with a code, as the role allows'() {
        Person person = people.somebody
        def build = startedBy(person)
        build.run { node { withAwsRole(role: 'patient', region: REGION, mfa: true, duration: '12h') { sh 'aws-temporal status' } } }
        succeeded(build)
        refused([duration: '2h'], 'withAwsRole: duration: ', 'MaxSessionDuration')
    }

    void 'a request that chaining would cut at an hour is refused'() {
        def build = pasting()
        build.run { node { getTempCreds(region: REGION) { withAwsRole(role: 'patient', duration: '2h') { } } } }
        failed(build, 'withAwsRole: duration: ', '3600 seconds at most', 'one hour')
    }

    void 'limits of AWS are refused by the name of the parameter'() {
        refused([sessionName: 'no blanks'], 'withAwsRole: sessionName: ', '2 to 64')
        refused([sourceIdentity: 'x'], 'withAwsRole: sourceIdentity: ', '2 to 64')
        refused([externalId: '?'], 'withAwsRole: externalId: ', '1224')
        refused([policy: 'x' * 3000], 'withAwsRole: policy: ', '2048')
        refused([policyArns: ['nothing']], 'withAwsRole: policyArns: ', '20 to 2048')
        refused([tags: ['aws:x': 'y']], 'withAwsRole: tags: ', 'aws:')
        refused([tags: [a: '?']], 'withAwsRole: tags: ', '256')
        refused([transitiveTagKeys: ['a']], 'withAwsRole: transitiveTagKeys: ', 'among the tags')
        refused([role: 'no blanks'], 'withAwsRole: role: ')
    }

    void 'a session of another account than allowed is refused'() {
        refused([allowedAccounts: People.OTHER_ACCOUNT], 'withAwsRole: allowedAccounts: ')
        assert role(allowedAccounts: [ACCOUNT, People.OTHER_ACCOUNT])
    }

    void 'sourceIdentity and tags stamp who, which job, which build and where'() {
        String script = role(sourceIdentity: true, tags: true)
        assert script.contains("'--source-identity-from-user'")
        assert script.contains("'--tag=user=carol' '--tag=job=shop/deploy' '--tag=build=7' '--tag=url=https://jenkins.example/job/shop/job/deploy/7/'")
        assert role(sourceIdentity: true, sessionName: 'a-name').contains("'--session-name=a-name'")
    }

    void 'a job of any name makes tags that AWS takes'() {
        def build = startedBy(people.person('carol'))
        build.job = 'shop/Ünï côde (50%) ' + 'x' * 300
        build.run { node { withAwsRole(role: 'reader', region: REGION, tags: true) { } } }
        succeeded(build)
    }

    void 'what the trust policy does not allow is named: tags, source identity'() {
        refused([role: 'plain', tags: true], 'withAwsRole: tags: ', 'sts:TagSession')
        refused([role: 'plain', sourceIdentity: true], 'withAwsRole: sourceIdentity: ', 'sts:SetSourceIdentity')
        def poor = startedBy(people.person('poor'))
        poor.run { node { withAwsRole(role: 'reader', region: REGION, tags: true) { } } }
        failed(poor, 'withAwsRole: tags: ', 'sts:TagSession')
    }

    void 'a web identity token carries its own identity, so it is refused beside one'() {
        [sourceIdentity: true, tags: true, externalId: 'x-42'].each { name, value ->
            def build = build()
            build.credentials.token = [type: 'string', text: 'x' * 100]
            build.run { node { withAwsRole([role: "arn:aws:iam::$ACCOUNT:role/robot".toString(), region: REGION, oidc: 'token', (name): value]) { } } }
            failed(build, "withAwsRole: $name: ")
        }
    }

    void 'no region anywhere, and no answer from AWS, are errors of one line'() {
        refused([region: null], 'region')
        def build = startedBy(people.person('carol'), agent(AWS_ENDPOINT_URL: 'http://127.0.0.1:9'))
        build.run { node { withAwsRole(role: 'reader', region: REGION) { } } }
        failed(build, 'withAwsRole: ')
        assert build.failure.message.readLines().size() == 1
    }
}
