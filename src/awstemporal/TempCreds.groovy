package awstemporal

import com.cloudbees.groovy.cps.NonCPS
import hudson.FilePath
import hudson.util.Secret

/**
 * The answer to one prompt: what `getTempCreds` returns and `withTempCreds` opens, on any agent and as often as
 * wanted while it lives. It carries the `Secret` itself, which Jenkins keeps encrypted, and gives it to nobody:
 * it only writes it into a file on the agent. A session is never part of it, so it belongs to no agent.
 */
class TempCreds implements Serializable {

    private static final long serialVersionUID = 1

    private final Secret paste
    private final Map options
    private final long promptedAt

    /** @param promptedAt when the prompt was shown, in milliseconds since 1970 */
    TempCreds(Secret paste, Map options, long promptedAt) {
        this.paste = paste
        this.options = options
        this.promptedAt = promptedAt
    }

    /** A session of which this build may open more: what export.sh wrote. AWS has just said whose it is. */
    @NonCPS
    @SuppressWarnings('ParameterOrReturnTypeNotSerializable') // used on the spot, never across a step
    static TempCreds readFrom(FilePath workspace, String folder, int duration) {
        FilePath file = workspace.child(folder).child('paste')
        return new TempCreds(Secret.fromString(file.readToString()), [duration: duration, verify: false], System.currentTimeMillis())
    }

    @NonCPS
    String getRegion() { options.region }

    /** The answer where it is sealed, which is no secret; null where it is plain. */
    @NonCPS
    String getSealedText() { Seal.isSealed(paste.toString()) ? paste.toString() : null }

    /** What `aws-temporal open` is told beside the paste. */
    @NonCPS
    List<String> openArguments(String region) {
        List<String> arguments = ['--duration', options.duration.toString(), '--prompted', promptedAt.intdiv(1000).toString()]
        if (region) arguments += ['--region', region]
        for (String account : options.account) arguments += ['--account', account]
        if (options.minLife != null) arguments += ['--min-life', options.minLife.toString()]
        if (options.sealed == 'required') arguments.add('--sealed')
        if (!options.verify) arguments.add('--no-verify')
        return arguments
    }

    /** Writes the paste into the private folder. The text is never a step's argument and no step runs meanwhile. */
    @NonCPS
    @SuppressWarnings('ParameterOrReturnTypeNotSerializable') // used on the spot, never across a step
    void writeTo(FilePath workspace, String folder) {
        FilePath file = workspace.child(folder).child('paste')
        file.write(paste.plainText, 'UTF-8')
        file.chmod(0600)
    }

    @Override
    @NonCPS
    String toString() { 'TempCreds(redacted)' }

    /** Groovy's own would show the fields, and a Secret shows its text. */
    @NonCPS
    String dump() { toString() }
}
