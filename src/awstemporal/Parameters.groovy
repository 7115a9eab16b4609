package awstemporal

import com.cloudbees.groovy.cps.NonCPS
import hudson.AbortException

/**
 * What the steps take. An unknown key and a wrong type are errors that name the right ones, never the value.
 * Times are whole seconds, or text such as '900s', '15m', '12h', as on the command line of aws-temporal.
 */
class Parameters implements Serializable {

    private static final long serialVersionUID = 1

    private static final Map<String, List<String>> KEYS = [
        getTempCreds : ['region', 'duration', 'account', 'minLife', 'sealed', 'timeout', 'submitter', 'message', 'verify'],
        withTempCreds: ['region'],
        withAwsRole  : ['role', 'account', 'region', 'credentialsId', 'oidc', 'node', 'mfa', 'mfaFor', 'sessionDuration', 'duration',
                        'sessionName', 'sourceIdentity', 'externalId', 'policy', 'policyArns', 'tags', 'transitiveTagKeys',
                        'allowedAccounts', 'sealed', 'submitter', 'timeout', 'message'],
        withAwsSecrets: ['env', 'files', 'least', 'region'],
        awsExec      : ['script', 'secrets', 'files', 'keys', 'pristine', 'killOnExpiry', 'least', 'region', 'label', 'returnStdout', 'returnStatus'],
        awsTemporal  : ['arguments'],
    ]

    private static final Map<String, Map> DEFAULTS = [
        getTempCreds : [duration: 900, timeout: 600, verify: true],
        withAwsRole  : [timeout: 600, sessionDuration: 3600, mfaFor: 'role'],
        withTempCreds: [:],
        withAwsSecrets: [:],
        awsExec      : [returnStdout: false, returnStatus: false],
        awsTemporal  : [:],
    ]

    /** The parameters in their own types, with defaults; one that is null counts as not given. */
    @NonCPS
    static Map check(String step, Map given) {
        List<String> known = KEYS[step]
        Map checked = new LinkedHashMap(DEFAULTS[step])
        for (entry in (given ?: [:]).entrySet()) {
            String key = entry.key.toString()
            if (!known.contains(key)) {
                throw new AbortException(step + ": there is no parameter '" + key + "'; there are " + known.join(', '))
            }
            if (entry.value != null) checked[key] = typed(step, key, entry.value)
        }
        if (step == 'withAwsRole') checkTogether(step, checked, given ?: [:])
        if (step == 'withAwsSecrets' && !checked.env && !checked.files) {
            throw new AbortException(step + ": no secret is named, as in files: [KUBECONFIG: '/prod/kubeconfig'] or env: [DB_PASSWORD: '/prod/db#password']")
        }
        if (step == 'awsExec' && !checked.script?.trim()) throw new AbortException(step + ": script is missing, such as awsExec './deploy.sh'")
        if (step == 'awsExec' && checked.returnStdout && checked.returnStatus) throw new AbortException(step + ': returnStdout and returnStatus exclude each other')
        return checked
    }

    /** Where it would be unsure what is meant, nothing is done. */
    @NonCPS
    private static void checkTogether(String step, Map checked, Map given) {
        if (!checked.role?.trim()) throw new AbortException(step + ": role is missing, such as withAwsRole(role: 'deployer') { }")
        List<String> bases = []
        for (String key : ['credentialsId', 'oidc', 'node']) if (checked[key]) bases.add(key)
        if (bases.size() > 1) throw new AbortException(step + ': whose credentials? ' + bases.join(' and ') + ' exclude each other')
        if (checked.mfa && (checked.oidc || checked.node)) {
            throw new AbortException(step + ': mfa does not go with ' + bases[0] + ': an MFA device belongs to a person')
        }
        for (String key : ['mfaFor', 'sessionDuration', 'sealed']) {
            if (given[key] != null && !checked.mfa) throw new AbortException(step + ': ' + key + " goes with mfa, as in mfa: true, " + (key == 'sealed' ? "sealed: true" : "mfaFor: 'session'"))
        }
        if (given.sessionDuration != null && checked.mfaFor != 'session') {
            throw new AbortException(step + ": sessionDuration goes with mfaFor: 'session'; how long the role lasts is duration")
        }
        if (checked.mfaFor == 'session' && (checked.duration ?: 0) > 3600) {
            throw new AbortException(step + ": duration takes 3600 seconds at most with mfaFor: 'session': AWS cuts a role that is assumed with a session at one hour")
        }
    }

    @NonCPS
    private static Object typed(String step, String key, Object value) {
        String what = step + ': ' + key
        if (step == 'withAwsRole') {
            switch (key) {
                case 'account': return text(what, value, '[0-9]{12}', "one account id, twelve digits in quotes such as '123456789012'")
                // Of AssumeRole, and of GetSessionToken.
                case 'duration': return seconds(what, value, 900, 43200)
                case 'sessionDuration': return seconds(what, value, 900, 129600)
            }
        }
        switch (key) {
            case 'allowedAccounts': return accounts(what, value)
            case 'node':
            case 'keys':
            case 'pristine':
            case 'killOnExpiry':
            case 'returnStdout':
            case 'returnStatus': return flag(what, value)
            case 'env':
            case 'files':
            case 'secrets': return bindings(what, value)
            case 'least': return flagOr(what, value, '.+', "true, or the name or ARN of the role to read with")
            case 'mfa': return flagOr(what, value, '[A-Za-z0-9_+=/:,.@-]{9,256}', "true, or the serial number of an MFA device such as 'arn:aws:iam::123456789012:mfa/alice'")
            case 'sealed': return flagOr(what, value, 'required', "true, false or 'required'")
            case 'mfaFor': return text(what, value, 'role|session', "'role' or 'session'")
            case 'sourceIdentity': return flagOr(what, value, '(?s).*', 'true, or text')
            case 'tags': return value instanceof Map ? tags(what, value) : flagOr(what, value, null, 'true, or a map of text')
            case 'policyArns':
            case 'transitiveTagKeys': return texts(what, value)
            case 'region': return text(what, value, '[a-z]{2,}(-[a-z0-9]+)+', "a region such as 'us-east-1'")
            case 'account': return accounts(what, value)
            // The bounds of GetSessionToken.
            case 'duration': return seconds(what, value, 900, 129600)
            case 'minLife': return seconds(what, value, 0, 129600)
            // Ten was meant as minutes, most likely.
            case 'timeout': return seconds(what, value, 30, 604800)
            case 'verify': return flag(what, value)
            case 'arguments': return texts(what, value)
            default: return text(what, value, '(?s).*', 'text')
        }
    }

    @NonCPS
    private static String text(String what, Object value, String pattern, String meaning) {
        if (!(value instanceof CharSequence)) throw wrong(what, meaning + ' (a String)', value)
        String text = value.toString()
        if (!text.matches(pattern)) throw new AbortException(what + ' takes ' + meaning)
        return text
    }

    @NonCPS
    private static List<String> accounts(String what, Object value) {
        String meaning = "one account id, or a list of them, each twelve digits in quotes such as '123456789012'"
        List<String> accounts = []
        for (account in (value instanceof List ? value : [value])) accounts.add(text(what, account, '[0-9]{12}', meaning))
        return accounts
    }

    @NonCPS
    private static List<String> texts(String what, Object value) {
        if (!(value instanceof List)) throw wrong(what, 'a list of text', value)
        List<String> texts = []
        for (item in value) texts.add(text(what, item, '(?s).*', 'a list of text'))
        return texts
    }

    @NonCPS
    private static Map<String, String> tags(String what, Map value) {
        Map<String, String> tags = [:]
        for (entry in value.entrySet()) tags[entry.key.toString()] = text(what, entry.value, '(?s).*', "a map of text such as [team: 'blue']")
        return tags
    }

    @NonCPS
    private static Map<String, String> bindings(String what, Object value) {
        String meaning = "a map of names and secrets, such as [DB_PASSWORD: '/prod/db#password']"
        if (!(value instanceof Map)) throw wrong(what, meaning, value)
        Map<String, String> bindings = [:]
        for (entry in value.entrySet()) {
            String name = text(what, entry.key?.toString(), '[A-Za-z0-9_*]+', meaning)
            bindings[name] = text(what + '.' + name, entry.value, '.+', 'a secret, such as \'/prod/db#password\'')
        }
        return bindings
    }

    /** @param pattern of a text; null where none is taken */
    @NonCPS
    private static Object flagOr(String what, Object value, String pattern, String meaning) {
        if (value instanceof Boolean) return value
        if (pattern == null) throw wrong(what, meaning, value)
        return text(what, value, pattern, meaning)
    }

    @NonCPS
    private static Boolean flag(String what, Object value) {
        if (!(value instanceof Boolean)) throw wrong(what, 'true or false', value)
        return value
    }

    @NonCPS
    private static Integer seconds(String what, Object value, int least, int most) {
        String meaning = 'whole seconds from ' + least + ' to ' + most + ", or text such as '15m'"
        if (!(value instanceof Integer || value instanceof Long || value instanceof CharSequence)) throw wrong(what, meaning, value)
        def match = value.toString() =~ /^([0-9]{1,6})([smh]?)$/
        if (!match.find()) throw new AbortException(what + ' takes ' + meaning)
        int seconds = match.group(1).toInteger() * (['': 1, s: 1, m: 60, h: 3600][match.group(2)])
        if (seconds < least || seconds > most) throw new AbortException(what + ' takes ' + meaning)
        return seconds
    }

    @NonCPS
    private static AbortException wrong(String what, String meaning, Object value) {
        return new AbortException(what + ' takes ' + meaning + ', not ' + value.getClass().simpleName)
    }
}
