package suites

import played.Library

/** What holds of every step. */
class Contract extends Suite {

    private static Map<String, File> steps() { Library.stepFiles().collectEntries { [it.name - '.groovy', it] } }

    void 'every step has a help page that names it, its parameters, an example and what it does not protect'() {
        Class parameters = Library.INSTANCE.type('awstemporal.Parameters')
        steps().each { name, file ->
            String help = new File(file.parent, "${name}.txt").text
            assert help.contains('<dl>') && help.contains('<pre>') && help.contains('Not protected')
            parameters.KEYS[name].each { assert help.contains("<dt><code>$it</code>") }
        }
    }

    void 'every step refuses a key that it does not know, and names those it does'() {
        Class parameters = Library.INSTANCE.type('awstemporal.Parameters')
        steps().keySet().each { name ->
            def build = build()
            build.run {
                node {
                    List positional = name == 'withTempCreds' ? [getTempCreds(region: REGION), { }] : []
                    Library.INSTANCE.step(name).invokeMethod('call', [[noSuchKey: 1], *positional] as Object[])
                }
            }
            failed(build, "$name: there is no parameter 'noSuchKey'", parameters.KEYS[name].join(', '))
        }
    }

    void 'no step interpolates into a script, an error stays one line, and no text of a Secret is asked for'() {
        (steps().values() + new File(bench.root, 'src/awstemporal').listFiles().findAll { it.name.endsWith('.groovy') }).each { file ->
            file.eachLine { line, number ->
                assert !(line =~ /\b(sh|echo|error|script:)\W*"[^"]*\$/) : "$file.name:$number"
                if (!(file.name in ['TempCreds.groovy', 'MfaCode.groovy'])) assert !(line =~ /plainText|getPlainText/) : "$file.name:$number"
            }
        }
    }

    void 'methods of the handed-over classes that call no step are marked, as the CPS engine needs'() {
        new File(bench.root, 'src/awstemporal').listFiles().findAll { it.name.endsWith('.groovy') }.each { file ->
            List<String> lines = file.readLines()
            lines.eachWithIndex { line, i ->
                if (line ==~ /    (private |static |protected )*[A-Z][\w<>, ]* \w+\(.*\) \{.*/ || line ==~ /    (private |static )*(void|Object|boolean|int) \w+\(.*\) \{.*/) {
                    assert lines[i - 1].contains('@NonCPS') || lines[i - 2].contains('@NonCPS') : "$file.name:${i + 1}"
                }
            }
        }
    }

    void 'the version that the steps ask for is the one that is built'() {
        String props = new File(bench.root, 'Directory.Build.props').text
        assert props.contains("<VersionPrefix>${bench.resource('version').text.trim()}</VersionPrefix>")
    }

    void 'the scripts for the agent satisfy shellcheck'() {
        if (bench.run(['sh', '-c', 'command -v shellcheck']).exitCode != 0) throw new Skipped('there is no shellcheck')
        List<File> scripts = new File(bench.root, 'resources/aws-temporal').listFiles().findAll { it.name.endsWith('.sh') }
        // Two of them begin with a third.
        File folder = bench.folder('scripts')
        scripts.each { new File(folder, it.name).text = (it.name in ['open.sh', 'take.sh'] ? bench.resource('portable.sh').text : '') + it.text }
        Map answer = bench.run(['shellcheck', '-s', 'sh', *folder.listFiles()*.path])
        assert answer.output == ''
    }

    void 'the scripts for agents with Windows are PowerShell, as far as a grammar knows'() {
        File grammar = new File(bench.root, 'artifacts/powershell')
        if (!grammar.exists() || bench.run(['sh', '-c', 'command -v node']).exitCode != 0) throw new Skipped('there is no grammar of PowerShell, or no node to read it')
        File wrong = new File(bench.folder(), 'wrong.ps1')
        wrong.text = 'if ($a { "b" }\n'
        List<String> scripts = new File(bench.root, 'resources/aws-temporal').listFiles().findAll { it.name.endsWith('.ps1') }*.path
        Map answer = bench.run(['node', new File(bench.root, 'tests/steps/powershell.js').path, grammar.path, wrong.path, *scripts])
        assert scripts.size() == 10 && answer.errors == ''
        assert answer.output && answer.output.readLines().every { it.startsWith('wrong.ps1:1:') }
    }

    void 'the scripts for agents with Windows need nothing that its own PowerShell lacks, and say what they are given'() {
        new File(bench.root, 'resources/aws-temporal').listFiles().findAll { it.name.endsWith('.ps1') }.each { File script ->
            String text = script.text
            assert text.startsWith("# $script.name") && text.every { it >= '\n' && it <= '~' }
            // Of later versions: chains, null operators, the ternary.
            assert !(text =~ /&&|\|\||\?\?|\?\.|-Parallel|\s\? .* : /) : script.name
            // Scripts of its modules, which it does not find where a later version has put its own first.
            assert !(text =~ /(?i)Get-FileHash|New-Guid|New-TemporaryFile|Format-Hex|ConvertFrom-SddlString|Import-PowerShellDataFile|Get-Acl|Set-Acl/) : script.name
            // Text that becomes a command.
            assert !(text =~ /(?i)Invoke-Expression|\biex\b|-EncodedCommand|ScriptBlock/) : script.name
        }
    }

    void 'what is no plain path of Windows is refused, and is not the end of the search'() {
        String text = bench.resource('locate.ps1').text
        String absolute = (text =~ /function Test-Absolute.*-match '([^']+)'/)[0][1]
        ['C:\\tools\\aws-temporal.exe', 'C:\\Program Files (x86)\\[1]\\aws-temporal.exe', 'd:/tools/aws-temporal.exe', '\\\\server\\tools\\aws-temporal.exe'].each { assert (it =~ absolute).find() }
        // The last three are a folder of the workspace as well, and begin otherwise.
        ['aws-temporal.exe', '\\aws-temporal.exe', 'C:aws-temporal.exe', '\\\\?\\C:\\ws\\aws-temporal.exe', '\\\\.\\C:\\ws\\aws-temporal.exe', '\\\\/?/C:/ws/aws-temporal.exe']
            .each { assert !(it =~ absolute).find() : it }
        ['C:\\tools"\\aws-temporal.exe', 'C:\\too|s\\aws-temporal.exe', 'C:\\tools\\*\\aws-temporal.exe', 'C:\\tools:here\\aws-temporal.exe', 'C:\\tools\t\\aws-temporal.exe']
            .each { assert !(it =~ absolute).find() : it }
        String onPath = text.substring(text.indexOf('function Find-OnPath'), text.indexOf('function Find-InCache'))
        assert onPath.contains('[System.IO.File]::Exists(') && !onPath.contains('Test-Path')
    }

    void 'a cache on Windows lies where only those who rule the machine may rename what is in it'() {
        String locate = bench.resource('locate.ps1').text, windows = bench.resource('windows.ps1').text
        Closure mask = { String text, String name -> Long.decode((text =~ /(?s)function $name\b.*?Test-Guarded \S+ (0x\w+)/)[0][1]) }
        long sheltered = mask(locate, 'Test-Sheltered'), secluded = mask(windows, 'Test-Private')
        // Delete, delete children, permissions, owner, modify, full control, generic all.
        [0x10000, 0x40, 0x40000, 0x80000, 0x301BF, 0x1F01FF, 0x10000000].each { long rights -> assert sheltered & secluded & rights }
        // Read and execute, synchronize, generic read and execute.
        [0x200A9, 0x100000, 0x80000000, 0x20000000].each { long rights -> assert !((sheltered | secluded) & rights) }
        // Who may write may make what is not there, and what is there is asked itself.
        [0x2, 0x4, 0x10, 0x100, 0x40000000].each { long rights -> assert !(sheltered & rights) && secluded & rights }
        // Beside this user: the system, administrators, the installer of Windows, and the owner by two names.
        assert (windows =~ /(?s)function Test-Trusted.*?\n}/)[0].findAll('S-[0-9][-0-9]+') ==
            [ 'S-1-5-18', 'S-1-5-32-544', 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464', 'S-1-3-0', 'S-1-3-4']
        String folder = (locate =~ /(?s)function Test-CacheFolder.*?\n}/)[0]
        assert folder.indexOf('-not (Test-Sheltered $cache)') in 1..<folder.indexOf('-not (Test-Private $part)')
        assert locate =~ /function Find-InCache \{\n    if \(-not \(Test-CacheFolder/
    }

    void 'a download on Windows leaves the newest TLS on, reads a proxy as curl does, and removes what killed ones left'() {
        String text = bench.resource('locate.ps1').text
        assert text.indexOf('[int][Net.ServicePointManager]::SecurityProtocol -ne 0') in 1..<text.indexOf('::Tls12')
        assert text.contains('if ($proxy -and $proxy -notmatch \'://\') { $proxy = "http://$proxy" }')
        assert (text =~ /Remove-StalePart\b/).count == 2
        // A failure is none where another build put the file in place.
        assert text.contains('if (-not (Test-Path -LiteralPath $good)) { return $false }')
    }

    void 'a download on Windows has an end, and goes to a host that wants no proxy by none, not by that of the system'() {
        String text = bench.resource('locate.ps1').text
        String save = (text =~ /(?s)function Save-Download.*?\n}/)[0], proxy = (text =~ /(?s)function Get-Proxy.*?\n}/)[0]
        assert ['200mb', 'AddMinutes(10)'].every { save.contains(it) } && save.indexOf('200MB') < save.indexOf('$to.Write')
        // What the system says is asked where the request is left as it is.
        assert save.contains('if ($proxy) { $request.Proxy = $proxy }')
        assert proxy =~ /NO_PROXY(?s:.*)return New-Object Net\.WebProxy\n(?s:.*)HTTPS_PROXY/
        assert !(text =~ /Invoke-WebRequest|Invoke-RestMethod|WebClient|BitsTransfer/)
    }

    void 'of builds that download at once on Windows none removes the good file of another, and a file that is open is waited for'() {
        String text = bench.resource('locate.ps1').text
        String place = (text =~ /(?s)function Set-Good.*?\n}/)[0]
        List<Integer> order = ["'OpenOrCreate', 'ReadWrite', 'None'", "Test-Pin 'download' \$good)) { return }", 'Remove-Item', '::Move(', '$turn.Dispose()', 'throw', 'Start-Sleep']
            .collect { place.indexOf(it) }
        assert order.every { it > 0 } && order == order.sort(false) && place =~ / -eq \d+\) \{ throw/
        // Nobody else moves or removes it.
        assert (text - place).findAll(/Remove-Item -LiteralPath \S+|::Move\(.*/) == ['Remove-Item -LiteralPath $part']
    }

    void 'on Windows a script of awsExec ends and fails at a command that is not there, as in the step'() {
        String text = bench.resource('exec.ps1').text
        // By -File it would go on. A path may have a quotation mark in it.
        assert text.contains("'-Command', \$call\n") && !text.contains("'-File'")
        assert text.contains('"& {try {& \'$([System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($file))\'} catch {throw}; exit `$LASTEXITCODE}"')
    }

    void 'an empty line of standard error stays one on Windows, and does not become the name of a type'() {
        String text = ['windows.ps1', 'export.ps1', 'exec.ps1'].collect { bench.resource(it).text }.join('')
        assert !text.contains('"$_"') && text.count('.Exception.Message }') == 3
    }

    void 'what a script of awsExec says on standard error goes on Windows to the log, and is no part of the answer of returnStdout'() {
        String text = bench.resource('exec.ps1').text
        assert text.contains('Read-Program') && text.contains('if ($_ -is [string]) { $_ } else { Write-Host ')
        // Of these the step keeps nothing, or would take it for the answer.
        assert !(text =~ /Invoke-Program|\[Console\]|Write-Output|Write-Error/)
    }

    void 'what a program for Windows is given on standard input is no parameter and goes through no pipeline, which Windows may log'() {
        String text = bench.resource('windows.ps1').text
        String function = (text =~ /(?s)function Invoke-ProgramWith.*?\n}/)[0]
        assert function.contains('ReadAllBytes($file)') && function.count('$bytes') == 3 && function.contains('.Write($bytes, 0, $bytes.Length)')
        ['open.ps1', 'take.ps1'].each { String name ->
            String script = bench.resource(name).text
            assert script.contains('Invoke-ProgramWith $paste $executable (') && !(script =~ /ReadAll|Get-Content|\bInvoke-Program\b(?!With)/) : name
        }
        // Into a program a pipeline goes by Out-String.
        assert (text =~ /\S+ \| & /).collect { it } == ['@() | & ']
    }

    void 'a constrained PowerShell is told in words, before it fails at the first type'() {
        String text = bench.resource('windows.ps1').text
        assert text.indexOf("LanguageMode -ne 'FullLanguage'") in 1..<text.indexOf('New-Object')
    }

    void 'a file that is not there any more does not hide on Windows why it is not'() {
        new File(bench.root, 'resources/aws-temporal').listFiles().findAll { it.name in ['exec.ps1', 'close.ps1', 'open.ps1', 'locate.ps1'] }.each { File script ->
            script.eachLine { if (it.contains('Remove-Item -LiteralPath')) assert it.contains('Test-Path') : "$script.name: $it" }
        }
    }

    void 'a program for Windows that cannot start has not succeeded'() {
        String text = bench.resource('windows.ps1').text
        assert text =~ '(?s)function Read-Program\\(.*?\\$global:LASTEXITCODE = 126\n.*?& \\$program @line.*?\n}'
        new File(bench.root, 'resources/aws-temporal').listFiles().findAll { it.name.endsWith('.ps1') && it.name != 'windows.ps1' }.each {
            assert !(it.text =~ '& \\$|Start-Process|ProcessStartInfo') : "$it.name starts a program by itself"
        }
    }

    void 'a session that is handed over on Windows has nothing of standard error in it, and the log has nothing else'() {
        String text = bench.resource('export.ps1').text
        assert text.contains('Read-Program') && !text.contains('Invoke-Program')
        // Once for the log and once for the controller, and nowhere as it is.
        List<String> uses = text.readLines().findAll { it.contains('$said') && !it.startsWith('$said =') }
        // What goes through a pipeline of cmdlets, Windows may log.
        assert !(text =~ /\|/)
        assert uses.size() == 2 && uses[0].contains('-isnot [string]') && uses[1].contains('-is [string]') && uses[1].contains('WriteAllText')
    }

    void 'a path that is too long for the PowerShell of Windows is told in words, before anything is made'() {
        String prepare = bench.resource('prepare.ps1').text, exec = bench.resource('exec.ps1').text
        assert prepare.indexOf('$session.Length -gt $room') in 1..<prepare.indexOf('New-PrivateFolder')
        assert exec.indexOf('$file.Length -gt 259') in 1..<exec.indexOf('WriteAllText')
        // What is made below a session folder by these scripts is no longer than what is allowed for.
        List<String> folders = new File(bench.root, 'resources/aws-temporal').listFiles().findAll { it.name.endsWith('.ps1') }
            .collectMany { it.text.findAll(/'files\\[^']*'/) }*.replace("'", '')
        assert folders && folders.every { ('\\' + it).length() <= '\\files\\handed'.length() }
        [prepare, exec].each { assert it =~ /(?s)"aws-temporal: error: [^\n]*characters[^\n]*\n[^\n]*'hint: [^\n]*\n +Exit-With/ }
    }

    void 'a program for Windows that is given nothing has an empty standard input, not one of an empty line'() {
        String text = bench.resource('windows.ps1').text
        // Nor one of a byte order mark.
        assert text.contains('UTF8Encoding $false') && text.contains('[Console]::InputEncoding = $utf8 }')
        assert text.contains('@() | & $program @line')
    }

    void 'every word that the scripts for Windows give to a program arrives there as it is'() {
        String text = bench.resource('windows.ps1').text
        List<List<String>> replacements = (text =~ /-replace '([^']+)', '([^']+)'/).collect { [it[1], it[2]] }.take(2)
        Random random = new Random(20200608)
        String plain = (text =~ /-notmatch '([^']+)'/)[0][1]
        List<String> words = ['', ' ', '--%', '%PATH%', '"', '\\', 'C:\\my folder\\', 'a" b', '{"a": "b c"}', 'a \\\n'] +
            (1..3000).collect { (0..random.nextInt(9)).collect { 'a\\" \t\n'[random.nextInt(6)] }.join('') }
        List<String> line = words.collect { String word ->
            if (word && !(word =~ plain)) return word
            '"' + replacements.inject(word) { String so, List<String> step -> so.replaceAll(step[0], step[1]) } + '"'
        }
        assert !('--%' in line)
        // What Windows PowerShell 5.1 puts into quotation marks of its own.
        line.each { String word ->
            int marks = 0
            word.each { if (it == '"') marks++; else assert !(it =~ /\s/) || marks % 2 == 1 : word }
        }
        assert wordsOf(line.join(' ')) == words
    }

    /** As the runtime library of C takes a command line apart, behind the program's name. */
    private static List<String> wordsOf(String line) {
        List<String> words = []
        int at = 0
        while (at < line.length()) {
            def word = new StringBuilder()
            boolean quoted = false
            while (at < line.length() && (quoted || !(line[at] in [' ', '\t']))) {
                int slashes = 0
                while (at < line.length() && line[at] == '\\') { slashes++; at++ }
                boolean mark = at < line.length() && line[at] == '"'
                word.append('\\' * (mark ? slashes.intdiv(2) : slashes))
                if (!mark) {
                    if (slashes == 0) word.append(line[at++])
                    continue
                }
                at++
                if (slashes % 2 == 1) word.append('"')
                else if (quoted && at < line.length() && line[at] == '"') { word.append('"'); at++ }
                else quoted = !quoted
            }
            words << word.toString()
            at++
        }
        words
    }

    void 'the steps satisfy the Jenkins rules of CodeNarc'() {
        List<String> jars = jarsBelow(new File(bench.root, 'artifacts/codenarc'))
        if (!jars) throw new Skipped('CodeNarc is not there: npm could not get it')
        // As a controller has it: classes at the root, steps beside them.
        File library = bench.folder('library')
        ['vars', 'src/awstemporal'].each { bench.run(['cp', '-R', new File(bench.root, it).path, library.path]) }
        Map answer = bench.run(['java', '-cp', (jars + library.path + new File(bench.root, 'tests/steps/stubs').path).join(':'), 'org.codenarc.CodeNarc',
            "-basedir=$library", '-rulesetfiles=file:' + new File(bench.root, 'tests/steps/codenarc.groovy').path, '-report=console'])
        int files = library.listFiles().sum { it.listFiles().count { it.name.endsWith('.groovy') } }
        assert answer.output.contains("TotalFiles=$files FilesWithViolations=0") : answer.output + answer.errors
        assert !answer.output.contains('Compilation failed') : answer.output
    }

    private static List<String> jarsBelow(File folder) {
        List<String> jars = []
        if (folder.exists()) folder.eachFileRecurse { if (it.name.endsWith('.jar')) jars << it.path }
        jars
    }
}
