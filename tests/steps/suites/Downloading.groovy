package suites

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpHandler
import com.sun.net.httpserver.HttpServer

/** The locator on an agent that has no executable yet: from the folder that the admin named, checked, into the cache. */
class Downloading extends Suite {

    private final String version = '0.1.0'
    private final String program = "#!/bin/sh\necho 'aws-temporal 0.1.0 (abc, net10.0)'\n" + '# ' + 'x' * 100000 + '\n'
    private final List<String> asked = Collections.synchronizedList([])

    /** Serves while the closure runs; `answer` gives the bytes of a path, or does all of it itself. */
    private void serving(Closure answer, Closure test) {
        HttpServer server = HttpServer.create(new InetSocketAddress('127.0.0.1', 0), 50)
        server.executor = java.util.concurrent.Executors.newCachedThreadPool()
        server.createContext('/', { HttpExchange exchange ->
            asked << exchange.requestURI.toString()
            try {
                answer(exchange)
            } finally {
                exchange.close()
            }
        } as HttpHandler)
        server.start()
        try {
            test("http://127.0.0.1:$server.address.port".toString())
        } finally {
            server.stop(0)
            server.executor.shutdownNow()
        }
    }

    private static void give(HttpExchange exchange, String text) {
        exchange.sendResponseHeaders(200, text.bytes.length)
        exchange.responseBody << text.bytes
    }

    private String getPins() { bench.pinOf(new File(bench.folder(), 'p').with { it.text = program; it }, version) }

    private String getName() { bench.releaseName(version) }

    /** A PATH with the tools of a slim agent and these. */
    private String tools(String... more) {
        File folder = bench.folder('tools')
        (['sh', 'ls', 'id', 'uname', 'sha256sum', 'mkdir', 'chmod', 'mv', 'rm', 'tr', 'cat', 'ldd'] + more.toList()).each { tool ->
            String path = bench.run(['sh', '-c', "command -v $tool"]).output.trim()
            if (path) java.nio.file.Files.createSymbolicLink(new File(folder, tool).toPath(), new File(path).toPath())
        }
        folder.path
    }

    private Map locate(Map<String, String> environment, String pins = pins, List<String> shell = ['sh']) {
        bench.run(['/usr/bin/env', '-i'] + environment.collect { name, value -> "$name=$value".toString() } +
            [bench.run(['sh', '-c', "command -v ${shell[0]}"]).output.trim(), *shell.drop(1), bench.resource('locate.sh').path, version, pins, '', ''])
    }

    private Map<String, String> cold(String url, String path = '/usr/bin:/bin') {
        [PATH: path, WORKSPACE: '/nowhere/workspace', HOME: bench.folder('home').path, AWS_TEMPORAL_DOWNLOAD_URL: url]
    }

    private static File copyIn(Map<String, String> environment) { new File("$environment.HOME/.cache/aws-temporal/0.1.0/aws-temporal") }

    private void arrived(Map answer, Map<String, String> environment) {
        assert answer.exitCode == 0, answer.errors
        assert answer.output.readLines()[0] == copyIn(environment).path
        assert copyIn(environment).text == program
        assert bench.run(['stat', '-c', '%a', copyIn(environment).path, copyIn(environment).parent]).output.readLines() == ['500', '700']
        assert copyIn(environment).parentFile.list().toList() == ['aws-temporal']
    }

    private void refused(Map answer, Map<String, String> environment, String reason) {
        assert answer.exitCode == 1 && answer.output == ''
        assert answer.errors.contains('download: ' + reason), answer.errors
        assert !copyIn(environment).parentFile.list()
    }

    void 'a cold agent downloads it once, checked, and the next build asks nobody'() {
        serving({ give(it, program) }) { String url ->
            bench.shells().each { shell ->
                asked.clear()
                Map environment = cold(url + '/mirror/')
                Map answer = locate(environment, pins, shell)
                arrived(answer, environment)
                assert answer.errors == "aws-temporal: downloads $url/mirror/$name\n"
                assert asked == ["/mirror/$name".toString()]
                Map warm = locate(environment, pins, shell)
                assert warm.output == answer.output && warm.errors == '' && asked.size() == 1
            }
        }
    }

    void 'with wget alone, with the one of busybox, and with neither'() {
        serving({ give(it, program) }) { String url ->
            Map environment = cold(url, tools('wget'))
            if (new File(environment.PATH, 'wget').exists()) arrived(locate(environment), environment)
            if (bench.run(['sh', '-c', 'command -v busybox']).exitCode == 0) {
                environment = cold(url, tools())
                java.nio.file.Files.createSymbolicLink(new File(environment.PATH, 'wget').toPath(), new File(bench.run(['sh', '-c', 'command -v busybox']).output.trim()).toPath())
                arrived(locate(environment), environment)
            }
            environment = cold(url, tools())
            refused(locate(environment), environment, 'there is neither curl nor wget')
        }
    }

    void 'an agent that may write small files only has no larger limit set'() {
        List<String> lowered = ['sh', '-c', 'ulimit -f 100000; exec "$@"', 'sh', 'sh']
        // What root lowered, root may raise.
        if (bench.run(['id', '-u']).output.trim() == '0') lowered = ['setpriv', '--bounding-set=-sys_resource'] + lowered
        if (bench.run(['sh', '-c', "command -v ${lowered[0]}"]).exitCode != 0) throw new Skipped('there is no setpriv')
        serving({ give(it, program) }) { String url ->
            Map environment = cold(url)
            arrived(locate(environment, pins, lowered), environment)
        }
    }

    void 'other bytes are never run and never stay'() {
        serving({ give(it, program + 'touch /tmp/never\n') }) { String url ->
            Map environment = cold(url)
            refused(locate(environment), environment, "$url/$name is not what this version of the library pins: its SHA-256 is ")
        }
    }

    void 'a download that is cut, a page that is missing, a server that is not there'() {
        serving({ it.sendResponseHeaders(200, program.length() + 10); it.responseBody << program.bytes; it.responseBody.flush() }) { String url ->
            Map environment = cold(url)
            refused(locate(environment), environment, 'curl ended with exit code 18 at ' + url)
        }
        serving({ it.sendResponseHeaders(404, -1) }) { String url ->
            Map environment = cold(url)
            refused(locate(environment), environment, 'curl ended with exit code 22 at ' + url + '/' + name + ': curl: (22) The requested URL returned error: 404')
        }
        Map environment = cold('http://127.0.0.1:1')
        refused(locate(environment), environment, 'curl ended with exit code 7 at http://127.0.0.1:1/')
    }

    void 'with wget too the reason is said'() {
        if (bench.run(['sh', '-c', 'command -v wget']).exitCode != 0) throw new Skipped('there is no wget')
        serving({ it.sendResponseHeaders(404, -1) }) { String url ->
            Map environment = cold(url, tools('wget'))
            Map answer = locate(environment)
            refused(answer, environment, "wget ended with exit code 8 at $url/$name: ")
            assert answer.errors.contains('ERROR 404')
        }
    }

    void 'where a proxy was asked, the reason says so, and never its password'() {
        String busybox = tools()
        bench.run(['sh', '-c', 'ln -s "$(command -v busybox)" "$0/wget"', busybox])
        [tools('curl'), tools('wget'), busybox].findAll { new File(it, 'curl').exists() || new File(it, 'wget').exists() }.each { String path ->
            ['http://anna:canary-5512@127.0.0.1:1', 'http://anna:canary-5512@127.0.0.1:99999', 'ftp://anna:can@ary-5512@127.0.0.1:1', 'http://anna:canary-5512@:x',
             'anna:canary-5512 5@127.0.0.1:1', ':canary-5512@[::1', 'anna:canary-5512/5@127.0.0.1:1', 'anna:canary-5512//5 5@127.0.0.1:1'].each { String proxy ->
                Map environment = cold('http://mirror.invalid', path) + [http_proxy: proxy]
                Map answer = locate(environment)
                assert answer.errors.contains(" at http://mirror.invalid/$name (http_proxy is set): ")
                assert !answer.errors.contains('canary') && !answer.errors.contains('ary-5512'), answer.errors
            }
        }
    }

    void 'a log-in is that of netrc, also where the server refuses without asking for one'() {
        serving({ HttpExchange exchange ->
            if (exchange.requestHeaders.getFirst('Authorization') == 'Basic ' + 'agent:canary-5512'.bytes.encodeBase64()) return give(exchange, program)
            exchange.sendResponseHeaders(403, -1)
        }) { String url ->
            ['curl', 'wget'].each { String tool ->
                Map environment = cold(url, tools(tool))
                if (!new File(environment.PATH, tool).exists()) return
                refused(locate(environment), environment, "$tool ended with exit code ")
                new File(environment.HOME, '.netrc').text = 'machine 127.0.0.1 login agent password canary-5512\n'
                arrived(locate(environment), environment)
            }
        }
    }

    void 'a redirect is followed, because the bytes are checked'() {
        serving({ HttpExchange exchange ->
            if (exchange.requestURI.path.startsWith('/moved')) return give(exchange, program)
            exchange.responseHeaders.set('Location', '/moved/here')
            exchange.sendResponseHeaders(302, -1)
        }) { String url ->
            Map environment = cold(url)
            arrived(locate(environment), environment)
        }
    }

    void 'a proxy is honoured, in small letters and in large ones'() {
        serving({ give(it, program) }) { String proxy ->
            ['http_proxy', 'HTTP_PROXY'].each { variable ->
                asked.clear()
                Map environment = cold('http://mirror.invalid/tools') + [(variable): proxy]
                arrived(locate(environment), environment)
                assert asked == ["http://mirror.invalid/tools/$name".toString()]
            }
        }
    }

    void 'settings of curl and wget in a home that is the workspace are not read'() {
        serving({ give(it, program) }) { String url ->
            [curl: '.curlrc', wget: '.wgetrc'].each { tool, settings ->
                Map environment = cold(url, tools(tool))
                if (!new File(environment.PATH, tool).exists()) return
                File home = new File(environment.HOME), cache = bench.folder('cache'), planted = new File(home, 'planted')
                new File(home, settings).text = tool == 'curl' ? "dump-header = $planted\n" : "output_document = $planted\nlogfile = $planted\n"
                Map answer = locate(environment + [WORKSPACE: home.path, AWS_TEMPORAL_CACHE: cache.path])
                assert answer.exitCode == 0, answer.errors
                assert new File(cache, "aws-temporal/$version/aws-temporal").text == program && !planted.exists()
            }
        }
    }

    void 'an address with a password in it is refused without showing it, and one that is none too'() {
        ['http://anna:canary-5512@127.0.0.1/', 'anna:canary-5512@127.0.0.1', 'http:/anna:canary-5512@127.0.0.1'].each { String address ->
            Map environment = cold(address)
            Map answer = locate(environment)
            refused(answer, environment, 'AWS_TEMPORAL_DOWNLOAD_URL has a user name or a password in it')
            assert !answer.errors.contains('canary')
        }
        Map environment = cold('file:///tmp')
        refused(locate(environment), environment, "AWS_TEMPORAL_DOWNLOAD_URL is 'file:///tmp', which is no address")
    }

    void 'a home that cannot be written to is said, and another place can be named'() {
        serving({ give(it, program) }) { String url ->
            File file = new File(bench.folder(), 'file')
            file.text = ''
            Map environment = cold(url) + [HOME: file.path]
            Map answer = locate(environment)
            assert answer.exitCode == 1 && answer.errors.contains("download: $file/.cache/aws-temporal/0.1.0 cannot be made; an admin can name another place in AWS_TEMPORAL_CACHE")
            File place = bench.folder('place')
            assert locate(environment + [AWS_TEMPORAL_CACHE: place.path]).output.readLines()[0] == "$place/aws-temporal/0.1.0/aws-temporal"
        }
    }

    void 'a folder of the cache that belongs to someone else is not written to'() {
        if (bench.run(['id', '-u']).output.trim() != '0') throw new Skipped('only root can give a folder away')
        serving({ give(it, program) }) { String url ->
            Map environment = cold(url)
            File folder = copyIn(environment).parentFile
            folder.mkdirs()
            assert bench.run(['chown', '65534', folder.path]).exitCode == 0
            refused(locate(environment), environment, "$folder belongs to another user")
            assert asked == []
        }
    }

    void 'twenty at once on a cold agent all succeed and leave one good copy'() {
        serving({ give(it, program) }) { String url ->
            Map environment = cold(url)
            List<Map> answers = Collections.synchronizedList([])
            (1..20).collect { Thread.start { answers << locate(environment) } }*.join()
            assert answers.size() == 20
            answers.each { arrived(it, environment) }
        }
    }

    void 'what a killed download left is removed by the next, and by the next build that downloads nothing'() {
        serving({ give(it, program) }) { String url ->
            Map environment = cold(url)
            File part = new File(copyIn(environment).parentFile, '.part-999999999-1')
            part.parentFile.mkdirs()
            bench.run(['chmod', '700', part.parentFile.path, part.parentFile.parentFile.path])
            2.times {
                part.text = 'half'
                arrived(locate(environment), environment)
            }
            assert asked.size() == 1
        }
    }

    void 'a good copy takes the place of a bad one'() {
        serving({ give(it, program) }) { String url ->
            Map environment = cold(url)
            arrived(locate(environment), environment)
            bench.run(['chmod', '700', copyIn(environment).path])
            copyIn(environment).text = 'bad'
            arrived(locate(environment), environment)
        }
    }

    void 'a platform without a pin is said by its name'() {
        Map environment = cold('http://127.0.0.1:1')
        refused(locate(environment, "${'0' * 64}  aws-temporal-$version-win-x64\n"), environment, "this version of the library pins no checksum of $name")
    }

    void 'within one build it is checked once, and a second step makes no call'() {
        serving({ give(it, program) }) { String url ->
            def agent = agent(cold(url) + [AWS_TEMPORAL_EXECUTABLE: ''])
            def build = build(agent)
            build.resources['aws-temporal/pins'] = pins
            build.run { node { awsTemporal(arguments: ['--version']); awsTemporal(arguments: ['--version']) } }
            succeeded(build)
            assert asked.size() == 1
            List<String> locators = build.record.scripts.findAll { it.contains('Slim containers') }
            assert locators.size() == 2 && locators[0] != locators[1]
        }
    }
}
