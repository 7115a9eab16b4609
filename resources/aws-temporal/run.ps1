# run.ps1 EXECUTABLE [ARGUMENT...]: the executable itself.
$executable = $arguments[0]
$words = @($arguments | Select-Object -Skip 1)
Invoke-Program $executable $words
Exit-With $LASTEXITCODE
