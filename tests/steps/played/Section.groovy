package played

/** What stands in one block of a declarative pipeline, in order; a name that does not belong there is an error. */
class Section {

    private final String what
    private final List<String> known
    private final Script script
    /** The arguments of each call, by its name. */
    final Map<String, List<List>> calls = [:].withDefault { [] }
    /** What was set with `=`. */
    final Map<String, String> values = [:]

    /** @param known the names that belong here; null for any */
    Section(Script script, String what, List<String> known, Closure block) {
        this.script = script
        this.what = what
        this.known = known
        block = block.clone()
        block.delegate = this
        block.resolveStrategy = Closure.DELEGATE_ONLY
        block.call()
    }

    boolean has(String name) { calls.containsKey(name) }

    /** The one argument of the only call by this name, or null. */
    def only(String name) {
        if (!has(name)) return null
        if (calls[name].size() > 1) throw new IllegalArgumentException("Multiple occurrences of the $name section in $what")
        calls[name][0][0]
    }

    Section section(String name, List<String> known) { has(name) ? new Section(script, "$what $name", known, only(name)) : null }

    def methodMissing(String name, Object arguments) {
        if (known != null && !(name in known)) throw new IllegalArgumentException("Undefined section \"$name\" in $what")
        calls[name] << (arguments as List)
        [name: name, arguments: arguments as List]
    }

    def propertyMissing(String name) { name in ['any', 'none'] ? name : script.propertyMissing(name) }

    def propertyMissing(String name, Object value) { values[name] = value.toString() }
}
