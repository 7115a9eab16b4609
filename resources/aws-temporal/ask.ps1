# ask.ps1 EXECUTABLE ARGUMENT...: answers the exit code of the call and then what it says, as JSON.
$executable = $arguments[0]
$words = @($arguments | Select-Object -Skip 1)
$said = @(Invoke-Program $executable ($words + '--json'))
Write-Answer (@("$LASTEXITCODE") + $said -join "`n")
Exit-With 0
