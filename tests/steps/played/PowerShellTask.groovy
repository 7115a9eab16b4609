package played

/**
 * The `powershell` step, without a PowerShell: what each script of the library is to do is done here, by the executable for
 * Windows. That the script says so nobody but Windows can tell. What is no script of the library is given to cmd.
 */
class PowerShellTask extends DurableTask {

    private final WindowsAgent agent = context.agent
    private File output

    @Override
    protected int execute(String script, File control, File log, File captured) {
        output = captured ?: log
        log.createNewFile()
        record.environments << new TreeMap<>(context.processEnvironment()).findAll { !context.bound.contains(it.key) }
        def (List<String> words, String text) = parse(script)
        if (words == null) return tell(program(['cmd.exe', '/c', script]))
        String name = ['ask', 'close', 'exec', 'export', 'locate', 'open', 'prepare', 'run', 'take'].find { text == resource('windows.ps1') + resource("${it}.ps1") }
        if (!name) throw new AssertionError((Object) "no script of the library: $text")
        return "$name"(*words)
    }

    /** The arguments, read as PowerShell reads them, and the rest; null where there are none. */
    static List parse(String script) {
        String start = '[string[]]$arguments = @('
        if (!script.startsWith(start)) return [null, script]
        List<String> words = []
        int at = start.length()
        while (true) {
            def literal = script.substring(at) =~ /(?s)\A['‘’‚‛]((?:[^'‘’‚‛]|['‘’‚‛]{2})*)['‘’‚‛](, |\)\n)/
            if (!literal.find()) throw new AssertionError((Object) "no list of literals: ${script.substring(at).take(80)}")
            words << literal.group(1).replaceAll(/(['‘’‚‛])['‘’‚‛]/, '$1')
            at += literal.end()
            if (literal.group(2) != ', ') return [words, script.substring(at)]
        }
    }

    private int locate(String version, String pins, String checked, String copy) {
        assert copy == ''
        String executable = agent.environment.AWS_TEMPORAL_EXECUTABLE
        answer(executable ?: "aws-temporal: error: aws-temporal $version is not on this agent\n  PATH: no aws-temporal.exe on it".toString())
    }

    private int run(String executable, String... words) { tell(program([executable, *words])) }

    private int ask(String executable, String... words) { answer(program([executable, *words, '--json'])) }

    private int prepare(String executable, String home, String session, String keep) {
        File folder = WindowsAgent.onUnix(session)
        folder.parentFile.mkdirs()
        tell(program([executable, 'sweep', home, '--keep', keep]))
        assert folder.mkdir() && new File(folder, 'files').mkdir() && new File(folder, 'paste').createNewFile()
        assert ['chmod', '-R', 'go=', folder.path].execute().waitFor() == 0
        0
    }

    private int open(String executable, String session, String... options) {
        File paste = WindowsAgent.onUnix(session + '\\paste')
        try {
            return tell(program([executable, 'open', '--session', session, *options], paste.text))
        } finally {
            paste.delete()
        }
    }

    private int take(String executable, String session, String policy, String... words) {
        File paste = WindowsAgent.onUnix(session + '\\paste'), handed = WindowsAgent.onUnix(session + '\\files\\handed')
        assert handed.mkdir()
        try {
            List<String> more = []
            if (policy) {
                new File(handed, 'policy').text = policy
                more += ['--policy', session + '\\files\\handed\\policy']
            }
            String token = context.processEnvironment().AWS_TEMPORAL_TOKEN_FILE
            if (token) more += ['--web-identity-file', token]
            String code = paste.exists() ? paste.text : ''
            return answer(program([executable, *words, *more, '--into', session, '--json'], code))
        } finally {
            handed.deleteDir()
            paste.text = ''
            if (new File(paste.parentFile, 'session.json').exists()) paste.delete()
        }
    }

    private int export(String executable, String session) {
        Map said = program([executable, 'credentials', '--session', session])
        WindowsAgent.onUnix(session + '\\paste').text = said.output
        said.exitCode
    }

    private int close(String executable, String session) {
        tell(program([executable, 'close', '--session', session]))
        WindowsAgent.onUnix(session).deleteDir()
        0
    }

    private int exec(String executable, String session, String file, String script, String... options) {
        assert file.startsWith(session + '\\files\\')
        tell(program([executable, 'exec', '--session', session, *options, '--', 'cmd.exe', '/c', script]))
    }

    private Map program(List<String> command, String input = '') {
        Process process = agent.program(command, context.processEnvironment(), context.directory).start()
        process.outputStream.withStream { it << input }
        String output = process.inputStream.getText('UTF-8').replace('\r\n', '\n')
        [exitCode: process.waitFor(), output: output]
    }

    private int tell(Map said) {
        output.append(said.output, 'UTF-8')
        said.exitCode
    }

    private int answer(Map said) { answer("$said.exitCode\n$said.output".toString()) }

    private int answer(String text) {
        output.append(text.getBytes('UTF-8').encodeBase64().toString().replaceAll('.{1,100}', '$0\r\n'), 'UTF-8')
        0
    }

    private static String resource(String name) { new File(Library.ROOT, "resources/aws-temporal/$name").getText('UTF-8') }
}
