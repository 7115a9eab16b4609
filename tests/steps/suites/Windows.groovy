package suites

import played.Build
import played.Library
import played.PowerShellTask
import played.WindowsAgent

/**
 * Agents with Windows: the steps' own part, and the executable for Windows under Wine. What the PowerShell scripts do is
 * played: see PowerShellTask.
 */
class Windows extends RoleSuite {

    @Override
    WindowsAgent agent(String name, Map<String, String> environment = [:], String folder = 'workspace') {
        List<String> wine = ['/usr/lib/wine/wine64']
        File executable = new File(bench.root, 'artifacts/windows/aws-temporal.exe')
        if (!executable.exists() || !new File(wine[0]).exists()) throw new Skipped('there is no Wine, or no executable for Windows: make test-windows')
        new WindowsAgent(name, bench.folder('my ' + folder), bench.cleanEnvironment() +
            [PATH: 'C:\\windows\\system32;C:\\windows', AWS_ENDPOINT_URL: people.emulator.url, AWS_TEMPORAL_EXECUTABLE: WindowsAgent.onWindows(executable)] + environment, wine)
    }

    @Override
    Build pasting(Person person = people.person('olive')) { super.pasting(person) }

    void 'a paste becomes a session that the body uses by its PATH, and that is gone afterwards'() {
        String config = null, mode = null
        Build build = pasting()
        build.run { node { getTempCreds(region: REGION) {
            File session = WindowsAgent.onUnix(env.AWS_TEMPORAL_SESSION)
            config = new File(session, 'config').text
            mode = bench.run(['stat', '-c', '%a', session.path, session.path + '/session.json']).output
            powershell 'aws-temporal.exe secret get /prod/exampleCredential --out value && aws-temporal.exe status'
        } } }
        succeeded(build)
        assert new File(build.agents.agent.workspace, 'value').delete()
        assert build.record.logText.contains('state       live')
        // Nobody else: what Wine makes of the access list.
        assert mode.readLines().every { it.endsWith('0') }
        // Without a quotation mark: the command interpreter would drop the first and the last.
        String command = config.readLines().find { it.startsWith('credential_process = ') }
        assert command ==~ /credential_process = Z:\\\S+\\aws-temporal\.exe credentials --session Z:\\\S+/
    }

    void 'what the SDKs call by credential_process answers, also where the workspace has a blank in its path'() {
        Build build = pasting()
        build.run { node { getTempCreds(region: REGION) {
            String config = new File(WindowsAgent.onUnix(env.AWS_TEMPORAL_SESSION), 'config').text
            powershell config.readLines().find { it.startsWith('credential_process = ') }.substring(21) + ' > nul'
        } } }
        succeeded(build)
    }

    void 'every path that a body is told is one of Windows, and nothing else is left of an outer session'() {
        Map<String, String> seen = [:]
        Build build = pasting()
        build.run { node { getTempCreds(region: REGION) {
            powershell 'set'
            seen = [session: env.AWS_TEMPORAL_SESSION, config: env.AWS_CONFIG_FILE, credentials: env.AWS_SHARED_CREDENTIALS_FILE, path: env.PATH]
        } } }
        succeeded(build)
        assert seen.session ==~ /Z:\\\S.*\\my workspace@tmp\\aws-temporal\\jenkins-shop-deploy-7\.[0-9a-f]{8}/
        assert seen.config == seen.session + '\\config' && seen.credentials == seen.session + '\\credentials'
        assert seen.path.startsWith(WindowsAgent.onWindows(new File(bench.root, 'artifacts/windows')) + ';')
        assert build.record.logText.contains('AWS_TEMPORAL_SESSION=' + seen.session)
    }

    void 'a read-only file is wiped too'() {
        WindowsAgent agent = agent()
        File session = new File(bench.folder(), 'session')
        String path = WindowsAgent.onWindows(session)
        assert told(start(agent, ['open', '--session', path, '--region', REGION]), people.person('olive').session()).exitCode == 0
        assert new File(session, 'session.json').setReadOnly()
        assert told(start(agent, ['close', '--session', path])).exitCode == 0
        assert !session.exists()
    }

    void 'a role is taken again and again while many read its session, and a program that has it open is waited for'() {
        // The role's sessions are due as soon as they are there.
        WindowsAgent agent = agent('agent', [AWS_ENDPOINT_URL: people.hasty.url])
        File folder = bench.folder(), base = new File(folder, 'base'), role = new File(folder, 'role')
        List<String> read = ['credentials', '--session', WindowsAgent.onWindows(role)]
        assert told(start(agent, ['open', '--session', WindowsAgent.onWindows(base), '--region', REGION]), people.hasty.post('/session', [user: 'alice', life: 600])).exitCode == 0
        assert told(start(agent, ['role', '--session', WindowsAgent.onWindows(base), '--role', 'reader', '--session-name', 'shop', '--into', WindowsAgent.onWindows(role)])).exitCode == 0
        List<String> refused = Collections.synchronizedList([])
        (1..4).collect { Thread.start { 4.times { told(start(agent, read)).with { if (exitCode != 0) refused << output } } } }*.join()
        assert !refused

        File document = new File(role, 'session.json')
        String before = keyIn(document.text)
        Process holder = agent.program(['cmd.exe', '/c', "set /p it= 2>>${WindowsAgent.onWindows(document)}".toString()], agent.environment, agent.workspace).start()
        await { bench.run(['sh', '-c', 'ls -l /proc/[0-9]*/fd 2>&1']).output.contains(document.path) }
        Process waiting = start(agent, read)
        await { !waiting.alive || role.list().any { it.startsWith('session.json.') } }
        holder.outputStream.close()
        String given = keyIn(told(waiting).output), kept = keyIn(document.text)
        assert given == kept && kept != before
        assert role.list().sort() == ['config', 'credentials', 'lock', 'session.json']
    }

    private Process start(WindowsAgent agent, List<String> words) {
        agent.program([agent.environment.AWS_TEMPORAL_EXECUTABLE, *words], agent.environment, agent.workspace).start()
    }

    private static Map told(Process process, String input = '') {
        process.outputStream.withStream { it << input }
        [output: process.inputStream.text, exitCode: process.waitFor()]
    }

    private static String keyIn(String json) { json.replaceAll('(?si).*"accessKeyId": ?"|".*', '') }

    private static void await(Closure what) {
        for (int left = 3000; !what(); left--) {
            assert left : 'it did not happen'
            Thread.sleep(20)
        }
    }

    void 'what is not there yet is refused in words'() {
        ['pristine', 'killOnExpiry'].each { String parameter ->
            Build build = pasting()
            build.run { node { getTempCreds(region: REGION) { awsExec([script: 'echo ran', (parameter): true]) } } }
            failed(build, 'awsExec: pristine and killOnExpiry are not there on agents with Windows yet')
            assert !build.record.logText.contains('ran')
        }
    }

    void 'a handle is opened here too, and a body that fails leaves nothing'() {
        Build build = pasting()
        build.run {
            def handle = getTempCreds(region: REGION)
            node { withTempCreds(handle) { error('the body failed') } }
        }
        failed(build, 'the body failed')
    }

    void 'a paste that is refused is told as everywhere'() {
        Build build = pasting()
        build.run { node { getTempCreds(region: REGION, account: '999999999999') { powershell 'echo ran' } } }
        failed(build, 'getTempCreds: what was pasted is refused', 'exit code 4')
        assert !build.record.logText.contains('ran')
    }

    void 'a role with an MFA code, with a policy that goes through a file'() {
        Person person = people.somebody
        Build build = startedBy(person)
        String policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
        build.run { node { withAwsRole(role: 'deployer', mfa: true, region: REGION, policy: policy) { powershell 'aws-temporal.exe status' } } }
        succeeded(build)
        assert build.record.logText.contains(assumed('deployer'))
    }

    void 'one code for two roles, whose session the build hands over'() {
        Person person = people.somebody
        Build build = startedBy(person)
        build.run {
            node {
                withAwsRole(role: 'deployer', mfa: true, mfaFor: 'session', region: REGION) { powershell 'echo one' }
                withAwsRole(role: 'deployer', mfa: true, mfaFor: 'session', region: REGION) { powershell 'echo two' }
            }
        }
        succeeded(build)
        assert prompts(build).size() == 1
    }

    void 'secrets in files and in the environment of one script, masked, with the separators of Windows'() {
        String folders = null
        Build build = pasting()
        build.run { node { getTempCreds(region: REGION) {
            withAwsSecrets(files: [ONE: SECRET]) {
                withAwsSecrets(env: [TWO: SECRET]) {
                    folders = env.AWS_TEMPORAL_SECRETS
                    assert WindowsAgent.onUnix(env.ONE).exists()
                    awsExec(script: 'echo %TWO% and %ONE%')
                    assert awsExec(script: 'exit 7', returnStatus: true) == 7
                }
            }
        } } }
        succeeded(build)
        assert folders.split(';').size() == 2 && folders.split(';').every { it.startsWith('Z:\\') }
        assert build.record.logText.contains('**** and Z:')
    }

    void 'the executable itself, with words that are hard to quote'() {
        Build build = pasting()
        build.run { node { getTempCreds(region: REGION) { awsTemporal(arguments: ['secret', 'get', SECRET, '--out', "it's here"]) } } }
        succeeded(build)
        assert new File(build.agents.agent.workspace, "it's here").delete()
    }

    void 'the environment of a command loses what is AWS\'s in any case of its letters, and pristine keeps what Windows needs'() {
        Build build = pasting()
        build.run { node { getTempCreds(region: REGION) {
            withEnv(['aws_role_arn=arn:aws:iam::123456789012:role/stale', 'Other=kept']) {
                powershell "%AWS_TEMPORAL_EXECUTABLE% exec -- cmd.exe /c set"
                powershell "%AWS_TEMPORAL_EXECUTABLE% exec --pristine -- cmd.exe /c set"
            }
        } } }
        succeeded(build)
        List<String> said = build.record.logText.readLines()
        assert !said.any { it.toLowerCase().startsWith('aws_role_arn=') } && said.count { it == 'Other=kept' } == 1
        assert said.count { it.equalsIgnoreCase('SystemRoot=C:\\windows') } == 2
    }

    void 'a batch file is not run with words that its interpreter would read as commands'() {
        // Windows finds the last one under its name without the dot.
        ['.\\it.CMD', 'it.CMD', 'it.CMD.'].each { String name ->
            Build build = pasting()
            build.run { node { getTempCreds(region: REGION) {
                File workspace = build.agents.agent.workspace
                new File(workspace, 'it.CMD').text = '@echo ran %1\r\n'
                withEnv(["PATH=${WindowsAgent.onWindows(workspace)}".toString()]) {
                    powershell "%AWS_TEMPORAL_EXECUTABLE% exec -- $name \"a&echo more\""
                }
            } } }
            failed(build, 'script returned exit code 126')
            assert build.record.logText.contains("\"$name\" is a batch file") && !build.record.logText.contains('ran')
        }
    }

    void 'an agent without it fails with the reasons in its log and one line as the error'() {
        Build build = pasting()
        build.agents.agent.environment.remove('AWS_TEMPORAL_EXECUTABLE')
        build.run { node { getTempCreds(region: REGION) { } } }
        failed(build, 'getTempCreds: aws-temporal 0.1.0 is not on this agent')
        assert build.record.logText.contains('PATH: no aws-temporal.exe on it')
        assert !build.record.argumentsOf('input')
    }

    void 'odd and random arguments are literals of PowerShell, and an answer comes through any wrapping'() {
        Class quoting = Library.INSTANCE.type('awstemporal.PowerShell')
        Random random = new Random(20200608)
        String letters = ' \'"‘’‚‛“”\\$`@(){}[],;#|&%\n\r\tabc\u00e9\u2713'
        List<String> arguments = ['', "'", "''", '$env:HOME', '$(throw)', '`n', "'; throw '"] +
            (1..300).collect { (0..random.nextInt(20)).collect { letters[random.nextInt(letters.length())] }.join('') }
        assert PowerShellTask.parse(quoting.script('the text\n', arguments)) == [arguments, 'the text\n']
        arguments.each { String text ->
            assert quoting.answer(text.getBytes('UTF-8').encodeBase64().toString().replaceAll('.{1,9}', '$0\r\n')) == text
        }
    }

    void 'a NUL character is refused'() {
        try {
            Library.INSTANCE.type('awstemporal.PowerShell').quoted('a\0b')
            assert false
        } catch (IllegalArgumentException expected) {
            assert expected.message.contains('NUL')
        }
    }
}
