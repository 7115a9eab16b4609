package awstemporal

import com.cloudbees.groovy.cps.NonCPS
import hudson.AbortException

/**
 * What the steps take. An unknown key and a wrong type are errors that name the right ones, never the value.
 * Times are whole seconds, or text such as '900s', '15m', '12h', as on the command line of aws-temporal.
 */
class Parameters {

    private static final Map<String, List<String>> KEYS = [
        getTempCreds : ['region', 'duration', 'account', 'minLife', 'timeout', 'submitter', 'message', 'verify'],
        withTempCreds: ['region'],
        awsTemporal  : ['arguments'],
    ]

    private static final Map<String, Map> DEFAULTS = [
        getTempCreds : [duration: 900, timeout: 600, verify: true],
        withTempCreds: [:],
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
            if (entry.value != null) checked[key] = typed(step + ': ' + key, key, entry.value)
        }
        return checked
    }

    @NonCPS
    private static Object typed(String what, String key, Object value) {
        switch (key) {
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
        if (!(value instanceof List)) throw wrong(what, "a list of text such as ['status']", value)
        List<String> texts = []
        for (item in value) texts.add(text(what, item, '(?s).*', 'a list of text'))
        return texts
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
        return new AbortException(what + ' takes ' + meaning + ', not ' + value.class.simpleName)
    }
}
