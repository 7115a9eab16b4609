# export.ps1 EXECUTABLE SESSION: lays SESSION's credentials beside it, for the controller to fetch as a secret. What is said on
# standard error is for the log.
$executable, $session = $arguments[0..1]
$said = @(Read-Program $executable @('credentials', '--session', $session))
$code = $LASTEXITCODE
# By no pipeline: where an admin has switched the logging of modules on, Windows logs what cmdlets are given.
foreach ($line in $said) { if ($line -isnot [string]) { $line.Exception.Message } }
if ($code -eq 0) { [System.IO.File]::WriteAllText((Join-Path $session 'paste'), (@(foreach ($line in $said) { if ($line -is [string]) { $line } }) -join "`n"), $utf8) }
Exit-With $code
