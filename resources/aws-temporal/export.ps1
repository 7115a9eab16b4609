# export.ps1 EXECUTABLE SESSION: lays SESSION's credentials beside it, for the controller to fetch as a secret.
$executable, $session = $arguments[0..1]
$said = @(Invoke-Program $executable @('credentials', '--session', $session))
$code = $LASTEXITCODE
if ($code -eq 0) { [System.IO.File]::WriteAllText((Join-Path $session 'paste'), ($said -join "`n"), $utf8) } else { $said }
Exit-With $code
