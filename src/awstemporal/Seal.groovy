package awstemporal

import com.cloudbees.groovy.cps.NonCPS

/** How a prompt is answered so that its agent alone can read the answer: what `aws-temporal seal` says. Holds nothing secret. */
class Seal implements Serializable {

    private static final long serialVersionUID = 1

    // All of the answer: what stands beside an envelope may be a plain session.
    private static final String ENVELOPE = '\\s*-----BEGIN (CMS|PKCS7)-----[A-Za-z0-9+/=\\s]*+-----END \\1-----\\s*'

    private final Map facts
    private final String agent
    private final String buildUrl
    /** Whether a plain answer is refused. */
    final boolean required

    Seal(Map facts, String agent, String buildUrl, boolean required) {
        this.facts = facts
        this.agent = agent
        this.buildUrl = buildUrl
        this.required = required
    }

    /** What the prompt says. */
    @NonCPS
    List<String> lines() {
        List<String> lines = ['Answer from your own terminal, sealed: the agent ' + agent + ' alone can open it, once.']
        if (facts.mint && buildUrl?.matches('https?://[!-~]+')) lines += ['With aws-temporal on your machine:', '    aws-temporal grant ' + Shell.quoted(buildUrl)]
        lines += [
            'In bash or zsh, with openssl; paste all that it prints:',
            '    ' + facts.command,
            'In PowerShell; paste all that it prints:',
            '    ' + facts.powershell,
        ]
        if (facts.mint) lines += ['With aws-temporal, to paste what it prints:', '    ' + facts.mint]
        return lines
    }

    /** Whether an answer is sealed: then it says nothing to whoever sees it. */
    @NonCPS
    static boolean isSealed(String answer) {
        return answer.matches(ENVELOPE)
    }
}
