package played

/** A machine with one workspace. */
class Agent {

    final String name
    final File workspace
    final Map<String, String> environment
    boolean unix = true
    boolean keepsEmptyVariables = false
    /** Older versions of Jenkins do not set WORKSPACE_TMP. */
    boolean setsWorkspaceTmp = true
    /** A step `sh` fails with this when its script matches: the agent went away, or the build was aborted in it. */
    Closure<Void> beforeShell = { String script -> }

    Agent(String name, File workspace, Map<String, String> environment) {
        this.name = name
        this.workspace = workspace
        this.environment = environment
        workspace.mkdirs()
    }

    /** The environment of a process here, where steps say this. An empty value removes a variable; a container may keep it. */
    Map<String, String> processEnvironment(Map<String, String> said) {
        Map<String, String> all = new TreeMap<>(environment)
        said.each { name, value ->
            if (value || keepsEmptyVariables) all[name] = value
            else all.remove(name)
        }
        all
    }

    /** How steps are told of a file here. */
    String told(File file) { file.path }

    String getPathSeparator() { ':' }

    static File temporary(File directory) { new File(directory.path + '@tmp') }

    /** Where this agent's sessions lie. */
    File getSessions() { new File(temporary(workspace), 'aws-temporal') }

    List<String> sessionNames() { (sessions.list() ?: []).toList().sort() }
}
