package played

/** What surrounds a step: the blocks it stands in. Each block makes the context of its body. */
class Context {

    private static final InheritableThreadLocal<Context> CURRENT = new InheritableThreadLocal<>()

    final Build build
    final Agent agent
    final File directory
    /** What `withEnv` and `node` say, in order; an empty value takes a variable away. */
    final Map<String, String> environment
    /** The seconds that the innermost `timeout` allows. */
    final Integer timeLimit
    /** The names of the variables that `withCredentials` bound. */
    final Set<String> bound

    Context(Map facts) {
        build = facts.build
        agent = facts.agent
        directory = facts.directory
        environment = facts.environment ?: [:]
        timeLimit = facts.timeLimit
        bound = facts.bound ?: []
    }

    static Context current() { CURRENT.get() }

    Context with(Map changes) {
        new Context([build: build, agent: agent, directory: directory, environment: environment, timeLimit: timeLimit, bound: bound] + changes)
    }

    def run(Closure body) {
        Context outer = CURRENT.get()
        CURRENT.set(this)
        try {
            return body.call()
        } finally {
            CURRENT.set(outer)
        }
    }

    Context withEnvironment(List<String> overrides) {
        Map<String, String> merged = new LinkedHashMap<>(environment)
        overrides.each { String override ->
            int equals = override.indexOf('=')
            String name = override.substring(0, equals)
            String value = override.substring(equals + 1)
            if (name.startsWith('PATH+')) {
                merged.PATH = value + (agent?.pathSeparator ?: ':') + (merged.PATH ?: agent?.environment?.PATH ?: '')
            } else {
                merged[name] = value
            }
        }
        with(environment: merged)
    }

    Map<String, String> processEnvironment() { agent.processEnvironment(environment) }
}
