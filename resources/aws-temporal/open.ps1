# open.ps1 EXECUTABLE SESSION [OPTION...]: opens SESSION with the paste that lies in it, which is gone afterwards; without a
# session an empty one stays, the sign by which a sweep knows this folder.
$executable, $session = $arguments[0..1]
$options = @($arguments | Select-Object -Skip 2)
$paste = Join-Path $session 'paste'
try {
    Invoke-ProgramWith $paste $executable (@('open', '--session', $session) + $options)
} finally {
    [System.IO.File]::WriteAllText($paste, '')
    if (Test-Path -LiteralPath (Join-Path $session 'session.json')) { Remove-Item -LiteralPath $paste -Force }
}
Exit-With $LASTEXITCODE
