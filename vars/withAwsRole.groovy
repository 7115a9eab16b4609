import awstemporal.Answer
import awstemporal.BaseCredentials
import awstemporal.BuildMemory
import awstemporal.MfaCode
import awstemporal.Parameters
import awstemporal.Prompt
import awstemporal.Role
import awstemporal.Seal
import awstemporal.SessionFolder
import awstemporal.TempCreds
import com.cloudbees.groovy.cps.NonCPS

/** Assumes a role, with the operator's MFA code if it takes one, and runs the body with it. */
def call(Map given, Closure body) {
    Map options = Parameters.check(Role.STEP, given)
    if (body == null) error("withAwsRole: needs a body, as withAwsRole(role: 'deployer') { }")
    if (options.mfa && !awsTemporal.isTrusted()) {
        if (options.mfaFor == 'session') error("withAwsRole: mfaFor: 'session' needs a global, trusted library, because the build keeps the session")
        options.sealed = 'required'
    }
    Role role = new Role(options, Prompt.starter(currentBuild.getBuildCauses('hudson.model.Cause$UserIdCause')), awsTemporal.thisBuild())
    // An agent that cannot do it says so before anyone is asked.
    String executable = awsTemporal.locate(Role.STEP)
    return within(executable, role, body)
}

def call(Closure body) {
    return call([:], body)
}

def call(Map given = [:]) {
    return call(given, null)
}

/** Runs the body with the role, and leaves nothing of it. */
private def within(String executable, Role role, Closure body) {
    BaseCredentials base = baseOf(role)
    if (!role.mfaForSession) return withRoleOf(base, executable, role, body)
    return awsTemporal.within(Role.STEP, executable, mfaSession(executable, role, base), role.region) {
        withRoleOf(BaseCredentials.session(env.AWS_TEMPORAL_SESSION, 'an MFA session of ' + base.description), executable, role, body)
    }
}

private def withRoleOf(BaseCredentials base, String executable, Role role, Closure body) {
    return awsTemporal.withSession(Role.STEP, executable, role.region, { SessionFolder folder -> take(role, base, executable, folder) }, body)
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
        if (awsTemporal.here().isSibling(enclosing)) return BaseCredentials.session(enclosing, 'the session of the enclosing block')
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
    String id = awsTemporal.prompted(prompt, role.options.timeout, credentials(
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

private void take(Role role, BaseCredentials base, String executable, SessionFolder folder) {
    Answer answer = role.mfa && !role.mfaForSession
        ? askWithCode(role, base, executable, folder, role.arguments + role.mfaArguments)
        : ask(base, executable, folder, role.policy, role.arguments)
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
    return awsTemporal.withSession(Role.STEP, executable, role.region, { SessionFolder folder ->
        answer = askWithCode(role, base, executable, folder, role.sessionArguments)
        if (answer.error) error(Role.STEP + ': ' + answer.problem)
    }) {
        awsTemporal.onAgent('export', [executable, env.AWS_TEMPORAL_SESSION], [label: 'Hand the session over to the build'])
        keptForBuild(env.AWS_TEMPORAL_SESSION, role, base.deviceOf(role), env.BUILD_TAG, answer, getContext(hudson.FilePath))
    }
}

@NonCPS
@SuppressWarnings('ParameterOrReturnTypeNotSerializable') // used on the spot, never across a step
private TempCreds keptForBuild(String folder, Role role, String device, String build, Answer answer, hudson.FilePath workspace) {
    TempCreds session = TempCreds.readFrom(workspace, folder, role.sessionDuration)
    BuildMemory.keep(build, device, session, answer.facts.secondsLeft as long)
    return session
}

/** Asks for a code, at most three times. Each is sent once; only one that AWS does not take is asked for again. */
private Answer askWithCode(Role role, BaseCredentials base, String executable, SessionFolder folder, List<String> arguments) {
    Answer checked = ask(base, executable, folder, role.policy, role.arguments + role.mfaArguments + ['--check'])
    if (checked.error) return checked
    String problem = null
    for (int prompts = 0; prompts < 3; prompts++) {
        Seal seal = role.options.sealed ? awsTemporal.seal(Role.STEP, executable, folder, role.options, ['--code']) : null
        Prompt prompt = Prompt.forCode(role.options, role.starter, role, checked.facts, problem, seal)
        MfaCode code = new MfaCode(awsTemporal.prompted(prompt, role.options.timeout, password(name: 'MFA_CODE', description: prompt.instructions)))
        boolean isPlain = code.sealedText == null
        if (isPlain && seal?.required) {
            problem = 'That was not sealed, and only a sealed code is taken.'
        } else if (isPlain && !code.sixDigits) {
            problem = 'That was no code: six digits are needed.'
        } else if (isPlain && !BuildMemory.isFirst(env.BUILD_TAG, checked.facts.mfaDevice, code)) {
            problem = 'That code was used in this build already: wait for the next one, AWS takes each code once.'
        } else {
            awsTemporal.handOver(Role.STEP, code, folder)
            Answer answer = ask(base, executable, folder, arguments[0] == 'role' ? role.policy : '', arguments)
            if (answer.error != 'WrongMfaCode') return answer
            problem = 'AWS did not take that code: wait for the next one, AWS takes each code once.'
        }
    }
    error(Role.STEP + ': mfa: three prompts and no right code. ' + problem)
}

/** Nothing but the calls of the executable has stored credentials in its environment. */
private Answer ask(BaseCredentials base, String executable, SessionFolder folder, String policy, List<String> arguments) {
    List<String> question = [folder.executable(executable), folder.path, policy] + arguments + base.arguments
    Closure execution = { awsTemporal.answerOf('take', question, 'aws-temporal ' + arguments[0]) }
    Answer answer = new Answer(withEnv(base.environment) { base.bindings ? withCredentials(base.bindings, execution) : execution() })
    for (String line : answer.words) echo(line)
    return answer
}
