package suites

/** moto_server on a free port of loopback, and the AWS CLI as its administrator. */
class Moto {

    final String url
    private final Bench bench
    private final Process process

    Moto(Bench bench) {
        this.bench = bench
        int port = new ServerSocket(0, 1, InetAddress.getByName('127.0.0.1')).withCloseable { it.localPort }
        url = "http://127.0.0.1:$port"
        def builder = new ProcessBuilder('moto_server', '-H', '127.0.0.1', '-p', port.toString())
        builder.environment().with { clear(); putAll(bench.cleanEnvironment()) }
        process = builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start()
        for (int i = 0; i < 300 && process.alive && !answers(port); i++) sleep 100
        if (!process.alive) throw new IllegalStateException('moto_server does not start')
    }

    String aws(String... arguments) {
        Map done = bench.run(['aws', '--endpoint-url', url, '--region', 'us-east-1', '--output', 'json', *arguments], bench.cleanEnvironment() + [
            AWS_ACCESS_KEY_ID: 'admin', AWS_SECRET_ACCESS_KEY: 'admin', AWS_CONFIG_FILE: '/nowhere', AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
        ])
        if (done.exitCode != 0) throw new IllegalStateException("aws ${arguments[0]} ${arguments[1]}: $done.errors")
        done.output
    }

    void stop() {
        process.descendants().forEach { it.destroy() }
        process.destroy()
        process.waitFor()
    }

    private static boolean answers(int port) {
        try {
            new Socket('127.0.0.1', port).close()
            true
        } catch (ConnectException notYet) {
            false
        }
    }
}
