package suites

import groovy.json.JsonSlurper
import played.Agent
import played.Build

/** Every method with a space in its name is a test. */
abstract class Suite {

    Bench bench

    // What the emulator holds. Methods, because Groovy 2.4 cannot read an inherited constant inside a closure.
    String getACCOUNT() { '123456789012' }

    String getREGION() { 'us-east-1' }

    String getSECRET() { '/prod/exampleCredential' }

    Emulator getEmulator() { bench.emulator }

    String getPaste() { emulator.paste }

    Map pasted(String json = paste) { new JsonSlurper().parseText(json).Credentials }

    Agent agent(Map<String, String> environment = [:], String folder = 'workspace') {
        agent('agent', environment, folder)
    }

    Agent agent(String name, Map<String, String> environment = [:], String folder = 'workspace') {
        new Agent(name, bench.folder(folder), bench.cleanEnvironment() +
            [AWS_ENDPOINT_URL: emulator.url, AWS_TEMPORAL_EXECUTABLE: bench.executable] + environment)
    }

    /** A build on one agent, whose prompts are answered with the paste. */
    Build build(Agent agent = agent(), String answer = paste) {
        new Build(agent).with { build -> build.answer = { answer }; build }
    }

    /** The build has to have failed with this in its message. */
    static void failed(Build build, String... parts) {
        assert build.failure != null : 'the build did not fail'
        parts.each { assert build.failure.message.contains(it) }
    }

    static void succeeded(Build build) {
        if (build.failure) throw new AssertionError("$build.failure\n$build.record.logText".toString(), build.failure)
    }
}
