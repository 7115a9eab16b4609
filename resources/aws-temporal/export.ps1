# export.ps1 EXECUTABLE SESSION: lays SESSION's credentials beside it, for the controller to fetch as a secret. What is said on
# standard error is for the log.
$executable, $session = $arguments[0..1]
$said = @(Read-Program $executable @('credentials', '--session', $session))
$code = $LASTEXITCODE
$said | Where-Object { $_ -isnot [string] } | ForEach-Object { $_.Exception.Message }
if ($code -eq 0) { [System.IO.File]::WriteAllText((Join-Path $session 'paste'), (@($said | Where-Object { $_ -is [string] }) -join "`n"), $utf8) }
Exit-With $code
