package awstemporal

import com.cloudbees.groovy.cps.NonCPS
import hudson.FilePath
import hudson.util.Secret

/** The answer to a prompt for an MFA code. As with {@link TempCreds}, its text goes nowhere but into a file on the agent. */
class MfaCode implements Serializable {

    private static final long serialVersionUID = 1

    private final Secret answer

    MfaCode(Secret answer) { this.answer = answer }

    /** The answer where it is sealed, which is no secret; null where it is plain. */
    @NonCPS
    String getSealedText() { Seal.isSealed(answer.toString()) ? answer.toString() : null }

    /** Only its form; devices show it with a blank in the middle. */
    @NonCPS
    boolean isSixDigits() { digits().matches('[0-9]{6}') }

    @NonCPS
    boolean isSameAs(MfaCode other) { digits() == other.digits() }

    @NonCPS
    @SuppressWarnings('ParameterOrReturnTypeNotSerializable') // used on the spot, never across a step
    void writeTo(FilePath workspace, String folder) {
        FilePath file = workspace.child(folder).child('paste')
        file.write(sealedText ?: digits(), 'UTF-8')
        file.chmod(0600)
    }

    @NonCPS
    private String digits() { answer.plainText.replaceAll('\\s', '') }

    @Override
    @NonCPS
    String toString() { 'MfaCode(redacted)' }

    /** Groovy's own would show the fields, and a Secret shows its text. */
    @NonCPS
    String dump() { toString() }
}
