package played

import org.codehaus.groovy.control.CompilerConfiguration
import org.codehaus.groovy.control.customizers.ImportCustomizer

/** A Jenkinsfile: a script that may also be a declarative pipeline. */
class Jenkinsfile extends PlayedScript {

    /** @throws org.codehaus.groovy.control.MultipleCompilationErrorsException where Jenkins would refuse it as well */
    static Script parse(File file) { parse(file.getText('UTF-8')) }

    static Script parse(String text) {
        def configuration = new CompilerConfiguration(scriptBaseClass: Jenkinsfile.name)
        configuration.addCompilationCustomizers(
            new ImportCustomizer().addImports('org.jenkinsci.plugins.workflow.libs.Library'), new DeclarativeCustomizer(), new CpsCustomizer())
        new GroovyClassLoader(Jenkinsfile.classLoader, configuration).parseClass(text, 'Jenkinsfile.groovy').newInstance()
    }

    def pipeline(Closure definition) { new Declarative(this).play(definition) }
}
