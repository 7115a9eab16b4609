package played

import hudson.AbortException
import hudson.FilePath
import hudson.util.Secret
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException

/** The steps of Jenkins that a library or a Jenkinsfile calls, each with what Jenkins demands of its arguments. */
class Steps {

    private final Context context = Context.current()

    static def call(String name, List arguments) {
        if (!Steps.metaClass.respondsTo(null, name) && !Steps.declaredMethods.any { it.name == name }) {
            throw new MissingMethodException(name, Steps, arguments as Object[])
        }
        CpsRules.mayCallSteps("the step $name")
        Record record = Record.current()
        record.step(name, arguments)
        def result = new Steps().invokeMethod(name, arguments as Object[])
        if (!(result instanceof FilePath)) record.persisted("the result of $name", result)
        result
    }

    def sh(String script) { sh([script: script]) }

    def sh(Map arguments) {
        onNode('sh')
        demand(arguments, script: String, label: String, returnStdout: Boolean, returnStatus: Boolean)
        if (!context.agent.unix) throw new IOException('Cannot run program "sh"')
        new DurableTask().run(arguments)
    }

    def powershell(String script) { powershell([script: script]) }

    def powershell(Map arguments) {
        onNode('powershell')
        demand(arguments, script: String, label: String, returnStdout: Boolean, returnStatus: Boolean)
        if (context.agent.unix) throw new IOException('Cannot run program "powershell"')
        new PowerShellTask().run(arguments)
    }

    def echo(String message) { context.build.record.log.addAll(message.readLines()) }

    def error(String message) { throw new AbortException(message) }

    def input(String message) { input([message: message]) }

    def input(Map arguments) {
        demand(arguments, message: String, ok: String, id: String, submitter: String, parameters: List)
        def answer = context.build.answer.call(arguments)
        if (answer == Build.NOBODY) {
            if (context.timeLimit == null) throw new IllegalStateException('input waits for ever')
            throw new FlowInterruptedException("nobody answered within $context.timeLimit s")
        }
        if (!arguments.parameters) return null
        // With one parameter the bare value comes back.
        if (arguments.parameters[0].type != 'password') return answer
        Canaries canaries = context.build.record.canaries
        if (answer ==~ /[0-9]{6}/) canaries.addCode(answer)
        else if (!answer.startsWith('-----BEGIN CMS-----')) canaries.addPaste(answer)
        Secret.of(answer)
    }

    Map password(Map arguments) {
        demand(arguments, name: String, description: String, defaultValue: String)
        [type: 'password'] + arguments
    }

    /** A choice of what is stored, where the submitter may use it. */
    Map credentials(Map arguments) {
        demand(arguments, name: String, description: String, credentialType: String, required: Boolean, defaultValue: String)
        [type: 'credentials'] + arguments
    }

    def withCredentials(List bindings, Closure body) {
        new Credentials(context).bind(bindings, body)
    }

    def sleep(Map arguments) {
        demand(arguments, time: Integer, unit: String)
        // Time passes faster here.
        Thread.sleep(arguments.time * 100L)
    }

    def timeout(Map arguments, Closure body) {
        demand(arguments, time: Integer, unit: String)
        int seconds = arguments.time * ([SECONDS: 1, MINUTES: 60, HOURS: 3600][arguments.unit ?: 'MINUTES'])
        context.with(timeLimit: seconds).run(body)
    }

    def withEnv(List overrides, Closure body) {
        overrides.each { if (!(it instanceof String) || !it.contains('=')) throw new IllegalArgumentException("withEnv: $it") }
        context.withEnvironment(overrides).run(body)
    }

    def node(String label = 'agent', Closure body) {
        Agent agent = context.build.agents[label]
        List<String> own = ["WORKSPACE=${agent.told(agent.workspace)}", "NODE_NAME=$agent.name"]*.toString()
        if (agent.setsWorkspaceTmp) own << 'WORKSPACE_TMP=' + agent.told(Agent.temporary(agent.workspace))
        context.with(agent: agent, directory: agent.workspace).withEnvironment(own).run(body)
    }

    /** What `docker.image(name).inside` does, of which Jenkins has no step by name. */
    def insideContainer(String image, Closure body) {
        onNode('docker.image().inside')
        if (!context.build.images.containsKey(image)) throw new AbortException("no such image: $image")
        context.with(agent: new Container(context.agent, context.build.images[image])).run(body)
    }

    void checkout(scm) {
        onNode('checkout')
        context.build.repository.each { path, text ->
            File file = new File(context.directory, path)
            file.parentFile.mkdirs()
            file.text = text
            file.executable = text.startsWith('#!')
        }
    }

    void stash(Map arguments) {
        onNode('stash')
        demand(arguments, name: String, includes: String)
        List<String> names = arguments.includes.split(/, */)
        context.build.stashes[arguments.name] = names.collectEntries { [it, new File(context.directory, it).bytes] }
        Canaries canaries = context.build.record.canaries
        context.build.stashes[arguments.name].each { name, bytes ->
            canaries.findIn(new String(bytes, 'ISO-8859-1')).each { context.build.record.violation("$it is stashed in $name") }
        }
    }

    void unstash(String name) {
        onNode('unstash')
        context.build.stashes[name].each { path, bytes -> new File(context.directory, path).bytes = bytes }
    }

    def dir(String path, Closure body) {
        onNode('dir')
        context.with(directory: new File(new FilePath(context.directory.path).child(path).remote)).run(body)
    }

    void writeFile(Map arguments) {
        onNode('writeFile')
        demand(arguments, file: String, text: String, encoding: String)
        File file = context.directory.toPath().resolve(arguments.file).toFile()
        file.parentFile.mkdirs()
        file.setText(arguments.text, arguments.encoding ?: 'UTF-8')
    }

    String pwd(Map arguments = [:]) {
        onNode('pwd')
        demand(arguments, tmp: Boolean)
        context.agent.told(arguments.tmp ? Agent.temporary(context.directory) : context.directory)
    }

    boolean isUnix() {
        onNode('isUnix')
        context.agent.unix
    }

    def getContext(Class type) {
        type == FilePath && context.agent ? new FilePath(context.agent.told(context.directory)) : null
    }

    String libraryResource(String path) { context.build.resources[path] ?: new File(Library.ROOT, "resources/$path").getText('UTF-8') }

    def stage(String name, Closure body) { context.run(body) }

    def parallel(Map branches) {
        boolean failFast = branches.failFast ?: false
        Map outcomes = Collections.synchronizedMap([:])
        Context here = context
        List<Thread> threads = branches.findAll { it.key != 'failFast' }.collect { name, body ->
            Thread.start {
                try {
                    outcomes[name] = [value: here.with([:]).run(body)]
                } catch (Throwable problem) {
                    outcomes[name] = [problem: problem]
                    if (failFast) here.build.abort()
                }
            }
        }
        threads*.join()
        Throwable first = outcomes.values().find { it.problem && !(it.problem instanceof FlowInterruptedException) }?.problem
        if (first) throw first
        outcomes.collectEntries { name, outcome -> [name, outcome.value] }
    }

    private void onNode(String step) {
        if (!context.agent) throw new IllegalStateException("Required context class hudson.FilePath is missing: $step needs node")
    }

    /** Jenkins takes no other keys and coerces little: a GString where a String belongs has to be seen here. */
    private static void demand(Map types, Map arguments) {
        arguments.each { name, value ->
            if (!types.containsKey(name)) throw new IllegalArgumentException("unknown argument $name")
            if (value != null && !types[name].isInstance(value)) throw new IllegalArgumentException("$name is a ${value.class.name}")
        }
    }
}
