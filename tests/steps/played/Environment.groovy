package played

/** `env`: what Jenkins itself knows of the environment, not what the agent's processes have. */
class Environment implements Serializable {
    def propertyMissing(String name) { Context.current().environment[name] ?: null }
}
