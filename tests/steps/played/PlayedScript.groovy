package played

/** What Jenkins' CpsScript is to a Jenkinsfile and to the files in vars/. */
abstract class PlayedScript extends Script {

    def methodMissing(String name, Object arguments) {
        Script step = stepNamed(name)
        List list = arguments as List
        step ? step.invokeMethod('call', list as Object[]) : Steps.call(name, list)
    }

    def propertyMissing(String name) {
        switch (name) {
            case 'env': return new Environment()
            case 'currentBuild': return Context.current().build
            case 'params': return Context.current().build.parameters
            case 'scm': return 'scm'
            case 'docker': return new Docker()
            default:
                Script step = stepNamed(name)
                if (step) return step
                throw new MissingPropertyException(name, getClass())
        }
    }

    private static Script stepNamed(String name) { Library.INSTANCE.step(name) ?: Context.current().build.otherLibrary?.step(name) }

    @Override Object run() { null }
}
