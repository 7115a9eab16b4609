import played.Library
import suites.*

/** Runs every suite in this one JVM; says each test's name, and at the end how many passed. */
def (root, executable, emulatorDll, scratch, word) = args.toList()
System.setProperty('library.root', new File(root).canonicalPath)

Emulator emulator = new Emulator(emulatorDll)
Bench bench = new Bench(executable, emulator, new File(scratch), Library.ROOT)
int passed = 0, failed = 0, skipped = 0
try {
    for (Class suite in [MainJob, OtherAws, Prompting, ParameterChecks, Refusals, CleanUp, Handles, Sealing, Roles, RoleBases, MfaCodes, MfaSessions, SealedCodes, RoleParameters, Secrets, Locating, Downloading, Containers, Windows, Cookbook, Pages, Quoting, Contract, HarnessItself]) {
        println suite.simpleName
        for (test in suite.declaredMethods.findAll { it.parameterCount == 0 && it.name.contains(' ') }) {
            if (![suite.simpleName, test.name].any { it.contains(word) }) continue
            try {
                test.invoke(suite.newInstance(bench: bench))
                passed++
                println "  ok    $test.name"
            } catch (java.lang.reflect.InvocationTargetException wrapped) {
                Throwable problem = wrapped.targetException
                if (problem instanceof Skipped) {
                    skipped++
                    println "  skip  $test.name: $problem.message"
                } else {
                    failed++
                    println "  FAIL  $test.name\n" + explain(problem)
                }
            }
        }
    }
} finally {
    bench.stop()
    emulator.stop()
}
if (word && !passed && !failed && !skipped) {
    System.err.println "no suite and no test is called '$word'"
    failed++
}
println "$passed passed, $failed failed, $skipped skipped"
System.exit(failed ? 1 : 0)

static String explain(Throwable problem) {
    List<String> what = problem.toString().readLines()
    List<String> where = problem.stackTrace.findAll { it.fileName?.endsWith('.groovy') && it.lineNumber > 0 }.collect { "  at $it".toString() }
    (what.take(40) + where.unique().take(8)).collect { '        ' + it.take(300) }.join('\n')
}
