package suites

/** The operator's machine: bash, openssl, and an AWS CLI that answers with a session. Nothing of ours. */
class Terminal {

    /** How the command for bash begins. */
    static final String SHELL = "( p='aws-temporal-sealed"

    private final File home

    Terminal(File home) { this.home = home }

    /** What a command prints that is given some input. */
    String run(String command, String input, String session) {
        new File(home, 'session').text = session
        File aws = new File(home, 'aws')
        aws.text = '#!/bin/sh\ncat "${0%/*}/session"\n'
        aws.executable = true
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
