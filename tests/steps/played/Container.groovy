package played

/**
 * A container that `docker.image().inside` runs on an agent. It has the workspace and its temporary folder at the same
 * paths, and the environment of its image: of the agent's own there is nothing, of what steps say everything but PATH.
 */
class Container extends Agent {

    private final Agent host

    Container(Agent host, Map<String, String> environment) {
        super(host.name, host.workspace, environment)
        this.host = host
    }

    @Override
    Map<String, String> processEnvironment(Map<String, String> said) {
        // `docker exec --env` is given what differs from the agent's environment, and an emptied variable arrives empty.
        environment + said.findAll { name, value -> name != 'PATH' && host.environment[name] != value }
    }
}
