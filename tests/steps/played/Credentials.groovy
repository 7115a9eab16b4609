package played

import hudson.AbortException

/**
 * What `withCredentials` binds. It masks nothing, so that what only a mask would hide is found: a build's stored credentials, each as [type: 'usernamePassword', username, password],
 * [type: 'aws', accessKey, secretKey, sessionToken], [type: 'string', text] or [type: 'file', text].
 */
class Credentials {

    private static final Map<String, String> TYPES = [
        UsernamePasswordMultiBinding: 'usernamePassword', AmazonWebServicesCredentialsBinding: 'aws', StringBinding: 'string', FileBinding: 'file',
    ]

    private final Context context
    private final List<File> files = []

    Credentials(Context context) { this.context = context }

    def bind(List<Map> bindings, Closure body) {
        Map<String, String> variables = [:]
        try {
            bindings.each { variables += variablesOf(it) }
            return context.with(bound: context.bound + variables.keySet())
                .withEnvironment(variables.collect { name, value -> "$name=$value".toString() }).run(body)
        } finally {
            files.each { it.parentFile.deleteDir() }
        }
    }

    private Map<String, String> variablesOf(Map binding) {
        String type = TYPES[binding.$class]
        if (!type || (type == 'aws' && !context.build.hasAwsPlugin)) {
            throw new UnsupportedOperationException('no known implementation of class org.jenkinsci.plugins.credentialsbinding.MultiBinding is named ' + binding.$class)
        }
        Map stored = context.build.credentials[binding.credentialsId]
        if (!stored) throw new AbortException("Could not find credentials entry with ID '$binding.credentialsId'")
        if (stored.type != type) throw new AbortException("Credentials '$binding.credentialsId' is of type '$stored.type' where '$type' was expected")
        Canaries canaries = context.build.record.canaries
        String name = "the stored $binding.credentialsId"
        [stored.password, stored.secretKey, stored.sessionToken, stored.text].each { canaries.add(name, it) }
        switch (type) {
            case 'usernamePassword': return [(binding.usernameVariable): stored.username, (binding.passwordVariable): stored.password]
            case 'aws': return [(binding.accessKeyVariable): stored.accessKey, (binding.secretKeyVariable): stored.secretKey] +
                (stored.sessionToken ? [AWS_SESSION_TOKEN: stored.sessionToken] : [:])
            case 'string': return [(binding.variable): stored.text]
            case 'file': return [(binding.variable): file(stored.text)]
        }
    }

    private String file(String text) {
        File file = new File(Agent.temporary(context.agent.workspace), 'secretFiles/' + UUID.randomUUID() + '/token')
        file.parentFile.mkdirs()
        file.text = text
        files << file
        context.agent.told(file)
    }
}
