package suites

/** Where the executable is found: the locator, under every shell that is here, as an agent would run it. */
class Locating extends Suite {

    private final String version = '0.1.0'

    /** What this version of the library pins for this machine. */
    private String pins = ''

    /** The same question to every shell: the answers have to agree. */
    private Map locate(Map<String, String> environment) {
        List<Map> answers = bench.shells().collect { shell ->
            bench.run(shell + ['-eu', bench.resource('locate.sh').path, version, pins, '', ''], [PATH: '/usr/bin:/bin', WORKSPACE: '/nowhere/workspace'] + environment)
        }
        assert answers.unique(false) { [it.exitCode, it.output, it.errors.replaceAll(/exit code \d+/, '')] }.size() == 1
        answers[0]
    }

    private void found(Map<String, String> environment, Object path) {
        Map answer = locate(environment)
        assert answer.errors == '' && answer.output.readLines()[0] == path.toString()
    }

    private String notFound(Map<String, String> environment) {
        Map answer = locate(environment)
        assert answer.exitCode == 1 && answer.output == ''
        assert answer.errors.contains("aws-temporal: error: aws-temporal $version is not on this agent")
        assert answer.errors.contains('hint: an admin') && answer.errors.contains('AWS_TEMPORAL_EXECUTABLE')
        answer.errors
    }

    /** A program that only knows what it is called. */
    private static File program(File folder, String says) {
        folder.mkdirs()
        new File(folder, 'aws-temporal').with { file ->
            file.text = "#!/bin/sh\necho '$says'\n"
            file.executable = true
            file
        }
    }

    private File cached(String says = "aws-temporal $version (abc, net10.0)") {
        File cache = bench.folder('a cache')
        File file = program(new File(cache, "aws-temporal/$version"), says)
        pins = bench.pinOf(file, version)
        ['aws-temporal', "aws-temporal/$version", "aws-temporal/$version/aws-temporal"].each { chmod('755', new File(cache, it)) }
        cache
    }

    private void chmod(String mode, File file) { assert bench.run(['chmod', mode, file.path]).exitCode == 0 }

    void 'the real executable, as the admin named it'() { found([AWS_TEMPORAL_EXECUTABLE: bench.executable], bench.executable) }

    void 'on the PATH, also with spaces in it'() {
        File file = program(bench.folder('some tools'), "aws-temporal $version (abc, net10.0)")
        found([PATH: "/nowhere:$file.parent:/usr/bin:/bin".toString()], file)
    }

    void 'in the cache of XDG_CACHE_HOME, or of HOME'() {
        File cache = cached()
        found([XDG_CACHE_HOME: cache.path, HOME: '/nowhere'], "$cache/aws-temporal/$version/aws-temporal")
        File home = bench.folder('home')
        assert cache.renameTo(new File(home, '.cache'))
        found([HOME: home.path], "$home/.cache/aws-temporal/$version/aws-temporal")
    }

    void 'the admin before the PATH before the cache'() {
        File named = program(bench.folder('named'), "aws-temporal $version")
        File onPath = program(bench.folder('path'), "aws-temporal $version")
        String cache = cached().path
        String path = "$onPath.parent:/usr/bin:/bin"
        found([AWS_TEMPORAL_EXECUTABLE: named.path, PATH: path, XDG_CACHE_HOME: cache], named)
        found([PATH: path, XDG_CACHE_HOME: cache], onPath)
    }

    void 'another version is passed over, and said when nothing else is there'() {
        File other = program(bench.folder('other'), 'aws-temporal 0.1.01 (abc)')
        Map environment = [PATH: "$other.parent:/usr/bin:/bin".toString(), HOME: '/nowhere']
        assert notFound(environment).contains("PATH: $other is not aws-temporal $version but says 'aws-temporal 0.1.01 (abc)'")
        String cache = cached().path
        found(environment + [XDG_CACHE_HOME: cache], "$cache/aws-temporal/$version/aws-temporal")
    }

    void 'what the workspace has is not run, not even to ask its version'() {
        File workspace = bench.folder('workspace')
        File planted = program(new File(workspace, 'bin'), "aws-temporal $version")
        planted << "touch '$workspace/ran'\n"
        File good = program(bench.folder('good'), "aws-temporal $version")
        Map environment = [WORKSPACE: workspace.path, HOME: workspace.path, AWS_TEMPORAL_EXECUTABLE: planted.path]
        found(environment + [PATH: ".:$planted.parent:$good.parent:/usr/bin:/bin".toString()], good)
        String reasons = notFound(environment + [PATH: "$planted.parent:/usr/bin:/bin".toString()])
        assert reasons.contains("AWS_TEMPORAL_EXECUTABLE: $planted is in the workspace") && reasons.contains("PATH: $planted is in the workspace")
        assert reasons.contains("cache: $workspace/.cache is in the workspace")
        assert !new File(workspace, 'ran').exists()
        java.nio.file.Path link = bench.folder().toPath().resolve('link')
        java.nio.file.Files.createSymbolicLink(link, workspace.toPath())
        assert notFound(environment + [AWS_TEMPORAL_EXECUTABLE: "$link/bin/aws-temporal".toString()]).contains('is in the workspace')
    }

    void 'nor what a link leads to in there, what another workspace of the job has, or what is behind too many links'() {
        File jobs = bench.folder('jobs'), good = program(bench.folder('good'), "aws-temporal $version"), links = bench.folder('links')
        ['ws', 'ws@2', 'ws@tmp', 'ws@2@tmp'].each { String planted ->
            File file = program(new File(jobs, planted), "aws-temporal $version")
            File link = new File(bench.folder('link'), 'aws-temporal')
            java.nio.file.Files.createSymbolicLink(link.toPath(), file.toPath())
            ['ws', 'ws@2', 'ws@3'].each { String workspace ->
                Map environment = [WORKSPACE: "$jobs/$workspace".toString()]
                [file, link].each {
                    found(environment + [PATH: "$it.parent:$good.parent:/usr/bin:/bin".toString()], good)
                    assert notFound(environment + [AWS_TEMPORAL_EXECUTABLE: it.path]).contains("$it is in the workspace")
                }
            }
        }
        // Of another job, with a name that begins alike: the admin may have put it there.
        File other = program(new File(jobs, 'ws-2'), "aws-temporal $version")
        found([WORKSPACE: "$jobs/ws".toString(), AWS_TEMPORAL_EXECUTABLE: other.path], other)
        java.nio.file.Files.createSymbolicLink(new File(links, 'aws-temporal').toPath(), java.nio.file.Paths.get('../round/aws-temporal'))
        assert notFound([AWS_TEMPORAL_EXECUTABLE: "$links/aws-temporal".toString()]).contains('there is no file')
    }

    void 'a link is read by every ls, and where one writes names otherwise it is not followed'() {
        File jobs = bench.folder('jobs'), links = bench.folder('l\u00efnks')
        File planted = program(new File(jobs, 'ws'), "aws-temporal $version")
        File link = new File(links, 'aws-temporal')
        java.nio.file.Files.createSymbolicLink(link.toPath(), planted.toPath())
        Map environment = [WORKSPACE: planted.parent, AWS_TEMPORAL_EXECUTABLE: link.path]
        ['c', 'shell-always', 'escape'].each { assert notFound(environment + [QUOTING_STYLE: it]).contains("$link is in the workspace") }
        if (bench.run(['sh', '-c', 'command -v busybox']).exitCode != 0) throw new Skipped('there is no busybox')
        File tools = bench.folder('tools')
        ['ls', 'id'].each { java.nio.file.Files.createSymbolicLink(new File(tools, it).toPath(), new File(bench.run(['sh', '-c', 'command -v busybox']).output.trim()).toPath()) }
        assert notFound(environment + [PATH: "$tools:/usr/bin:/bin".toString()]).contains("$link is in the workspace")
    }

    void 'a link that an admin made to somewhere else is followed, however relative'() {
        File good = program(bench.folder('good tools'), "aws-temporal $version")
        File link = new File(good.parentFile.parentFile, 'aws-temporal')
        java.nio.file.Files.createSymbolicLink(link.toPath(), java.nio.file.Paths.get('good tools/aws-temporal'))
        found([AWS_TEMPORAL_EXECUTABLE: link.path], link)
    }

    void 'where it is not said which folder is the workspace, nothing is taken that could be in it'() {
        File good = program(bench.folder('good'), "aws-temporal $version")
        [[WORKSPACE: ''], [WORKSPACE: 'relative']].each { Map environment ->
            assert notFound(environment + [AWS_TEMPORAL_EXECUTABLE: good.path]).contains("AWS_TEMPORAL_EXECUTABLE: $good ")
            assert notFound(environment + [HOME: '/nowhere']).contains("cache: /nowhere/.cache ")
        }
        assert notFound([WORKSPACE: '', AWS_TEMPORAL_EXECUTABLE: good.path]).contains('may be in the workspace: WORKSPACE is not set')
    }

    void 'two versions live side by side in one cache'() {
        File cache = cached()
        program(new File(cache, 'aws-temporal/0.0.9'), 'aws-temporal 0.0.9')
        found([XDG_CACHE_HOME: cache.path], "$cache/aws-temporal/$version/aws-temporal")
    }

    void 'what the cache has is run only if it is what the library pins'() {
        File cache = cached()
        File file = new File(cache, "aws-temporal/$version/aws-temporal")
        file << "touch '$cache/ran'\n"
        assert notFound([XDG_CACHE_HOME: cache.path]).contains("cache: $file is not what this version of the library pins")
        assert !new File(cache, 'ran').exists()
        pins = ''
        assert notFound([XDG_CACHE_HOME: cache.path]).contains('cache: this version of the library pins no checksum of aws-temporal-0.1.0-linux-')
    }

    void 'no variable of a job, which may have any name, decides what is pinned, or anything else'() {
        File cache = cached()
        String sum = pins.take(64)
        Map names = bench.resource('locate.sh').text.findAll(/\b[a-z_]+(?==)/).collectEntries { [it, sum] }
        assert names.size() > 15
        found(names + [XDG_CACHE_HOME: cache.path], "$cache/aws-temporal/$version/aws-temporal")
        pins = ''
        assert notFound(names + [XDG_CACHE_HOME: cache.path]).contains('cache: this version of the library pins no checksum of aws-temporal-0.1.0-linux-')
    }

    void 'what a build has checked is not checked again while it is the same file'() {
        File cache = cached()
        Map environment = [PATH: '/usr/bin:/bin', WORKSPACE: '/nowhere/workspace', XDG_CACHE_HOME: cache.path]
        List<String> question = ['sh', bench.resource('locate.sh').path, version]
        List<String> first = bench.run(question + [pins, '', ''], environment).output.readLines()
        // Without pins, only what was checked before can be found.
        assert bench.run(question + ['', first[1], ''], environment).output.readLines() == first
        File file = new File(first[0])
        String text = file.text
        if (bench.run(['ls', '--version']).output.contains('GNU')) {
            file.text = text.replace('abc', 'xyz')
            assert bench.run(question + ['', first[1], ''], environment).exitCode == 1
            file.text = text
        }
        File other = new File(file.parent, 'other')
        other.text = file.text
        chmod('755', other)
        assert other.renameTo(file)
        assert bench.run(question + ['', first[1], ''], environment).exitCode == 1
    }

    void 'a cache that others can write to is not trusted'() {
        ["aws-temporal", "aws-temporal/$version", "aws-temporal/$version/aws-temporal"].each { part ->
            ['777', '775'].each { mode ->
                File cache = cached()
                chmod(mode, new File(cache, part))
                assert notFound([XDG_CACHE_HOME: cache.path]).contains("cache: $cache/$part belongs to another user, can be written by others")
            }
        }
    }

    void 'nor one in a folder where others can put theirs in its place, unless they can rename only what is theirs'() {
        File cache = cached()
        chmod('777', cache)
        assert notFound([XDG_CACHE_HOME: cache.path]).contains("cache: $cache belongs to another user, or others can rename what is in it")
        ['1777', '775', '755'].each { mode ->
            chmod(mode, cache)
            found([XDG_CACHE_HOME: cache.path], "$cache/aws-temporal/$version/aws-temporal")
        }
        java.nio.file.Path link = bench.folder().toPath().resolve('link')
        java.nio.file.Files.createSymbolicLink(link, cache.toPath())
        found([XDG_CACHE_HOME: link.toString()], "$link/aws-temporal/$version/aws-temporal")
    }

    void 'a symbolic link in the cache is not trusted'() {
        File elsewhere = cached(), cache = cached()
        File version = new File(cache, "aws-temporal/$version")
        assert version.deleteDir()
        java.nio.file.Files.createSymbolicLink(version.toPath(), new File(elsewhere, "aws-temporal/$version.name").toPath())
        assert notFound([XDG_CACHE_HOME: cache.path]).contains('is a symbolic link')
    }

    void 'nothing anywhere names every place tried and what an admin can do'() {
        String reasons = notFound([:])
        assert reasons.contains('AWS_TEMPORAL_EXECUTABLE: not set')
        assert reasons.contains('PATH: no aws-temporal on it')
        assert reasons.contains('cache: neither AWS_TEMPORAL_CACHE nor XDG_CACHE_HOME nor HOME is set')
        assert reasons.contains('download: AWS_TEMPORAL_DOWNLOAD_URL is not set')
    }

    void 'a name that is no path, one of something else, a missing file, one that may not run and one that cannot'() {
        ['aws-temporal', './aws-temporal', '/bin/true'].each {
            assert notFound([AWS_TEMPORAL_EXECUTABLE: it]).contains("'$it' is not an absolute path that ends in /aws-temporal")
        }
        assert notFound([AWS_TEMPORAL_EXECUTABLE: '/nowhere/aws-temporal']).contains('there is no file /nowhere/aws-temporal')
        File plain = new File(bench.folder(), 'aws-temporal')
        plain.text = 'x'
        assert notFound([AWS_TEMPORAL_EXECUTABLE: plain.path]).contains("$plain may not be executed")
        File broken = program(bench.folder(), 'x')
        broken.text = '#!/nowhere/interpreter\n'
        assert notFound([AWS_TEMPORAL_EXECUTABLE: broken.path]).contains("$broken does not run here (exit code 12")
    }

    void 'it is looked for once in a block, and the body has its folder first on the PATH'() {
        def build = build()
        build.run { node { getTempCreds(region: REGION) { sh 'test "$(command -v aws-temporal)" = "$AWS_TEMPORAL_SESSION/files/aws-temporal"' } } }
        succeeded(build)
        assert build.record.scripts.count { it.contains('Slim containers') } == 1
    }

    void 'an agent without it fails with the reasons in its log and one line as the error'() {
        def build = build(agent(AWS_TEMPORAL_EXECUTABLE: '/nowhere/aws-temporal', PATH: '/usr/bin:/bin', XDG_CACHE_HOME: '/nowhere'))
        build.run { node { awsTemporal(arguments: ['--version']) } }
        failed(build, "awsTemporal: aws-temporal $version is not on this agent")
        assert build.record.logText.contains('AWS_TEMPORAL_EXECUTABLE: there is no file /nowhere/aws-temporal')
    }
}
