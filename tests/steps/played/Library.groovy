package played

import org.codehaus.groovy.control.CompilerConfiguration

/** The shared library as Jenkins loads it, with the CPS rules woven in. */
class Library {

    static final File ROOT = new File(System.getProperty('library.root'))
    static final Library INSTANCE = new Library(ROOT)

    private final GroovyClassLoader loader
    private final Map<String, Script> steps = [:]

    /** @param root of a library: ours, or one that calls ours */
    Library(File root) {
        def configuration = new CompilerConfiguration(scriptBaseClass: PlayedScript.name)
        configuration.addCompilationCustomizers(new CpsCustomizer())
        configuration.classpathList = [new File(root, 'src').path]
        loader = new GroovyClassLoader(Library.classLoader, configuration)
        stepFiles(root).each { file ->
            steps[file.name - '.groovy'] = loader.parseClass(file).newInstance()
        }
    }

    /** Jenkins compiles a library anew for every build; this only forgets what a build left in memory. */
    void startBuild() { type('awstemporal.BuildMemory').clear() }

    static List<File> stepFiles(File root = ROOT) { new File(root, 'vars').listFiles().findAll { it.name.endsWith('.groovy') }.sort() }

    Script step(String name) { steps[name] }

    Class type(String name) { loader.loadClass(name) }
}
