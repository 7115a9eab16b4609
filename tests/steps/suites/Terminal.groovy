package suites

/** The operator's machine: bash, openssl, and an AWS CLI that answers with a session. Nothing of ours. */
class Terminal {

    /** How the command for bash begins. */
    static final String SHELL = "( p='aws-temporal-sealed"

    private final File home

    /** @param aws what the AWS CLI is, in shell */
    Terminal(File home, String aws = 'false') {
        this.home = home
        new File(home, 'aws').with { text = "#!/bin/sh\n$aws\n"; executable = true }
    }

    /** One whose AWS CLI prints this. */
    static Terminal printing(File home, String session) {
        new File(home, 'session').text = session
        new Terminal(home, "cat '$home/session'")
    }

    /** What a command prints that is given some input. */
    String run(String command, String input = '') {
        def terminal = ['bash', '-c', command].execute(['PATH=' + home.path + ':' + System.getenv('PATH'), 'HOME=' + home.path], home)
        terminal.outputStream.withStream { it.write(input.bytes) }
        String printed = terminal.inputStream.text
        assert terminal.waitFor() == 0 : terminal.errorStream.text
        printed
    }

    /** The line of a prompt that begins so. */
    static String command(Map question, String first = SHELL) {
        question.parameters[0].description.readLines()*.trim().find { it.startsWith(first) }
    }
}
