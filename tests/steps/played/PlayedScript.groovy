package played

/** What Jenkins' CpsScript is to a Jenkinsfile and to the files in vars/. */
abstract class PlayedScript extends Script {

    def methodMissing(String name, Object arguments) {
        Script step = Library.INSTANCE.step(name)
        List list = arguments as List
        step ? step.invokeMethod('call', list as Object[]) : Steps.call(name, list)
    }

    def propertyMissing(String name) {
        switch (name) {
            case 'env': return new Environment()
            case 'currentBuild': return Context.current().build
            default:
                Script step = Library.INSTANCE.step(name)
                if (step) return step
                throw new MissingPropertyException(name, getClass())
        }
    }

    @Override Object run() { null }
}
