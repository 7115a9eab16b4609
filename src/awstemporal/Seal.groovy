package awstemporal

import com.cloudbees.groovy.cps.NonCPS

/** How a prompt is answered so that its agent alone can read the answer: what `aws-temporal seal` says. Holds nothing secret. */
class Seal implements Serializable {

    private static final long serialVersionUID = 1

    private static final List<String> ENVELOPES = ['-----BEGIN CMS-----', '-----BEGIN PKCS7-----']

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
        List<String> lines = [
            'Run this in your own terminal, in bash or zsh, and paste all that it prints. It is sealed: the agent ' + agent + ' alone can open it, once.',
            '    ' + facts.command,
            'or in PowerShell:',
            '    ' + facts.powershell,
        ]
        if (facts.mint) {
            lines += ['or with aws-temporal on your machine:', '    ' + facts.mint]
            if (buildUrl?.matches('https?://[!-~]+')) lines += ['which also answers by itself:', '    aws-temporal grant ' + Shell.quoted(buildUrl)]
        }
        return lines
    }

    /** Whether an answer is sealed: then it says nothing to whoever sees it. */
    @NonCPS
    static boolean isSealed(String answer) {
        for (String envelope : ENVELOPES) if (answer.trim().startsWith(envelope)) return true
        return false
    }
}
