# prepare.ps1 EXECUTABLE HOME SESSION KEEP: makes the private folder SESSION below HOME, after wiping there what killed
# builds left. Sessions whose names start with KEEP are of this build.
$executable, $root, $session, $keep = $arguments
# Windows PowerShell knows no folder whose path has 248 characters or more, and none is longer than that of what is handed over.
$room = 247 - '\files\handed'.Length
if ($session.Length -gt $room) {
    "aws-temporal: error: the path of the session folder has $($session.Length) characters, and Windows PowerShell takes $room of them: $session"
    'hint: shorten what it begins with: the root folder of the agent, or the workspace by ws(''C:\short'') { } around the step'
    Exit-With 1
}
if (-not (Test-Path -LiteralPath $root)) { New-PrivateFolder $root }
# Whoever else may write there could put a folder of their own in the place of SESSION before the paste arrives.
if (-not (Test-Private $root)) {
    "aws-temporal: error: $root belongs to another user, can be written by others, or is a link"
    'hint: remove it; the next build makes it anew'
    Exit-With 1
}
Invoke-Program $executable @('sweep', $root, '--keep', $keep)
if ($LASTEXITCODE -ne 0) { 'warning: what an earlier build left could not be wiped' }
if (Test-Path -LiteralPath $session) { throw "$session is there already" }
New-PrivateFolder $session
# The empty paste is the sign by which a sweep knows this folder.
[System.IO.File]::WriteAllText((Join-Path $session 'paste'), '')
[void](New-Item -ItemType Directory -Path (Join-Path $session 'files'))
Exit-With 0
