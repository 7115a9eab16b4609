package suites

import played.Agent
import played.Build

/** A suite whose agents talk to the AWS with people and roles. */
abstract class RoleSuite extends Suite {

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

    Build pasting(Person person = people.somebody) {
        build(agent(), person.session())
    }
}
