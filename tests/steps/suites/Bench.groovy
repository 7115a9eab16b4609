package suites

/** What all tests share: the real executable, the real server, a place for files. */
class Bench {

    final String executable
    final Emulator emulator
    final File scratch
    final File root
    private int folders
    private People people

    Bench(String executable, Emulator emulator, File scratch, File root) {
        this.executable = executable
        this.emulator = emulator
        this.scratch = scratch
        this.root = root
    }

    /** An AWS with people and roles, started when the first test asks for it. */
    People getPeople() { people = people ?: new People(emulator.dll, folder(), { List<String> arguments -> run([executable] + arguments).output }) }

    void stop() { people?.stop() }

    File folder(String name = 'w') { new File(scratch, "${++folders}/$name").with { it.mkdirs(); it } }

    /** Of this process, without its own AWS settings. */
    Map<String, String> cleanEnvironment() {
        System.getenv().findAll { name, value -> !name.startsWith('AWS_') && !name.startsWith('JAVA_') }
    }

    File resource(String name) { new File(root, "resources/aws-temporal/$name") }

    /** The name under which a file for this machine is released. */
    String releaseName(String version) {
        String musl = run(['sh', '-c', 'ldd --version 2>&1']).with { it.output + it.errors }.contains('musl') ? 'musl-' : ''
        "aws-temporal-$version-linux-$musl${[amd64: 'x64', aarch64: 'arm64'][System.getProperty('os.arch')]}"
    }

    String pinOf(File file, String version) {
        byte[] hash = java.security.MessageDigest.getInstance('SHA-256').digest(file.bytes)
        "${hash.encodeHex()}  ${releaseName(version)}\n"
    }

    /** Runs a program outside of any build. */
    Map run(List<String> command, Map<String, String> environment = cleanEnvironment()) {
        def builder = new ProcessBuilder(command*.toString())
        builder.environment().clear()
        builder.environment().putAll(environment)
        Process process = builder.redirectInput(new File('/dev/null')).start()
        def output = new ByteArrayOutputStream(), errors = new ByteArrayOutputStream()
        process.waitForProcessOutput(output, errors)
        [exitCode: process.exitValue(), output: output.toString('UTF-8'), errors: errors.toString('UTF-8')]
    }

    /** Every shell on this machine that an agent may have as its sh, and in the other systems that debian.sh made. */
    List<List<String>> shells() {
        [['sh'], ['dash'], ['busybox', 'sh'], ['bash', '--posix']].findAll { shell -> run(['sh', '-c', "command -v ${shell[0]}"]).exitCode == 0 } +
            (System.getenv('LOCATOR_ROOTS')?.split(' ') ?: []).collectMany { root -> [['chroot', root, 'sh'], ['chroot', root, 'bash', '--posix']] }
    }
}
