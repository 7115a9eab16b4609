package played

import hudson.util.Secret

/** All that a Jenkins would keep of one build, and what was found wrong in it. */
class Record {

    /** Name of the step, and its arguments. */
    final List<Map> steps = [].asSynchronized()
    /** The environment of every process that `sh` started. */
    final List<Map<String, String>> environments = [].asSynchronized()
    /** Every script that ran with a stored credential in its environment. */
    final List<String> boundScripts = [].asSynchronized()
    /** Every script that `sh` ran. */
    final List<String> scripts = [].asSynchronized()
    final List<String> log = [].asSynchronized()
    final List<String> violations = [].asSynchronized()
    final Canaries canaries = new Canaries()

    static Record current() { Context.current().build.record }

    void violation(String what) { violations << what }

    void step(String name, List arguments) {
        steps << [name: name, arguments: arguments.collect { plain(it) }]
        arguments.each { persisted("an argument of $name", it) }
        if (holdsSecret(arguments)) violation("a Secret is an argument of $name")
    }

    List argumentsOf(String step) { steps.findAll { it.name == step }*.arguments }

    String getLogText() { log.join('\n') }

    /** A value that goes to disk with the program: it has to be serializable, and not the text of a secret. */
    void persisted(String what, Object value) {
        if (value instanceof Closure || value instanceof Script || value == null) return
        if (value instanceof Collection) { value.each { persisted(what, it) }; return }
        if (value instanceof Map) { value.values().each { persisted(what, it) }; return }
        def bytes = new ByteArrayOutputStream()
        try {
            new ObjectOutputStream(bytes).withStream { it.writeObject(value) }
        } catch (NotSerializableException problem) {
            violation("$what is alive across a step and not serializable: $problem.message")
            return
        }
        canaries.findIn(bytes.toString('ISO-8859-1')).each { violation("$what holds $it in plain text") }
    }

    /** Looks for every canary in all that was recorded. */
    List<String> leaks() {
        List<String> leaks = []
        steps.each { step -> canaries.findIn(step.arguments.toString()).each { leaks << "$it is an argument of $step.name".toString() } }
        environments.each { environment -> canaries.findIn(environment.toString()).each { leaks << "$it is in the environment of a process".toString() } }
        scripts.each { script -> canaries.findIn(script).each { leaks << "$it is in the text of a script".toString() } }
        canaries.findIn(logText).each { leaks << "$it is in the log".toString() }
        leaks.unique()
    }

    private static boolean holdsSecret(Object value) {
        if (value instanceof Map) return value.values().any { holdsSecret(it) }
        if (value instanceof Collection) return value.any { holdsSecret(it) }
        value instanceof Secret
    }

    private static Object plain(Object value) {
        if (value instanceof Closure) return '{ }'
        if (value instanceof Map) return value.collectEntries { k, v -> [k, plain(v)] }
        if (value instanceof List) return value.collect { plain(it) }
        if (value instanceof GString) return value.toString()
        value
    }
}
