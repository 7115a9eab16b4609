package awstemporal

import com.cloudbees.groovy.cps.NonCPS

/** Script text for the `sh` step: constant but for its arguments, each of which arrives as it is. */
class Shell implements Serializable {

    private static final long serialVersionUID = 1

    /** The argument as one word of a POSIX shell. */
    @NonCPS
    static String quoted(String argument) {
        if (argument.indexOf(0) >= 0) throw new IllegalArgumentException('a shell argument holds a NUL character')
        return "'" + argument.replace("'", "'\\''") + "'"
    }

    /** The text with the arguments as $1, $2, … and without the tracing that `sh -x` would write to the log. */
    @NonCPS
    static String script(String text, List<String> arguments) {
        List<String> words = []
        for (String argument : arguments) words.add(quoted(argument))
        return 'set +x\nset -- ' + words.join(' ') + '\n' + text
    }
}
