package awstemporal

import com.cloudbees.groovy.cps.NonCPS
import groovy.json.JsonSlurper

/** What `aws-temporal` said, as take.sh prints it: facts or an error, never a secret. */
class Answer implements Serializable {

    private static final long serialVersionUID = 1

    /** The option of the executable, or the property of the library, that an error names: the parameter that it came from. */
    private static final Map<String, String> PARAMETERS = [
        'Role': 'role', 'RoleArn': 'role', '--role': 'role', 'AccountId': 'account', '--account': 'account', '--region': 'region', 'region': 'region',
        'SessionName': 'sessionName', '--session-name': 'sessionName', 'Duration': 'duration', '--duration': 'duration',
        'SourceIdentity': 'sourceIdentity', '--source-identity': 'sourceIdentity', 'sts:SetSourceIdentity': 'sourceIdentity',
        'ExternalId': 'externalId', '--external-id': 'externalId', 'Policy': 'policy', '--policy': 'policy',
        'PolicyArns': 'policyArns', '--policy-arn': 'policyArns', 'Tags': 'tags', '--tag': 'tags', 'sts:TagSession': 'tags',
        'TransitiveTagKeys': 'transitiveTagKeys', '--transitive-tag': 'transitiveTagKeys', '--allowed-account': 'allowedAccounts',
        'SerialNumber': 'mfa', '--serial': 'mfa', '--secret': 'env', '--file': 'files', '--least': 'least',
    ]

    private static final Map<String, String> PARAMETERS_OF_CODES = [
        TooLongSession: 'duration', TooLargePolicy: 'policy, policyArns, tags', WrongMfaDevice: 'mfa', WrongAccount: 'allowedAccounts',
    ]

    final int exitCode
    /** Texts and numbers only. */
    final Map facts
    /** The name in the executable's taxonomy, such as WrongMfaCode; null when all went well. */
    final String error
    /** One line: what is wrong, and what to do. */
    final String problem
    /** Warnings and what else was said on the way. */
    final List<String> words

    Answer(String printed) {
        List<String> lines = printed.readLines()
        exitCode = lines && lines[0].isInteger() ? lines[0].toInteger() : 1
        Map json = [:]
        List<String> said = []
        for (String line : lines.drop(1)) {
            if (line.startsWith('{')) json = parse(line)
            else if (line.trim()) said.add(line)
        }
        words = said
        Map fault = json.error instanceof Map ? json.error : [:]
        facts = fault ? [:] : json
        error = exitCode == 0 ? null : (fault.code ?: 'Unknown')
        problem = exitCode == 0 ? null : explained(fault)
    }

    @NonCPS
    private static Map parse(String line) {
        // The slurper's own maps are not serializable.
        Map json = [:]
        for (entry in new JsonSlurper().parseText(line).entrySet()) {
            json[entry.key] = entry.value instanceof Map ? new LinkedHashMap(entry.value) : entry.value
        }
        return json
    }

    @NonCPS
    private static String explained(Map fault) {
        if (!fault) return 'aws-temporal ended without an answer'
        // The hint of a value outside its limits repeats the limits.
        def limit = fault.message =~ /^invalid ([\w-]+): (.*)$/
        if (fault.code == 'InvalidArgument' && limit.find() && PARAMETERS[limit.group(1)]) return PARAMETERS[limit.group(1)] + ': ' + limit.group(2)
        String problem = fault.hint ? fault.message + '; ' + fault.hint : fault.message
        String parameter = PARAMETERS_OF_CODES[fault.code]
        for (entry in PARAMETERS.entrySet()) {
            String word = '(?<![\\w:-])' + entry.key + '(?![\\w-])'
            if (!(problem =~ word).find()) continue
            if (entry.key.startsWith('sts:')) parameter = entry.value
            // A Jenkinsfile has parameters where the command line has options.
            if (entry.key.startsWith('--')) problem = problem.replaceAll(word, entry.value)
        }
        return parameter ? parameter + ': ' + problem : problem
    }
}
