package suites

import groovy.json.JsonOutput
import groovy.json.JsonSlurper
import java.lang.management.ManagementFactory

/** The emulator program: it ends with this JVM. */
class Emulator {

    final String dll
    private final Process process
    final String url
    private final String controlUrl
    private String shared

    Emulator(String dll, String... options) {
        this.dll = dll
        process = new ProcessBuilder(['dotnet', dll, 'serve', '--parent', ManagementFactory.runtimeMXBean.name.split('@')[0], *options])
            .redirectError(ProcessBuilder.Redirect.INHERIT).start()
        String line = process.inputStream.newReader().readLine()
        if (!line) throw new IllegalStateException('the emulator does not start')
        Map facts = new JsonSlurper().parseText(line)
        url = facts.url
        controlUrl = facts.controlUrl
    }

    void stop() {
        process.destroy()
        process.waitFor()
    }

    /** What `aws sts get-session-token` printed: one live session for all tests that only need some session. */
    String getPaste() { shared = shared ?: mint(900) }

    String mint(int duration) {
        def mint = ['dotnet', dll, 'mint', '--url', url, '--user', 'alice', '--duration', duration.toString()].execute()
        def output = new StringBuilder(), errors = new StringBuilder()
        mint.waitForProcessOutput(output, errors)
        if (mint.exitValue() != 0) throw new IllegalStateException("mint: $errors")
        output.toString()
    }

    /** The answer to a session of so many seconds, shorter than AWS issues. */
    String shortSession(int life) { post('/session', [user: 'alice', life: life]) }

    String post(String path, Map body) {
        HttpURLConnection connection = new URL(controlUrl + path).openConnection()
        connection.requestMethod = 'POST'
        connection.doOutput = true
        connection.setRequestProperty('Content-Type', 'application/json')
        connection.outputStream << JsonOutput.toJson(body)
        connection.inputStream.text
    }

    Object ask(String path, Map body = null) { new JsonSlurper().parseText(body == null ? get(path) : post(path, body)) }

    void delete(String path) {
        HttpURLConnection connection = new URL(controlUrl + path).openConnection()
        connection.requestMethod = 'DELETE'
        connection.inputStream.text
    }

    String get(String path) { new URL(controlUrl + path).text }
}
