package suites

import played.Library

/** An argument reaches the program as it is, whatever it consists of. */
class Quoting extends Suite {

    private static final List<String> ODD = [
        '', ' ', "'", "''", '"', '\\', '\\\\', '$HOME', '$(touch ran)', '`touch ran`', '*', '~', '-n', '--', '!', '#', ';', '&', '|', '\n', 'a\nb\n',
        '\t', '\r\n', '%s', '\u00e9', '\ud83d\ude00', "it's \"so\" \$odd", "'\\''", '\u0001\u007f',
    ]

    void 'odd and random arguments come through every shell'() {
        Class quoting = Library.INSTANCE.type('awstemporal.Shell')
        Random random = new Random(20200608)
        String letters = ' \'"\\$`*?[]{}()<>|&;#~!-=%\n\tabc\u00e9\u2713'
        List<String> arguments = ODD + (1..200).collect { (0..random.nextInt(20)).collect { letters[random.nextInt(letters.length())] }.join('') }
        File file = new File(bench.folder(), 'script.sh')
        file.setText(quoting.script('printf \'%s\\0\' "$@"\n', arguments), 'UTF-8')
        bench.shells().each { shell ->
            Map answer = bench.run(shell + ['-e', file.path])
            assert answer.errors.replace('+ set +x\n', '') == ''
            List<String> arrived = answer.output.split('\0', -1)
            assert arrived.size() == arguments.size() + 1
            arguments.eachWithIndex { argument, i -> assert arrived[i] == argument }
        }
    }

    void 'no trace of the arguments is written, although Jenkins asks the shell for one'() {
        File file = new File(bench.folder(), 'script.sh')
        file.text = Library.INSTANCE.type('awstemporal.Shell').script('echo "$1"\n', ['a canary'])
        assert bench.run(['sh', '-xe', file.path]).errors == '+ set +x\n'
    }

    void 'a NUL character is refused'() {
        try {
            Library.INSTANCE.type('awstemporal.Shell').quoted('a\0b')
            assert false
        } catch (IllegalArgumentException expected) {
            assert expected.message.contains('NUL')
        }
    }

    void 'an argument of awsTemporal stays one argument'() {
        def build = build(agent([:], 'a b'))
        build.run { node { getTempCreds(region: REGION) { awsTemporal(arguments: ['secret', 'get', SECRET, '--out', "it's \$here"]) } } }
        succeeded(build)
        assert new File(build.agents.agent.workspace, "it's \$here").delete()
    }
}
