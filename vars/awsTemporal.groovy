import awstemporal.BuildMemory
import awstemporal.Answer
import awstemporal.Parameters
import awstemporal.PowerShell
import awstemporal.Prompt
import awstemporal.Refusal
import awstemporal.Seal
import awstemporal.SessionFolder
import awstemporal.Shell
import awstemporal.TempCreds
import com.cloudbees.groovy.cps.NonCPS
import hudson.AbortException
import hudson.util.Secret
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException

/** Runs aws-temporal once: awsTemporal(arguments: ['status']). */
def call(Map given = [:]) {
    Map options = Parameters.check('awsTemporal', given)
    if (!options.arguments) error("awsTemporal: arguments are missing, such as awsTemporal(arguments: ['status'])")
    String executable = locate('awsTemporal')
    onAgent('run', [executable] + options.arguments, [label: 'aws-temporal ' + options.arguments[0]])
}

/** The absolute path of the executable on this agent: asked once for a block, not for every call. */
String locate(String step) {
    if (getContext(hudson.FilePath) == null) {
        error(step + ': there is no agent here. Put it into node { }; or call getTempCreds without a body, and withTempCreds(handle) { } inside node { }')
    }
    String version = libraryResource('aws-temporal/version').trim()
    List<String> question = [version, libraryResource('aws-temporal/pins'), BuildMemory.checked(env.BUILD_TAG, env.NODE_NAME), inBlock()]
    try {
        List<String> answer = timeout(time: 15, unit: 'MINUTES') {
            answerOf('locate', question, 'Find aws-temporal ' + version).readLines()
        }
        if (answer[0].startsWith('aws-temporal: error')) {
            for (String line : answer) echo(line)
            throw new AbortException('no place has it')
        }
        if (answer.size() > 1) BuildMemory.check(env.BUILD_TAG, env.NODE_NAME, answer[1])
        return answer[0]
    } catch (AbortException notFound) {
        error(step + ': aws-temporal ' + version + ' is not on this agent: the log above says where it was looked for and what an admin can do (' + notFound.message + ')')
    }
}

/** Whether this is a global library, which may hand a secret to the agent; the sandbox keeps any other from it, as from this. */
@NonCPS
boolean isTrusted() {
    try {
        Secret.fromString('')
        return true
    } catch (SecurityException rejected) {
        return false
    }
}

/** The copy that the enclosing block keeps, which is there in a container too; empty outside of one. */
private String inBlock() {
    String session = env.AWS_TEMPORAL_SESSION
    SessionFolder folder = here()
    return session && folder.isSibling(session) ? folder.executableOf(session, '') : ''
}

/** Runs the body with the session that the handle carries, and leaves nothing of it. */
def within(String step, String executable, TempCreds creds, String region, Closure body) {
    return withSession(step, executable, region, { SessionFolder folder -> open(step, executable, creds, region, folder) }, body)
}

/** Runs the body with the session that `fill` puts into a private folder, and leaves nothing of it. */
def withSession(String step, String executable, String region, Closure fill, Closure body) {
    SessionFolder folder = here()
    return cleaningUp(step, { onAgent('close', [executable, folder.path], [label: 'Close the AWS session']) }) {
        prepare(step, executable, folder)
        fill(folder)
        withVariables(folder.environment(region, executable) + withoutSecretsOfOthers(step), body)
    }
}

/** What an enclosing block holds on another agent is not here: no script of this session could be given it. */
private List<String> withoutSecretsOfOthers(String step) {
    String node = env.AWS_TEMPORAL_SECRETS_NODE
    if (!env.AWS_TEMPORAL_SECRETS || !node || node == env.NODE_NAME) return []
    echo(step + ': the secrets of the enclosing withAwsSecrets are on the agent ' + node + ': scripts here do not have them')
    return ['AWS_TEMPORAL_SECRETS=', 'AWS_TEMPORAL_SECRETS_NODE=']
}

/** The body's value waits for the clean-up: one that Jenkins cannot store would be the end of both. */
def withVariables(List<String> variables, Closure body) {
    return withEnv(variables) { storable(body()) }
}

/** Runs the body, and then the clean-up whatever came of it. */
def cleaningUp(String step, Closure cleanUp, Closure body) {
    Throwable failure = null
    try {
        return body()
    } catch (Throwable thrown) {
        failure = thrown
        throw thrown
    } finally {
        tidy(step, cleanUp, failure)
    }
}

/** The session of the enclosing block; an error where it is not sure that it is one of this build on this agent. */
String enclosing(String step) {
    String session = env.AWS_TEMPORAL_SESSION
    if (!session) error(step + ': there is no session here: put it into getTempCreds { }, withTempCreds(handle) { } or withAwsRole { }')
    if (!here().isSibling(session)) error(step + ': the session of the enclosing block (' + session + ') is not of this build on this agent')
    return session
}

/**
 * Inside dir() the temporary folder of pwd would lie in the workspace, where an archive may pick it up, or in a
 * folder that other builds use at the same time, whose sessions are not for this build to sweep.
 */
SessionFolder here() {
    return new SessionFolder(env.WORKSPACE_TMP ?: pwd(tmp: true), env.BUILD_TAG, isUnix())
}

private void prepare(String step, String executable, SessionFolder folder) {
    int prepared = onAgent('prepare', [executable, folder.home, folder.path, folder.siblings],
        [label: 'Make a private folder for the AWS session', returnStatus: true])
    if (prepared != 0) error(step + ': the session folder ' + folder.path + ' could not be made: the log above says why')
}

/** What build this is. Not by variables, which a pipeline may set as it likes. */
Map thisBuild() {
    String job = currentBuild.fullProjectName
    String url = null
    try {
        url = currentBuild.absoluteUrl
    } catch (IllegalStateException unknown) {
        // The admin has not said what the address of this Jenkins is.
    }
    return [JOB_NAME: job, BUILD_NUMBER: currentBuild.number.toString(), BUILD_URL: url, BUILD_TAG: 'jenkins-' + job.replace('/', '-') + '-' + currentBuild.number]
}

/** A key pair for one prompt, on the agent; where the agent cannot make one, null, unless the answer has to be sealed. */
Seal seal(String step, String executable, SessionFolder folder, Map options, List<String> arguments) {
    Map build = thisBuild()
    // The prompt begins a little later than its key.
    int within = Math.min(options.timeout + 60, 604800)
    List<String> call = [folder.executable(executable), 'seal', '--session', folder.path, '--within', within.toString(),
                         '--job=' + build.JOB_NAME, '--build=' + build.BUILD_NUMBER] + arguments
    Answer answer = new Answer(answerOf('ask', call, 'Make a key for the prompt'))
    if (!answer.error) return new Seal(answer.facts, env.NODE_NAME, build.BUILD_URL, options.sealed == 'required')
    // Only what this agent lacks is a reason to ask for a plain answer.
    if (options.sealed || answer.exitCode != 9) error(step + ': sealed: ' + answer.problem)
    echo(step + ': warning: the answer cannot be sealed on this agent: ' + answer.problem)
    return null
}

void open(String step, String executable, TempCreds creds, String region, SessionFolder folder) {
    handOver(step, creds, folder)
    int opened = onAgent('open', [folder.executable(executable), folder.path] + creds.openArguments(region), [label: 'Open the AWS session', returnStatus: true])
    if (opened != 0) error(step + ': ' + Refusal.of(opened))
}

/** What a person answers in time: the bare value of the one field. */
def prompted(Prompt prompt, int seconds, Object field) {
    echo(prompt.instructions)
    return timeout(time: seconds, unit: 'SECONDS') { input(prompt.question + [parameters: [field]]) }
}

/** Lets the holder of a secret write it into the folder. The FilePath is used on the spot: it may not be alive across a step. */
void handOver(String step, Object holder, SessionFolder folder) {
    if (!isTrusted()) {
        String sealed = holder.sealedText
        if (sealed == null) error(step + ': this library has to be a global, trusted one, or it may not hand a plain secret to the agent: answer with what the command of the prompt prints, which is sealed')
        writeFile(file: folder.path + '/paste', text: sealed)
        return
    }
    try {
        holder.writeTo(getContext(hudson.FilePath), folder.path)
    } catch (SecurityException rejected) {
        error(step + ': this library has to be a global, trusted one, or it may not hand a secret to the agent (' + rejected.message + ')')
    } catch (IOException problem) {
        error(step + ': the agent could not write into its session folder (' + problem.message + '); in a container, the shell has to run as the same user as the agent')
    }
}

/** A clean-up that fails is a warning: it never hides why the body failed. */
private void tidy(String step, Closure cleanUp, Throwable failure) {
    try {
        cleanUp()
    } catch (Exception problem) {
        echo(step + ': warning: what the block left on the agent could not be removed, the next build here will do it (' + problem.message + ')')
        // Aborted while it cleaned up after a body that went well: the abort is the news.
        if (failure == null && problem instanceof FlowInterruptedException) throw problem
    }
}

@NonCPS
private Object storable(Object value) {
    return value instanceof Serializable ? value : null
}

/** Runs a script of the library on the agent, by the shell that it has. */
def onAgent(String name, List<String> arguments, Map how) {
    if (!isUnix()) return powershell(how + [script: PowerShell.script(text('windows.ps1') + text(name + '.ps1'), arguments)])
    // What fills a session makes it fit for containers.
    String portable = name in ['open', 'take'] ? text('portable.sh') : ''
    return sh(how + [script: Shell.script(portable + text(name + '.sh'), arguments)])
}

/** What a script of the library prints. */
String answerOf(String name, List<String> arguments, String label) {
    String printed = onAgent(name, arguments, [label: label, returnStdout: true])
    return isUnix() ? printed : PowerShell.answer(printed)
}

private String text(String name) { libraryResource('aws-temporal/' + name) }
