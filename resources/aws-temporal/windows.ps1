# windows.ps1: what the other scripts for Windows PowerShell 5.1 begin with. $arguments are theirs.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') {
    throw 'aws-temporal: error: PowerShell is in its constrained language mode on this agent, as by AppLocker; hint: an admin allows the scripts of the agent''s workspaces'
}
$utf8 = New-Object System.Text.UTF8Encoding $false
# Of a console of UTF-8 the system makes an encoding with a mark, and begins a program's standard input with it. Without a console
# both are what Jenkins made them.
try { [Console]::OutputEncoding = $utf8; [Console]::InputEncoding = $utf8 } catch { }
$me = [System.Security.Principal.WindowsIdentity]::GetCurrent().User.Value

# One word of a program's command line, by the rules of C. Windows PowerShell passes it on as it is where it counts an odd number
# of quotation marks before every blank, and to it a backslash is nothing: so those of the word are written twice. A word of --% it
# would drop, and put variables into those behind.
function Format-Word([string]$word) {
    if ($word -ne '' -and $word -notmatch '[\s"]|^--%$') { return $word }
    '"' + ($word -replace '(\\*)"', '$1$1""' -replace '(\\+)\z', '$1$1') + '"'
}

# Runs a program, whose exit code is $LASTEXITCODE. What it says goes down the pipeline: strings, and from standard error what
# PowerShell makes of them.
function Read-Program([string]$program, [string[]]$words) {
    # It is no error of PowerShell's.
    $ErrorActionPreference = 'Continue'
    # One that cannot start leaves the exit code as it was.
    $global:LASTEXITCODE = 126
    [string[]]$line = @($words | ForEach-Object { Format-Word $_ })
    # No pipeline at all would give it the input of the script; of nothing in one comes nothing.
    @() | & $program @line 2>&1
}

# The same, with all of it as text. An empty line of standard error would as a string be the name of its type.
function Invoke-Program([string]$program, [string[]]$words) {
    Read-Program $program $words | ForEach-Object { if ($_ -is [string]) { $_ } else { $_.Exception.Message } }
}

# The same for a program that is given the bytes of FILE, a secret. Where an admin has switched the logging of modules on, Windows
# writes down what a pipeline gives to a program, and with transcripts parameters as well: so the secret is in neither.
function Invoke-ProgramWith([string]$file, [string]$program, [string[]]$words) {
    $global:LASTEXITCODE = 126
    $start = New-Object System.Diagnostics.ProcessStartInfo $program, (@($words | ForEach-Object { Format-Word $_ }) -join ' ')
    $start.UseShellExecute = $false
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $start.StandardOutputEncoding = $start.StandardErrorEncoding = $utf8
    $bytes = [System.IO.File]::ReadAllBytes($file)
    $process = [System.Diagnostics.Process]::Start($start)
    # Both at once: it may fill one while it is the other that is read.
    $texts = $process.StandardOutput.ReadToEndAsync(), $process.StandardError.ReadToEndAsync()
    try {
        $process.StandardInput.BaseStream.Write($bytes, 0, $bytes.Length)
        $process.StandardInput.Close()
    } catch { } # it has ended without reading all of it, and says why
    $process.WaitForExit()
    foreach ($text in $texts) { $text.Result -split '\r?\n' | Where-Object { $_ } }
    $global:LASTEXITCODE = $process.ExitCode
}

# In this form nothing on the way to Jenkins wraps it or reads it in another code page.
function Write-Answer([string]$text) {
    [Convert]::ToBase64String($utf8.GetBytes($text)) -split '(.{100})' | Where-Object { $_ }
}

# Jenkins takes errors that were dealt with for a failure.
function Exit-With([int]$code) {
    $global:Error.Clear()
    $global:LASTEXITCODE = $code
    exit $code
}

# Who may do this rules the machine anyway: this user, the system, administrators, and Windows itself. Or is the owner, by either
# of two names, who is asked himself.
function Test-Trusted([string]$sid) {
    $sid -eq $me -or $sid -in 'S-1-5-18', 'S-1-5-32-544', 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464', 'S-1-3-0', 'S-1-3-4'
}

# Whether a file or folder is owned by one of those, and nobody else has any of RIGHTS on it.
function Test-Guarded([string]$path, [int]$rights) {
    $access = (Get-Item -LiteralPath $path -Force).GetAccessControl('Access, Owner')
    $sid = [System.Security.Principal.SecurityIdentifier]
    if (-not (Test-Trusted ($access.GetOwner($sid).Value))) { return $false }
    foreach ($rule in $access.GetAccessRules($true, $true, $sid)) {
        if ($rule.AccessControlType -ne 'Allow' -or (Test-Trusted $rule.IdentityReference.Value)) { continue }
        # Of the files in it, which are asked themselves.
        if ($rule.PropagationFlags -band [System.Security.AccessControl.PropagationFlags]::InheritOnly) { continue }
        if (([int]$rule.FileSystemRights -band $rights) -ne 0) { return $false }
    }
    $true
}

# Whether a file or folder is this user's, no link, and nobody else can write to it.
function Test-Private([string]$path) {
    if ((Get-Item -LiteralPath $path -Force).Attributes -band [System.IO.FileAttributes]::ReparsePoint) { return $false }
    # Write, append, attributes, delete, permissions, owner; generic write and all.
    Test-Guarded $path 0x500D0156
}

# A folder for this user alone. Not for the system: it needs no permission to take what it wants, and asks for nothing here.
function New-PrivateFolder([string]$path) {
    $access = New-Object System.Security.AccessControl.DirectorySecurity
    $access.SetSecurityDescriptorSddlForm("O:${me}D:P(A;OICI;FA;;;$me)")
    [void][System.IO.Directory]::CreateDirectory($path, $access)
}
