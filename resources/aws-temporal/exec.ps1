# exec.ps1 EXECUTABLE SESSION FILE SCRIPT [OPTION...]: runs the text SCRIPT as the powershell step would, with what exec
# gives it. FILE, in SESSION, holds it meanwhile.
$executable, $session, $file, $script = $arguments[0..3]
$options = @($arguments | Select-Object -Skip 4)
$file = "$file.ps1"
# What is written to the host goes to the log, and never into the step's answer. The step keeps nothing of this process's own
# standard error where it has an answer.
if ($file.Length -gt 259) {
    Write-Host "aws-temporal: error: the script would lie in a file whose path has $($file.Length) characters, and Windows PowerShell takes 259 of them: $file"
    Write-Host 'hint: shorten what it begins with: the root folder of the agent, or the workspace by ws(''C:\short'') { } around the block'
    Exit-With 125
}
try {
    # Without the mark at its beginning Windows PowerShell would read it in another code page.
    [System.IO.File]::WriteAllText($file, "$script`r`nexit `$LASTEXITCODE", [System.Text.Encoding]::UTF8)
    # As the step does it: by -File a script would go on, and well, after a command that is not there.
    $call = "& {try {& '$([System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($file))'} catch {throw}; exit `$LASTEXITCODE}"
    $command = 'powershell.exe', '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-Command', $call
    Read-Program $executable (@('exec', '--session', $session) + $options + '--' + $command) |
        ForEach-Object { if ($_ -is [string]) { $_ } else { Write-Host $_.Exception.Message } }
} finally {
    if (Test-Path -LiteralPath $file) { Remove-Item -LiteralPath $file -Force }
}
Exit-With $LASTEXITCODE
