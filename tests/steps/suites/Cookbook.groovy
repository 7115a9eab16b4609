package suites

import played.Agent
import played.Build
import played.Library

/** Every Jenkinsfile of the cookbook, played as it stands, with tools that write down whose credentials they would use. */
class Cookbook extends RoleSuite {

    private static final File RECIPES = new File(Library.ROOT, 'docs/cookbook')

    /** Where the tools of one build write down what they were called with. */
    @Lazy private File calls = new File(bench.folder(), 'calls').with { it.text = ''; it }

    /** A tool that finds its credentials as an SDK does, and writes down which key it was, in which Region, for what. */
    private String tool(String name, String more = '') {
        """#!/bin/sh -eu
            [ -z "\${AWS_ACCESS_KEY_ID:-}" ]
            process=\$(sed -n 's/^credential_process = //p' "\$AWS_CONFIG_FILE")
            key=\$(eval "\$process" | sed -n 's/.*"AccessKeyId": *"\\([A-Z0-9]*\\)".*/\\1/p')
            echo "\$key \$AWS_REGION $name \$*" >> '$calls.path'
            $more
        """.stripIndent().trim() + '\n'
    }

    /** A build that a person started whose key is stored under their name. */
    private Build build(Person person) {
        File tools = bench.folder('tools')
        [
            aws: tool('aws'), npm: tool('npm'),
            kubectl: tool('kubectl', 'test "$(stat -c %a "$KUBECONFIG")" = 600; test "$(cksum < "$KUBECONFIG")" = "' + cksum(People.SECRETS['/prod/kubeconfig']) + '"'),
            terraform: tool('terraform', 'test "$TF_IN_AUTOMATION" = 1; case $* in plan*) echo "a plan" > site.plan ;; apply*) test -s site.plan ;; esac'),
        ].each { name, text -> new File(tools, name).with { it.text = text; it.executable = true } }
        Map<String, String> clean = bench.cleanEnvironment()
        Build build = startedBy(person, agent([PATH: "$tools:$clean.PATH".toString()]))
        build.images['node:22-bookworm'] = [PATH: "$tools:/usr/local/bin:/usr/bin:/bin".toString(), HOME: '/nowhere', AWS_ENDPOINT_URL: people.emulator.url]
        build.repository = [
            'do-something': tool('do-something', 'test "$(cksum < "$2")" = "' + cksum('canary-credential-e3d7') + '"'),
            'deploy.sh': tool('deploy.sh', 'test "$(printf %s "$TOKEN" | cksum)" = "' + cksum('canary-credential-e3d7') + '"'),
            deploy: tool('deploy', 'case $* in *--password-stdin) test "$(cksum)" = "' + cksum('canary-credential-e3d7') + '" ;; esac'),
            report: tool('report'),
            'migrate.sh': tool('migrate', 'echo "the password is $DB_PASSWORD"; test "$(printf %s "$DB_PASSWORD" | cksum)" = "' + cksum('canary-password-d2e6') + '"'),
        ]
        ['canary-user-c1f5', 'canary-password-d2e6', 'canary-credential-e3d7', 'canary-kube-f4c8'].each { build.record.canaries.add(it, it) }
        build
    }

    /** By which a tool knows a secret that it may not hold. */
    private String cksum(String text) {
        File file = new File(bench.folder(), 'text')
        file.text = text
        bench.run(['sh', '-c', "cksum < '$file.path'"]).output.trim()
    }

    /** A build whose prompt is answered with a person's session. */
    private Build pasted(Person person) {
        Build build = build(person)
        build.credentials.clear()
        build.answer = { person.session(3600) }
        build
    }

    private Build play(Build build, String recipe) {
        build.run(new File(RECIPES, recipe + '.Jenkinsfile'))
        succeeded(build)
        build
    }

    /** What the tools did, by whom: the name of a user or role of AWS, as AWS itself knows the key. */
    private List<String> done() {
        Map<String, String> owners = [:]
        people.emulator.ask('/audit').each { Map entry ->
            if (entry.succeeded && entry.accessKeyId && entry.arn) owners[entry.accessKeyId] = entry.arn.replaceAll(/.*:(sts|iam)::([0-9]+):(user|assumed-role)\/([^\/]+).*/, '$2 $4')
        }
        calls.readLines().collect { String line ->
            List<String> words = line.tokenize(' ')
            ([owners[words[0]] ?: arnOf(words[0])] + words.tail()).join(' ')
        }
    }

    private String arnOf(String key) {
        Map taken = people.emulator.ask('/audit').find { it.issuedAccessKeyId == key }
        taken.resource.replaceAll(/.*:iam::([0-9]+):role\/(.+)/, '$1 $2')
    }

    void 'every recipe is on the page of the cookbook, and played here'() {
        String page = new File(RECIPES.parentFile, 'cookbook.md').text
        List<String> recipes = RECIPES.list().findAll { it.endsWith('.Jenkinsfile') }.collect { it - '.Jenkinsfile' }.sort()
        assert recipes.size() == 10
        List<String> tests = Cookbook.declaredMethods*.name
        recipes.each { recipe ->
            assert page.contains("](cookbook/${recipe}.Jenkinsfile)")
            assert tests.any { it.startsWith("$recipe: ") }
        }
    }

    void 'every block of a page that is marked as `groovy test` plays'() {
        int blocks = 0
        Pages.all().each { page ->
            (page.text =~ /(?ms)^```groovy test\n(.*?)^```$/).each { List<String> block ->
                File jenkinsfile = new File(bench.folder(), 'Jenkinsfile')
                jenkinsfile.text = block[1] =~ /(?m)^(node|pipeline) / ? block[1] : "node {\ncheckout scm\n${block[1]}}\n"
                Build build = pasted(people.person('olive'))
                Closure session = build.answer
                build.answer = { question -> block[1].contains('sealed:')
                    ? Terminal.printing(bench.folder('operator'), session()).run(Terminal.command(question)) : session() }
                build.run(jenkinsfile)
                if (build.failure) throw new AssertionError("$page.name: $build.failure\n${block[1]}$build.record.logText".toString(), build.failure)
                blocks++
            }
        }
        assert blocks >= 6
    }

    void 'no recipe lets Groovy fill in a script, and none holds a secret in a variable'() {
        RECIPES.eachFileRecurse(groovy.io.FileType.FILES) { file ->
            file.eachLine { line, number ->
                assert !(line =~ /\b(sh|awsExec|script:)[ (]+("[^"]*\$|'[^']*' \+)/) : "$file.name:$number"
                assert !(line =~ /returnStdout|secretText|readFile/) : "$file.name:$number"
            }
        }
    }

    void 'scripted: nobody waits on an agent, and the body has the operator\'s session and the secret'() {
        Build build = pasted(people.person('olive'))
        Closure session = build.answer
        build.answer = { assert !build.record.argumentsOf('node'); session() }
        play(build, 'scripted')
        assert done() == ["$ACCOUNT olive us-east-1 aws s3 sync site s3://example-site", "$ACCOUNT olive us-east-1 deploy --password-stdin"]*.toString()
    }

    void 'declarative: a file and a variable from secrets, masked where they are printed'() {
        Build build = play(pasted(people.person('olive')), 'declarative')
        assert done() == ["$ACCOUNT olive us-east-1 migrate ", "$ACCOUNT olive us-east-1 kubectl apply -f site.yaml"]*.toString()*.trim()
        assert build.record.logText.contains('the password is ****')
        assert !build.record.logText.contains('Not deployed')
    }

    void 'declarative: what fails is said, and leaves as little'() {
        Build build = pasted(people.person('olive'))
        build.repository['migrate.sh'] = '#!/bin/sh\nexit 3\n'
        build.run(new File(RECIPES, 'declarative.Jenkinsfile'))
        failed(build, 'exit code 3')
        assert build.record.logText.contains('Not deployed')
    }

    void 'parallel: one code for all branches'() {
        Build build = build(people.somebody)
        play(build, 'parallel')
        assert prompts(build).size() == 1
        assert done().sort() == ["$ACCOUNT deployer eu-west-1 deploy eu", "$ACCOUNT deployer us-east-1 deploy us", "$ACCOUNT reader us-east-1 report"]*.toString()
    }

    void 'matrix: one paste for all cells'() {
        Build build = pasted(people.somebody)
        play(build, 'matrix')
        assert prompts(build).size() == 1
        assert done()*.replaceAll(/person\d+/, 'person').sort() == ['eu-west-1', 'us-east-1'].collectMany { region ->
            ['books', 'music'].collect { "$ACCOUNT person $region deploy $it".toString() }
        }
    }

    void 'docker: an SDK in the container has the session, and aws-temporal by its path'() {
        play(pasted(people.person('olive')), 'docker')
        assert done() == ['npm ci', 'npm run deploy', 'deploy --password-stdin'].collect { "$ACCOUNT olive us-east-1 $it".toString() }
    }

    void 'terraform: a role that reads makes the plan, and one with a code applies it'() {
        Person person = people.somebody
        Build build = build(person)
        build.credentials.planner = key(people.somebody)
        build.answer = { Map question -> if (question.parameters) return person.code(); assert done().size() == 2 }
        play(build, 'terraform')
        assert done() == [
            "$ACCOUNT reader us-east-1 terraform init -input=false", "$ACCOUNT reader us-east-1 terraform plan -input=false -out=site.plan",
            "$ACCOUNT deployer us-east-1 terraform init -input=false", "$ACCOUNT deployer us-east-1 terraform apply -input=false site.plan",
        ]*.toString()
    }

    void 'cross-account: one key and one code, a role in each account'() {
        Build build = build(people.somebody)
        play(build, 'cross-account')
        assert prompts(build).size() == 1
        assert done() == ["$ACCOUNT reader us-east-1 report", "$People.OTHER_ACCOUNT reader us-east-1 report", "$ACCOUNT partner us-east-1 report"]*.toString()
    }

    void 'nested: inside the role, outside the operator, and one prompt'() {
        Build build = play(pasted(people.person('olive')), 'nested')
        assert prompts(build).size() == 1
        assert done() == ['olive us-east-1 report', 'reader us-east-1 migrate', 'reader us-east-1 report', 'olive us-east-1 report'].collect { "$ACCOUNT $it".toString() }
        assert build.record.logText.contains('the password is ****')
    }

    void 'multibranch: every branch reads with a token and nobody is asked, and main is deployed by a person'() {
        Person person = people.somebody
        Closure branch = { String name ->
            Build build = build(person)
            build.credentials.clear()
            build.credentials['a-key'] = awsKey(person)
            build.credentials['jenkins-oidc'] = [type: 'string', text: people.emulator.ask('/web-identity', [provider: People.PROVIDER, subject: 'shop/deploy']).token]
            build.startedBy = null
            build.branch = [BRANCH_NAME: name]
            build.answer = { Map question -> question.parameters[0].type == 'credentials' ? 'a-key' : person.code() }
            play(build, 'multibranch')
        }
        assert !prompts(branch('feature'))
        assert done() == ["$ACCOUNT robot us-east-1 report".toString()]
        calls.text = ''
        Build main = branch('main')
        assert prompts(main)*.submitter == ['deployers', 'deployers']
        assert done() == ["$ACCOUNT robot us-east-1 report", "$ACCOUNT deployer us-east-1 deploy main"]*.toString()
    }

    void 'library-caller: a step of another library uses the steps of this one'() {
        Build build = pasted(people.person('olive'))
        build.otherLibrary = new Library(new File(RECIPES, 'company'))
        play(build, 'library-caller')
        assert done() == ["$ACCOUNT olive us-east-1 deploy books".toString()]
        assert prompts(build)[0].message == 'Deploy books?'
    }
}
