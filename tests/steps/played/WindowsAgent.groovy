package played

/** A machine with Windows, as far as Wine is one: its programs run, and paths of this machine are on its drive Z. */
class WindowsAgent extends Agent {

    final List<String> wine

    /** @param wine the command that runs a program of Windows */
    WindowsAgent(String name, File workspace, Map<String, String> environment, List<String> wine) {
        super(name, workspace, environment)
        this.wine = wine
        unix = false
    }

    static String onWindows(File file) { 'Z:' + file.path.replace('/', '\\') }

    static File onUnix(String path) { new File(path.startsWith('Z:\\') ? path.substring(2).replace('\\', '/') : path) }

    @Override
    String told(File file) { onWindows(file) }

    @Override
    String getPathSeparator() { ';' }

    /** A process with the environment of a step, what it says on both streams as one. */
    ProcessBuilder program(List<String> command, Map<String, String> environment, File directory) {
        def builder = new ProcessBuilder(wine + command).directory(directory).redirectErrorStream(true)
        builder.environment().with {
            clear()
            putAll(environment)
            // Wine has a PATH of its own, and takes more from here.
            WINEPATH = environment.PATH
            PATH = '/usr/bin:/bin'
            WINEDEBUG = '-all'
            WINEPREFIX = new File(Library.ROOT, 'artifacts/windows/prefix').path
        }
        builder
    }
}
