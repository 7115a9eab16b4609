package suites

import played.Library

/** What README and the pages say is so: their commands run, their links lead somewhere, and nothing is left out. */
class Pages extends RoleSuite {

    static List<File> all() { [new File(Library.ROOT, 'README.md')] + new File(Library.ROOT, 'docs').listFiles().findAll { it.name.endsWith('.md') }.sort() }

    private static String textOf(List<File> files) { files*.getText('UTF-8').join('\n') }

    /** The pages, and the help that Jenkins shows. */
    private static String allText() { textOf(all() + new File(Library.ROOT, 'vars').listFiles().findAll { it.name.endsWith('.txt') }) }

    void 'every block that is marked as `sh test` runs'() {
        int blocks = 0
        all().each { page ->
            File folder = bench.folder()
            Map<String, String> environment = operator(folder)
            (page.text =~ /(?ms)^```sh test\n(.*?)^```$/).each { List<String> block ->
                Map answer = bench.run(['sh', '-c', "cd '$folder' && set -eu\n${block[1]}".toString()], environment)
                assert answer.exitCode == 0 : "$page.name:\n${block[1]}\n$answer.output$answer.errors"
                blocks++
            }
            assert !new File(folder, 'session').exists() : "$page.name leaves its session open"
        }
        assert blocks >= 6
    }

    /** An operator's terminal, with an AWS CLI that has a profile. */
    private Map<String, String> operator(File folder) {
        File tools = bench.folder('tools')
        new File(tools, 'of-user').text = people.person('olive').session()
        new File(tools, 'of-role').text = people.emulator.post('/session', [role: 'reader', sessionName: 'alice', life: 900])
        new File(tools, 'aws').with {
            text = "#!/bin/sh\ncase \"\$1 \$2\" in\n'sts get-session-token') cat '$tools/of-user' ;;\n'sts assume-role') cat '$tools/of-role' ;;\nesac\n"
            executable = true
        }
        new File(folder, 'deploy.sh').with { text = '#!/bin/sh\ntest -n "$DB_PASSWORD"\n'; executable = true }
        Map<String, String> clean = bench.cleanEnvironment()
        clean + [PATH: "$tools:${new File(bench.executable).parent}:$clean.PATH".toString(), AWS_ENDPOINT_URL: people.emulator.url, HOME: folder.path]
    }

    void 'every link leads to a file, and to a heading in it'() {
        List<String> broken = []
        all().each { page ->
            (withoutCode(page.text) =~ /\]\(([^)\s]+)\)/).each { List<String> link ->
                if (link[1] =~ /^https?:/) return
                List<String> parts = link[1].split('#', 2) as List
                File file = parts[0] ? new File(page.parentFile, parts[0]) : page
                if (!file.exists()) broken << "$page.name: $link[1]"
                else if (parts.size() == 2 && !(parts[1] in anchors(file))) broken << "$page.name: $link[1]"
            }
        }
        assert broken == []
    }

    private static String withoutCode(String text) { text.replaceAll(/(?ms)^```.*?^```$/, '') }

    /** As GitHub names headings. */
    private static List<String> anchors(File page) {
        withoutCode(page.text).readLines().findAll { it =~ /^#+ / }.collect { it.replaceFirst(/^#+ /, '').toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/, '').replace(' ', '-') }
    }

    void 'every page is on the front page'() {
        String front = all()[0].text
        all().tail().each { assert front.contains("(docs/$it.name)") }
    }

    void 'every step is on a page, and every parameter in its help'() {
        String text = textOf(all())
        Library.INSTANCE.type('awstemporal.Parameters').KEYS.each { String step, List<String> parameters ->
            assert text.contains(step)
            String help = new File(Library.ROOT, "vars/${step}.txt").text
            parameters.each { assert help.contains("<dt><code>$it</code>") : "$step: $it" }
            (help =~ /<dt><code>(\w+)<\/code>/).each { assert it[1] in parameters : "$step has no parameter ${it[1]}" }
        }
    }

    void 'every command and every exit code is on a page'() {
        String text = textOf(all())
        commandsOf([]).each { assert text.contains("`$it") || text.contains("aws-temporal $it") : it }
        String codes = helpOf([]).find(/Exit codes: .*/)
        (codes =~ /\b(\d+) /).each { assert text.contains("| ${it[1]} |") }
        assert text.contains('| 125 |')
    }

    private String helpOf(List<String> command) { bench.run([bench.executable] + command + ['--help']).output }

    private List<String> commandsOf(List<String> parent) {
        String list = helpOf(parent).find(/(?s)Commands:\n.*/)
        if (!list) return []
        List<String> names = list.readLines().collect { it.find(/^  [a-z-]+/)?.trim() }.findAll { it }
        names.collectMany { String name -> commandsOf(parent + name) ?: [(parent + name).join(' ')] }
    }

    void 'every variable that an admin can set is on the admin\'s page'() {
        String page = new File(Library.ROOT, 'docs/admin.md').text
        List<String> variables = bench.resource('locate.sh').text.findAll(/(AWS_TEMPORAL_[A-Z_]+)/).unique()
        assert variables.size() >= 3
        variables.each { assert page.contains(it) }
    }

    void 'where a page names a parameter of a step, there is one'() {
        Map<String, List<String>> known = Library.INSTANCE.type('awstemporal.Parameters').KEYS
        List<String> unknown = []
        (allText() =~ /\b(getTempCreds|withAwsRole|withAwsSecrets|awsExec)\(([a-z]\w*: [^\n{]*)/).each { List<String> call ->
            // Not what stands in brackets or quotes.
            String arguments = call[2].replaceAll(/'[^']*'/, "''").replaceAll(/\[[^\]]*\]/, '').replaceAll(/\).*/, '')
            (arguments =~ /(?:^|, )(\w+): /).each { List<String> name -> if (!(name[1] in known[call[1]])) unknown << "${call[1]}: ${name[1]}" }
        }
        assert unknown == []
    }
}
