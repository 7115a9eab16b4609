# take.ps1 EXECUTABLE SESSION POLICY COMMAND [OPTION...]: lets COMMAND put a session into SESSION, with the MFA code that
# lies there, if there is one. Answers its exit code, and then what it says, as JSON. Whatever comes of it, what it was
# handed is gone afterwards. The empty paste is the sign by which a sweep knows this folder while there is no session in it.
$executable, $session, $policy = $arguments[0..2]
$words = @($arguments | Select-Object -Skip 3)
$paste = Join-Path $session 'paste'
$handed = Join-Path $session 'files\handed'
[void](New-Item -ItemType Directory -Path $handed)
try {
    if ($policy -ne '') {
        [System.IO.File]::WriteAllText("$handed\policy", $policy, $utf8)
        $words += '--policy', "$handed\policy"
    }
    # A web identity token is bound as text or as a file.
    if ($env:AWS_TEMPORAL_TOKEN) {
        [System.IO.File]::WriteAllText("$handed\token", $env:AWS_TEMPORAL_TOKEN, $utf8)
        $env:AWS_TEMPORAL_TOKEN = ''
        $env:AWS_TEMPORAL_TOKEN_FILE = "$handed\token"
    }
    if ($env:AWS_TEMPORAL_TOKEN_FILE) { $words += '--web-identity-file', $env:AWS_TEMPORAL_TOKEN_FILE }
    # Where there is no code: nothing to read.
    if (-not (Test-Path -LiteralPath $paste)) { [System.IO.File]::WriteAllText($paste, '') }
    $said = @(Invoke-ProgramWith $paste $executable ($words + '--into', $session, '--json'))
    Write-Answer (@("$LASTEXITCODE") + $said -join "`n")
} finally {
    Remove-Item -LiteralPath $handed -Recurse -Force
    [System.IO.File]::WriteAllText($paste, '')
    if (Test-Path -LiteralPath (Join-Path $session 'session.json')) { Remove-Item -LiteralPath $paste -Force }
}
Exit-With 0
