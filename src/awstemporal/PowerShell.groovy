package awstemporal

import com.cloudbees.groovy.cps.NonCPS

/** Script text for the `powershell` step: constant but for its arguments, each of which arrives as it is. */
class PowerShell implements Serializable {

    private static final long serialVersionUID = 1

    /** The argument as a literal. PowerShell ends one at each of these quotation marks, and two of them are one in it. */
    @NonCPS
    static String quoted(String argument) {
        if (argument.indexOf(0) >= 0) throw new IllegalArgumentException('a shell argument holds a NUL character')
        return "'" + argument.replaceAll("(['\u2018\u2019\u201a\u201b])", '$1$1') + "'"
    }

    /** The text with the arguments in `$arguments`. */
    @NonCPS
    static String script(String text, List<String> arguments) {
        List<String> words = []
        for (String argument : arguments) words.add(quoted(argument))
        return '[string[]]$arguments = @(' + words.join(', ') + ')\n' + text
    }

    /** What a script printed by Write-Answer. */
    @NonCPS
    static String answer(String printed) { new String(printed.replaceAll('\\s', '').decodeBase64(), 'UTF-8') }
}
