package played

import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException

/** One build: who started it, on which agents, how its prompts are answered, and what came of it. */
class Build implements Serializable {

    /** The answer that never comes. */
    static final Object NOBODY = new Object()

    transient final Record record = new Record()
    transient final Map<String, Agent> agents = [:]
    /** Takes the arguments of `input` and gives the text that is pasted, or NOBODY, or throws. */
    transient Closure answer = { NOBODY }
    /** What is stored for this job, by its id: see Credentials. */
    transient final Map<String, Map> credentials = [:]
    transient boolean hasAwsPlugin = true
    /** Resources of the library that are others in this build, by their paths. */
    transient final Map<String, String> resources = [:]
    transient String startedBy = 'alice'
    transient String job = 'shop/deploy'
    transient String tag = 'jenkins-shop-deploy-7'
    /** A library of somebody else's, whose steps the Jenkinsfile may call as well. */
    transient Library otherLibrary
    /** What the build was started with, and what `checkout scm` puts into a workspace: texts by their paths. */
    transient Map<String, Object> parameters = [:]
    transient Map<String, String> repository = [:]
    /** The branch, or the change request, of a multibranch job. */
    transient Map<String, String> branch = [:]
    /** The environments of the images of containers, by their names. */
    transient Map<String, Map<String, String>> images = [:]
    transient final Map<String, Map<String, byte[]>> stashes = [:].asSynchronized()
    /** The build is killed: nothing after that runs, and its session stays. */
    transient boolean leavesSessions = false

    transient Throwable failure
    transient def value
    private transient volatile boolean aborting

    Build(Agent... agents) { agents.each { this.agents[it.name] = it } }

    /** Runs a Jenkinsfile; whatever it throws is kept as its failure. */
    Build run(Closure jenkinsfile) {
        jenkinsfile = jenkinsfile.clone()
        jenkinsfile.delegate = new Jenkinsfile()
        jenkinsfile.resolveStrategy = Closure.DELEGATE_FIRST
        play(jenkinsfile)
    }

    /** Runs a Jenkinsfile as it stands in a repository. */
    Build run(File jenkinsfile) {
        Script script = Jenkinsfile.parse(jenkinsfile)
        play { script.run() }
    }

    private Build play(Closure program) {
        Library.INSTANCE.startBuild()
        def context = new Context(build: this, environment: [JOB_NAME: job, BUILD_TAG: tag, BUILD_NUMBER: '7', BUILD_URL: absoluteUrl] + branch)
        try {
            value = context.run(program)
        } catch (Exception problem) {
            failure = problem
        }
        context.run { check() }
        this
    }

    void abort() { aborting = true }

    boolean takeAbort() {
        boolean abort = aborting
        aborting = false
        abort
    }

    String getFullProjectName() { job }

    int getNumber() { 7 }

    String getAbsoluteUrl() { "https://jenkins.example/job/${job.replace('/', '/job/')}/7/" }

    List<Map> getBuildCauses(String type) {
        assert type == 'hudson.model.Cause$UserIdCause'
        startedBy == null ? [] : [[_class: type, userId: startedBy, userName: 'A. User']]
    }

    /** What must hold of every build, whatever it was about. */
    private void check() {
        List<String> wrong = record.violations.toList() + record.leaks()
        agents.values().each { agent ->
            [agent.workspace, Agent.temporary(agent.workspace)].each { wrong += record.canaries.findBelow(it) }
            if (!leavesSessions) agent.sessionNames().each { wrong << "the session folder $it is left".toString() }
        }
        wrong += record.boundScripts.findAll { !(it =~ /take\.(sh|ps1) EXECUTABLE /) }.collect { "a stored credential is in the environment of: $it".toString() }
        if (failure) wrong += record.canaries.findIn(failure.toString()).collect { "$it is in the error" }
        if (wrong) {
            throw new AssertionError((Object) (wrong.unique().join('\n') + "\nfailure: $failure\nlog:\n" + redacted(record.logText)))
        }
    }

    private static String redacted(String log) { log.readLines().takeRight(40).join('\n') }
}
