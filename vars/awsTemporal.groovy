import awstemporal.Answer
import awstemporal.BaseCredentials
import awstemporal.BuildMemory
import awstemporal.MfaCode
import awstemporal.Parameters
import awstemporal.Prompt
import awstemporal.Refusal
import awstemporal.Role
import awstemporal.SessionFolder
import awstemporal.Shell
import awstemporal.TempCreds
import com.cloudbees.groovy.cps.NonCPS
import hudson.AbortException
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException

/** Runs aws-temporal once: awsTemporal(arguments: ['status']). */
def call(Map given = [:]) {
    Map options = Parameters.check('awsTemporal', given)
    if (!options.arguments) error("awsTemporal: arguments are missing, such as awsTemporal(arguments: ['status'])")
    String executable = locate('awsTemporal')
    sh(label: 'aws-temporal ' + options.arguments[0], script: script('run', [executable] + options.arguments))
}

/** The absolute path of the executable on this agent: asked once for a block, not for every call. */
String locate(String step) {
    if (getContext(hudson.FilePath) == null) {
        error(step + ': there is no agent here. Put it into node { }; or call getTempCreds without a body, and withTempCreds(handle) { } inside node { }')
    }
    if (!isUnix()) error(step + ': Windows agents are not supported yet')
    String version = libraryResource('aws-temporal/version').trim()
    try {
        return sh(label: 'Find aws-temporal ' + version, returnStdout: true, script: script('locate', [version])).trim()
    } catch (AbortException notFound) {
        error(step + ': aws-temporal ' + version + ' is not on this agent: the log above says where it was looked for and what an admin can do (' + notFound.message + ')')
    }
}

/** Runs the body with the session that the handle carries, and leaves nothing of it. */
def within(String step, String executable, TempCreds creds, String region, Closure body) {
    return withSession(step, executable, region, { SessionFolder folder -> open(step, executable, creds, region, folder) }, body)
}

/** Runs the body with the role, and leaves nothing of it. */
def withRole(String executable, Role role, Closure body) {
    BaseCredentials base = baseOf(role)
    if (!role.mfaForSession) return withRoleOf(base, executable, role, body)
    return within(Role.STEP, executable, mfaSession(executable, role, base), role.region) {
        withRoleOf(BaseCredentials.session(env.AWS_TEMPORAL_SESSION, 'an MFA session of ' + base.description), executable, role, body)
    }
}

private def withRoleOf(BaseCredentials base, String executable, Role role, Closure body) {
    return withSession(Role.STEP, executable, role.region, { SessionFolder folder -> take(executable, role, base, folder) }, body)
}

/** Runs the body with the session that `fill` puts into a private folder, and leaves nothing of it. */
private def withSession(String step, String executable, String region, Closure fill, Closure body) {
    SessionFolder folder = here()
    Throwable failure = null
    try {
        prepare(step, executable, folder)
        fill(folder)
        return withEnv(folder.environment(executable, region)) { storable(body()) }
    } catch (Throwable thrown) {
        failure = thrown
        throw thrown
    } finally {
        close(step, executable, folder, failure)
    }
}

/**
 * Inside dir() the temporary folder of pwd would lie in the workspace, where an archive may pick it up, or in a
 * folder that other builds use at the same time, whose sessions are not for this build to sweep.
 */
private SessionFolder here() {
    return new SessionFolder(env.WORKSPACE_TMP ?: pwd(tmp: true), env.BUILD_TAG)
}

private void prepare(String step, String executable, SessionFolder folder) {
    int prepared = sh(label: 'Make a private folder for the AWS session', returnStatus: true, script: script('prepare', [executable, folder.home, folder.path, folder.siblings]))
    if (prepared != 0) error(step + ': the session folder ' + folder.path + ' could not be made: the log above says why')
}

private void open(String step, String executable, TempCreds creds, String region, SessionFolder folder) {
    handOver(step, creds, folder)
    int opened = sh(label: 'Open the AWS session', returnStatus: true, script: script('open', [executable, folder.path] + creds.openArguments(region)))
    if (opened != 0) error(step + ': ' + Refusal.of(opened))
}

private void take(String executable, Role role, BaseCredentials base, SessionFolder folder) {
    Answer answer = role.mfa && !role.mfaForSession
        ? askWithCode(executable, role, base, folder, role.arguments + role.mfaArguments)
        : ask(executable, base, folder, role.policy, role.arguments)
    if (answer.error) error(Role.STEP + ': ' + answer.problem)
    echo(Role.STEP + ': ' + answer.facts.arn + ' until ' + answer.facts.expiration + ', taken with ' + base.description +
        '. CloudTrail finds it: ' + answer.facts.cloudTrail)
}

/** The session that one MFA code is spent on, for all blocks of this build that take roles with it. */
private TempCreds mfaSession(String executable, Role role, BaseCredentials base) {
    String device = base.deviceOf(role)
    // A parallel block is asking; its answer may take as long as the prompt waits.
    for (int wait = 1; !BuildMemory.mayAsk(env.BUILD_TAG, device); wait = wait < 8 ? wait * 2 : 15) sleep(time: wait, unit: 'SECONDS')
    try {
        return BuildMemory.session(env.BUILD_TAG, device) ?: newMfaSession(executable, role, base)
    } finally {
        BuildMemory.hasAsked(env.BUILD_TAG, device)
    }
}

private TempCreds newMfaSession(String executable, Role role, BaseCredentials base) {
    Answer answer = null
    return withSession(Role.STEP, executable, role.region, { SessionFolder folder ->
        answer = askWithCode(executable, role, base, folder, role.sessionArguments)
        if (answer.error) error(Role.STEP + ': ' + answer.problem)
    }) {
        sh(label: 'Hand the session over to the build', script: script('export', [executable, env.AWS_TEMPORAL_SESSION]))
        keptForBuild(env.AWS_TEMPORAL_SESSION, role, base.deviceOf(role), env.BUILD_TAG, answer, getContext(hudson.FilePath))
    }
}

@NonCPS
private TempCreds keptForBuild(String folder, Role role, String device, String build, Answer answer, hudson.FilePath workspace) {
    TempCreds session = TempCreds.readFrom(workspace, folder, role.sessionDuration)
    BuildMemory.keep(build, device, session, answer.facts.secondsLeft as long)
    return session
}

/** Asks for a code, at most three times. Each is sent once; only one that AWS does not take is asked for again. */
private Answer askWithCode(String executable, Role role, BaseCredentials base, SessionFolder folder, List<String> arguments) {
    Answer checked = ask(executable, base, folder, role.policy, role.arguments + role.mfaArguments + ['--check'])
    if (checked.error) return checked
    String problem = null
    for (int prompts = 0; prompts < 3; prompts++) {
        Prompt prompt = Prompt.forCode(role.options, role.starter, role, checked.facts, problem)
        MfaCode code = new MfaCode(prompted(prompt, role.options.timeout, password(name: 'MFA_CODE', description: prompt.instructions)))
        if (!code.sixDigits) {
            problem = 'That was no code: six digits are needed.'
        } else if (!BuildMemory.isFirst(env.BUILD_TAG, checked.facts.mfaDevice, code)) {
            problem = 'That code was used in this build already: wait for the next one, AWS takes each code once.'
        } else {
            handOver(Role.STEP, code, folder)
            Answer answer = ask(executable, base, folder, arguments[0] == 'role' ? role.policy : '', arguments)
            if (answer.error != 'WrongMfaCode') return answer
            problem = 'AWS did not take that code: wait for the next one, AWS takes each code once.'
        }
    }
    error(Role.STEP + ': mfa: three prompts and no right code. ' + problem)
}

/** What a person answers in time: the bare value of the one field. */
def prompted(Prompt prompt, int seconds, Object field) {
    echo(prompt.instructions)
    return timeout(time: seconds, unit: 'SECONDS') { input(prompt.question + [parameters: [field]]) }
}

/** Nothing but the calls of the executable has stored credentials in its environment. */
private Answer ask(String executable, BaseCredentials base, SessionFolder folder, String policy, List<String> arguments) {
    String text = script('take', [executable, folder.path, policy] + arguments + base.arguments)
    Closure execution = { sh(label: 'aws-temporal ' + arguments[0], returnStdout: true, script: text) }
    Answer answer = new Answer(withEnv(base.environment) { base.bindings ? withCredentials(base.bindings, execution) : execution() })
    for (String line : answer.words) echo(line)
    return answer
}

/** Whose credentials take the role. What is named is taken; else what is sure, in the order of the help page. */
private BaseCredentials baseOf(Role role) {
    String enclosing = env.AWS_TEMPORAL_SESSION
    if (role.options.node) {
        if (enclosing) error(Role.STEP + ": node: the enclosing block hides this machine's own identity; take the role outside of it")
        return BaseCredentials.node()
    }
    if (role.options.oidc) return named('oidc', role.options.oidc, BaseCredentials.tokens(role.options.oidc))
    if (role.options.credentialsId) return named('credentialsId', role.options.credentialsId, BaseCredentials.keys(role.options.credentialsId))
    if (!enclosing) return personal(role)
    if (!role.mfa) {
        if (here().isSibling(enclosing)) return BaseCredentials.session(enclosing, 'the session of the enclosing block')
        error(Role.STEP + ': the session of the enclosing block (' + enclosing + ') is not of this build on this agent, so it is not clear whose credentials are meant: name credentialsId')
    }
    // A code goes with a person's key, which the session of a block is not.
    BaseCredentials person = remembered(role)
    if (role.mfaForSession && person && BuildMemory.session(env.BUILD_TAG, person.deviceOf(role))) return person
    error(Role.STEP + ': mfa: the session of the enclosing block takes no MFA code. Leave mfa out to take the role with that session, or name credentialsId')
}

/** The starter's own key, by the convention that its id is theirs; or the one that the submitter picks. */
private BaseCredentials personal(Role role) {
    BaseCredentials person = remembered(role)
    if (person) return person
    Prompt prompt = Prompt.forCredential(role.options, role.starter, role)
    String id = prompted(prompt, role.options.timeout, credentials(
        name: 'AWS_CREDENTIALS', description: prompt.instructions, required: true,
        credentialType: 'com.cloudbees.plugins.credentials.common.StandardCredentials'))
    BaseCredentials picked = named('the picked credential', id, BaseCredentials.keys(id))
    BuildMemory.pick(env.BUILD_TAG, id)
    return picked
}

private BaseCredentials remembered(Role role) {
    BaseCredentials own = role.person ? stored(BaseCredentials.keys(role.person)) : null
    if (own) return own
    String picked = BuildMemory.picked(env.BUILD_TAG)
    return picked ? stored(BaseCredentials.keys(picked)) : null
}

private BaseCredentials named(String parameter, String id, List<BaseCredentials> forms) {
    BaseCredentials found = stored(forms)
    if (!found) error(Role.STEP + ': ' + parameter + ": there is no credential '" + id + "' for this job")
    return found
}

/** The first form in which it is stored; null when there is no such credential. */
private BaseCredentials stored(List<BaseCredentials> forms) {
    for (BaseCredentials form : forms) {
        try {
            withCredentials(form.bindings) { }
            return form
        } catch (Exception problem) {
            if (BaseCredentials.isMissing(problem)) return null
            if (!BaseCredentials.isOfAnotherType(problem)) throw problem
        }
    }
    error(Role.STEP + ': the credential of ' + forms[0].description + ' is of a type that cannot be used here')
}

/** The FilePath is used on the spot: it may not be alive across a step. */
private void handOver(String step, Object creds, SessionFolder folder) {
    try {
        creds.writeTo(getContext(hudson.FilePath), folder.path)
    } catch (SecurityException rejected) {
        error(step + ': this library has to be a global, trusted one, or it may not hand the session to the agent (' + rejected.message + ')')
    } catch (IOException problem) {
        error(step + ': the agent could not write into its session folder (' + problem.message + '); in a container, the shell has to run as the same user as the agent')
    }
}

/** A clean-up that fails is a warning: it never hides why the body failed. */
private void close(String step, String executable, SessionFolder folder, Throwable failure) {
    try {
        sh(label: 'Close the AWS session', script: script('close', [executable, folder.path]))
    } catch (Exception problem) {
        echo(step + ': warning: the session folder could not be removed, the next build here will do it (' + problem.message + ')')
        // Aborted while it cleaned up after a body that went well: the abort is the news.
        if (failure == null && problem instanceof FlowInterruptedException) throw problem
    }
}

/** The body's value waits for the clean-up: one that Jenkins cannot store would be the end of both. */
@NonCPS
private Object storable(Object value) {
    return value instanceof Serializable ? value : null
}

private String script(String name, List<String> arguments) {
    return Shell.script(libraryResource('aws-temporal/' + name + '.sh'), arguments)
}
