package played

import groovy.transform.CompileStatic

/**
 * What Jenkins' CPS engine would refuse or persist, checked while the plain Groovy runs. {@link CpsCustomizer}
 * weaves the calls in.
 */
@CompileStatic
class CpsRules {

    private static final ThreadLocal<List<String>> NON_CPS = ThreadLocal.withInitial { [] as List<String> }

    static void enterNonCps(String method) { NON_CPS.get().add(method) }

    static void leaveNonCps() { NON_CPS.get().remove(NON_CPS.get().size() - 1) }

    /** A step, or a method that may call steps, begins. */
    static void mayCallSteps(String what) {
        List<String> running = NON_CPS.get()
        if (running) Record.current().violation("$what is called by ${running.last()}, which is @NonCPS or a constructor")
    }

    /** The value is alive across steps: it goes to program.dat as it is. */
    static Object alive(Object value, String what) {
        Record.current().persisted(what, value)
        return value
    }
}
