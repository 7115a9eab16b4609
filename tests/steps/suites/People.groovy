package suites

import groovy.json.JsonOutput
import groovy.json.JsonSlurper

/** An AWS of its own with people who have keys and MFA devices, and with roles that they may or may not assume. */
class People {

    static final String ACCOUNT = '123456789012'
    static final String OTHER_ACCOUNT = '210987654321'
    static final String PROVIDER = 'https://jenkins.example/oidc'
    static final Map<String, String> SECRETS = [
        '/prod/db': '{"user":"canary-user-c1f5","password":"canary-password-d2e6"}',
        '/prod/exampleCredential': 'canary-credential-e3d7',
        '/prod/kubeconfig': 'users:\n- token: canary-kube-f4c8\n',
    ]
    private static final List<String> IDENTIFY = ['sts:SetSourceIdentity', 'sts:TagSession']

    final Emulator emulator
    private final String dll
    private final File configuration
    private Emulator hasty
    private final Map<String, Map> users = [:]
    private int taken

    /** @param temporal runs the executable and gives its output: some of the policies are those that it writes */
    People(String dll, File folder, Closure<String> temporal) {
        List<String> stamps = ['--account', ACCOUNT, '--own-source-identity', *['user', 'job', 'build', 'url'].collectMany { ['--tag-key', it] }]
        Closure written = { String... arguments -> new JsonSlurper().parseText(temporal(['policy', *arguments, *stamps])) }
        this.dll = dll
        configuration = new File(folder, 'people.json')
        configuration.text = JsonOutput.toJson([accounts: [
            [
                id: ACCOUNT,
                identityProviders: [PROVIDER],
                users: ['alice', 'bob', 'carol', 'poor', *(1..90).collect { "person$it".toString() }].collect { user(it) } +
                    [user('olive') + [policies: [document(Effect: 'Allow', Action: ['sts:AssumeRole', 'secretsmanager:GetSecretValue', 'secretsmanager:BatchGetSecretValue'], Resource: '*')]]] +
                    ['dora', 'dina', 'erik'].collect { user(it) + [policies: [written('user', '--role', 'guarded')]] },
                roles: [
                    role('deployer', mfa() + [StringEquals: ['aws:username': ['alice', *(1..90).collect { "person$it".toString() }]]]),
                    role('auditor', mfa()),
                    role('reader', [:]),
                    role('plain', [:], ['sts:AssumeRole']),
                    role('partner', [StringEquals: ['sts:ExternalId': 'x-42']]),
                    role('patient', mfa()) + [maxSessionDuration: 43200],
                    [name: 'guarded', trust: written('role', '--user', 'dora', '--user', 'dina')],
                    [name: 'robot', trust: document(Effect: 'Allow', Principal: [Federated: "arn:aws:iam::$ACCOUNT:oidc-provider/jenkins.example/oidc".toString()],
                        Action: 'sts:AssumeRoleWithWebIdentity', Condition: [StringEquals: ['jenkins.example/oidc:sub': 'shop/deploy']])],
                ],
                managedPolicies: [[name: 'read', document: document(Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: '*')]],
                secrets: SECRETS.collect { name, value -> [region: 'us-east-1', name: name, string: value] },
            ],
            [id: OTHER_ACCOUNT, roles: [role('reader', [:])]],
        ]])
        emulator = new Emulator(dll, '--config', configuration.path)
        emulator.ask('/state').accounts[0].users.each { users[it.name] = it }
    }

    /** The same roles in an AWS that issues sessions of three seconds. */
    Emulator getHasty() { hasty = hasty ?: new Emulator(dll, '--config', configuration.path, '--session-life', '3') }

    void stop() {
        emulator.stop()
        hasty?.stop()
    }

    /** Somebody whose device has shown no code yet. */
    Person getSomebody() { person("person${++taken}") }

    Person person(String name) { new Person(users[name], emulator) }

    private static Map user(String name) {
        [name: name, mfaDevices: [[:]], policies: [document(Effect: 'Allow', Action: ['sts:AssumeRole', *(name == 'poor' ? [] : IDENTIFY)], Resource: '*')]]
    }

    private static Map mfa() { [Bool: ['aws:MultiFactorAuthPresent': 'true']] }

    private static Map role(String name, Map condition, List<String> actions = ['sts:AssumeRole', *IDENTIFY]) {
        Map statement = [Effect: 'Allow', Principal: [AWS: "arn:aws:iam::$ACCOUNT:root".toString()], Action: actions]
        if (condition) statement.Condition = condition
        [
            name: name,
            trust: document(statement),
            policies: [document(Effect: 'Allow', Action: ['secretsmanager:GetSecretValue', 'sts:AssumeRole', *IDENTIFY], Resource: '*')],
        ]
    }

    private static Map document(Map statement) { [Version: '2012-10-17', Statement: [statement]] }
}
