package played

import hudson.AbortException
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException

/** The `sh` step: a real process, started as durable-task starts it. */
class DurableTask {

    protected final Context context = Context.current()
    protected final Record record = context.build.record

    def run(Map arguments) {
        String script = arguments.script
        context.agent.beforeShell.call(script)
        record.scripts << script
        File control = new File(Agent.temporary(context.directory), 'durable-' + UUID.randomUUID().toString().take(8))
        control.mkdirs()
        try {
            File log = new File(control, 'jenkins-log.txt'), output = new File(control, 'output.txt')
            int exitCode = execute(script, control, log, arguments.returnStdout ? output : null)
            log.eachLine('UTF-8') { record.log << it }
            if (context.bound) record.boundScripts << script
            lookForLeaks()
            if (arguments.returnStatus) return exitCode
            if (exitCode != 0) throw new AbortException("script returned exit code $exitCode")
            return arguments.returnStdout ? output.getText('UTF-8') : null
        } finally {
            control.deleteDir()
        }
    }

    protected int execute(String script, File control, File log, File output) { await(start(script, control, log, output)) }

    private Process start(String script, File control, File log, File output) {
        File file = new File(control, 'script.sh')
        file.setText(script, 'UTF-8')
        file.executable = true
        List<String> command = script.startsWith('#!') ? [file.path] : ['sh', '-xe', file.path]
        context.directory.mkdirs()
        def builder = new ProcessBuilder(command).directory(context.directory).redirectInput(new File('/dev/null'))
        builder.environment().clear()
        builder.environment().putAll(context.processEnvironment())
        record.environments << new TreeMap<>(builder.environment()).findAll { !context.bound.contains(it.key) }
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log))
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output ?: log))
        if (output) log.createNewFile()
        builder.start()
    }

    /** Ends early when the build is aborted: then the whole tree of processes is asked to end. */
    private int await(Process process) {
        while (!process.waitFor(10, java.util.concurrent.TimeUnit.MILLISECONDS)) {
            if (!context.build.takeAbort()) continue
            process.descendants().iterator().each { it.destroy() }
            process.destroy()
            process.waitFor()
            throw new FlowInterruptedException('aborted by the test')
        }
        process.exitValue()
    }

    private void lookForLeaks() {
        File workspace = context.agent.workspace
        [workspace, Agent.temporary(workspace)].each { folder ->
            record.canaries.findBelow(folder).each { record.violation(it) }
        }
    }
}
