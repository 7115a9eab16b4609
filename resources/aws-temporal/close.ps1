# close.ps1 EXECUTABLE SESSION: nothing of SESSION is left, even where the executable cannot help any more.
$executable, $session = $arguments[0..1]
try { Invoke-Program $executable @('close', '--session', $session) } catch { $LASTEXITCODE = 1 }
if ($LASTEXITCODE -ne 0) { 'warning: aws-temporal could not close the session; its folder is removed without it' }
if (Test-Path -LiteralPath $session) { Remove-Item -LiteralPath $session -Recurse -Force }
Exit-With 0
