package suites

import played.Agent
import played.Build

/** A suite whose agents talk to the AWS with people and roles. */
abstract class RoleSuite extends Suite {

    protected static final String STATUS = 'aws-temporal status --json'

    /** The facts of the session that a body sees. */
    protected static Closure statusOf(Object jenkinsfile) {
        return { new groovy.json.JsonSlurper().parseText(jenkinsfile.sh(script: STATUS, returnStdout: true)) }
    }

    People getPeople() { bench.people }

    @Override
    Agent agent(String name, Map<String, String> environment = [:], String folder = 'workspace') {
        super.agent(name, [AWS_ENDPOINT_URL: people.emulator.url] + environment, folder)
    }

    /** A role's ARN as a session of it shows. */
    static String assumed(String role) { "arn:aws:sts::$People.ACCOUNT:assumed-role/$role/" }

    /** What AWS was asked while this ran. */
    List<Map> audit(Closure what) {
        int before = people.emulator.ask('/audit').size()
        what()
        people.emulator.ask('/audit').drop(before)
    }

    protected static int calls(List<Map> audit, String action) { audit.count { it.action == action } }

    /** A build that somebody started whose key is stored under their name, and who gives codes of their device. */
    Build startedBy(Person person, Agent agent = agent()) {
        def build = new Build(agent)
        build.startedBy = person.name
        build.credentials[person.name] = key(person)
        build.answer = { person.code() }
        build
    }

    static Map key(Person person) { [type: 'usernamePassword', username: person.accessKeyId, password: person.secretAccessKey] }

    static Map awsKey(Person person) { [type: 'aws', accessKey: person.accessKeyId, secretKey: person.secretAccessKey] }

    static List prompts(Build build) { build.record.argumentsOf('input')*.getAt(0) }

    Build pasting(Person person = people.somebody) {
        build(agent(), person.session())
    }
}
