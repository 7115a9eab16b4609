# locate.ps1 VERSION PINS CHECKED: answers the absolute path of aws-temporal.exe VERSION on this agent, as locate.sh does; for
# one in the cache a second line, which is the CHECKED of the build's next call: that file is not checked again while it is
# the same. PINS are lines of SHA-256 and file name. Where there is none: every place tried and why it would not do.
$version, $pins, $checked = $arguments[0..2]
$name = "aws-temporal-$version-win-x64.exe"
$cache = if ($env:AWS_TEMPORAL_CACHE) { $env:AWS_TEMPORAL_CACHE } else { $env:LOCALAPPDATA }
$reasons = New-Object System.Collections.Generic.List[string]

# False, so that whoever refuses can return it.
function Deny([string]$place, [string]$reason) {
    $reasons.Add("  ${place}: $reason")
    $false
}

# A drive and a folder, or a share: anything else is of the current folder or drive, or another way to write a path. What no path
# has in it, .NET would fail at.
function Test-Absolute([string]$path) { $path -match '^([A-Za-z]:[\\/]|\\\\[^.?\\/])[^\x00-\x1f"<>|?*:]*$' }

# What a job brings along is never run. ws@2 and ws@tmp are workspaces of the same job.
function Test-InWorkspace([string]$path) {
    $outer = [System.IO.Path]::GetFullPath($env:WORKSPACE).TrimEnd('\') -replace '@(tmp|[0-9]+)(@tmp)?$', ''
    $inner = [System.IO.Path]::GetFullPath($path)
    foreach ($next in '\', '@') {
        if ("$inner\".StartsWith("$outer$next", [StringComparison]::OrdinalIgnoreCase)) { return $true }
    }
    $false
}

# Whether a link or a junction is on the way, which could lead anywhere.
function Test-Linked([string]$path) {
    for ($part = $path; $part; $part = [System.IO.Path]::GetDirectoryName($part)) {
        if ((Test-Path -LiteralPath $part) -and ((Get-Item -LiteralPath $part -Force).Attributes -band [System.IO.FileAttributes]::ReparsePoint)) { return $true }
    }
    $false
}

# Whether a file says that it is exactly the version these steps were written for.
function Test-Ours([string]$place, [string]$file) {
    # By this name a body calls it.
    if (-not (Test-Absolute $file) -or [System.IO.Path]::GetFileName($file) -ne 'aws-temporal.exe') {
        return Deny $place "'$file' is not an absolute path that ends in \aws-temporal.exe"
    }
    if (-not (Test-Path -LiteralPath $file -PathType Leaf)) { return Deny $place "there is no file $file" }
    if (-not $env:WORKSPACE) { return Deny $place 'WORKSPACE is not set, so it is not sure that the workspace has nothing to do with it' }
    if (Test-InWorkspace $file) { return Deny $place "$file is in the workspace, where any job may put it" }
    if (Test-Linked $file) { return Deny $place "$file is behind a link or a junction: name the place that it leads to" }
    try { $says = @(Invoke-Program $file '--version')[0] } catch { return Deny $place "$file does not run here" }
    if ($LASTEXITCODE -ne 0) { return Deny $place "$file does not run here (exit code $LASTEXITCODE)" }
    if ("$says " -notlike "aws-temporal $version *") { return Deny $place "$file is not aws-temporal $version" }
    $true
}

function Test-Pin([string]$place, [string]$file) {
    $pin = ''
    foreach ($line in $pins -split "`n") { if ($line.EndsWith("  $name")) { $pin = $line.Substring(0, 64) } }
    if (-not $pin) { return Deny $place "this version of the library pins no checksum of $name" }
    # The cmdlet for it is not there for a Windows PowerShell that a newer one started.
    $stream = [System.IO.File]::OpenRead($file)
    try {
        $sum = [BitConverter]::ToString((New-Object System.Security.Cryptography.SHA256CryptoServiceProvider).ComputeHash($stream)) -replace '-', ''
    } finally {
        $stream.Dispose()
    }
    if ($sum -ne $pin) { return Deny $place "$file is not what this version of the library pins: its SHA-256 is $sum, not $pin" }
    $true
}

# What tells a file from any other.
function Get-Identity([string]$file) {
    $item = Get-Item -LiteralPath $file -Force
    '{0} {1} {2}' -f $item.Length, $item.CreationTimeUtc.Ticks, $item.LastWriteTimeUtc.Ticks
}

# Whether nobody else can give a folder, or what lies in it, another name, and its name to theirs after it was checked.
function Test-Sheltered([string]$folder) {
    # Delete what is in it, delete, permissions, owner; generic all.
    Test-Guarded $folder 0x100D0040
}

function Test-CacheFolder([string]$place) {
    if (-not $cache) { return Deny $place 'neither AWS_TEMPORAL_CACHE nor LOCALAPPDATA is set' }
    if (-not (Test-Absolute $cache)) { return Deny $place "'$cache' is not an absolute path" }
    if (-not $env:WORKSPACE -or (Test-InWorkspace $cache)) { return Deny $place "$cache is in the workspace, where any job may write" }
    if ((Test-Path -LiteralPath $cache) -and -not (Test-Sheltered $cache)) {
        return Deny $place "$cache belongs to another user, or others can rename or remove what is in it: an admin takes that from them, or names another folder in AWS_TEMPORAL_CACHE"
    }
    foreach ($part in "$cache\aws-temporal", "$cache\aws-temporal\$version", "$cache\aws-temporal\$version\aws-temporal.exe") {
        if ((Test-Path -LiteralPath $part) -and -not (Test-Private $part)) {
            return Deny $place "$part belongs to another user, can be written by others, or is a link"
        }
    }
    $true
}

function Find-InEnvironment {
    if (-not $env:AWS_TEMPORAL_EXECUTABLE) { return Deny 'AWS_TEMPORAL_EXECUTABLE' 'not set' }
    $script:found = $env:AWS_TEMPORAL_EXECUTABLE
    Test-Ours 'AWS_TEMPORAL_EXECUTABLE' $found
}

function Find-OnPath {
    $before = $reasons.Count
    foreach ($folder in $env:PATH -split ';') {
        $script:found = $folder.Trim('"').TrimEnd('\') + '\aws-temporal.exe'
        # For what is no path at all, the cmdlet would be the end.
        if ([System.IO.File]::Exists($found) -and (Test-Ours 'PATH' $found)) { return $true }
    }
    if ($before -eq $reasons.Count) { return Deny 'PATH' 'no aws-temporal.exe on it' }
    $false
}

function Find-InCache {
    if (-not (Test-CacheFolder 'cache')) { return $false }
    $script:found = "$cache\aws-temporal\$version\aws-temporal.exe"
    if (-not (Test-Path -LiteralPath $found -PathType Leaf)) { return Deny 'cache' "there is no file $found" }
    $now = Get-Identity $found
    if ($now -ne $checked) {
        if (-not ((Test-Pin 'cache' $found) -and (Test-Ours 'cache' $found))) { return $false }
        Remove-StalePart
    }
    $script:checked = $now
    $true
}

# The proxy that the variables name, which Windows does not read, or none for a host that wants none; nothing where the system's
# settings decide.
function Get-Proxy([Uri]$address) {
    foreach ($server in "$env:NO_PROXY" -split '[,\s]+') {
        $end = $server.TrimStart('*', '.')
        if ($server -eq '*' -or ($end -and ($address.Host -eq $end -or $address.Host.EndsWith(".$end", [StringComparison]::OrdinalIgnoreCase)))) {
            return New-Object Net.WebProxy
        }
    }
    $proxy = if ($address.Scheme -eq 'https') { "$env:HTTPS_PROXY" } else { "$env:HTTP_PROXY" }
    # As curl reads it.
    if ($proxy -and $proxy -notmatch '://') { $proxy = "http://$proxy" }
    if ($proxy) { New-Object Net.WebProxy $proxy }
}

# No answer is larger than 200 MB, and none takes more than 10 minutes. The cmdlet for it knows no limit of size.
function Save-Download([Uri]$address, [string]$file) {
    $request = [Net.WebRequest]::Create($address)
    $request.UserAgent = "aws-temporal/$version"
    $request.ReadWriteTimeout = 60000
    $proxy = Get-Proxy $address
    if ($proxy) { $request.Proxy = $proxy }
    $end = [DateTime]::UtcNow.AddMinutes(10)
    $response = $request.GetResponse()
    try {
        $from = $response.GetResponseStream()
        $to = [System.IO.File]::Open($file, 'CreateNew')
        try {
            $bytes = New-Object byte[] 65536
            while (($count = $from.Read($bytes, 0, $bytes.Length)) -gt 0) {
                if ($to.Length + $count -gt 200mb) { throw 'the answer is larger than 200 MB' }
                if ([DateTime]::UtcNow -gt $end) { throw 'the answer was not whole after 10 minutes' }
                $to.Write($bytes, 0, $count)
            }
        } finally {
            $to.Dispose()
        }
    } finally {
        $response.Close()
    }
}

# What killed builds left; a step that downloads ends within 15 minutes.
function Remove-StalePart {
    Get-ChildItem -LiteralPath "$cache\aws-temporal\$version" -Filter '.part-*' -Force |
        Where-Object { $_.LastWriteTimeUtc -lt [DateTime]::UtcNow.AddHours(-1) } | Remove-Item -Force -ErrorAction SilentlyContinue
}

# Gives PART the name GOOD, unless a good one came there meanwhile. One build at a time: none removes what another has just put
# there. Tried again for a while: a scanner of viruses may have either open.
function Set-Good([string]$part, [string]$good) {
    for ($attempt = 1; ; $attempt++) {
        try {
            $turn = [System.IO.File]::Open("$cache\aws-temporal\$version\.part-turn", 'OpenOrCreate', 'ReadWrite', 'None')
            try {
                if ((Test-Path -LiteralPath $good) -and (Test-Pin 'download' $good)) { return }
                if (Test-Path -LiteralPath $good) { Remove-Item -LiteralPath $good -Force }
                [System.IO.File]::Move($part, $good)
                return
            } finally {
                $turn.Dispose()
            }
        } catch {
            if ($attempt -eq 10) { throw }
            Start-Sleep -Milliseconds (100 * $attempt)
        }
    }
}

function Find-ByDownload {
    $base = $env:AWS_TEMPORAL_DOWNLOAD_URL
    if (-not $base) { return Deny 'download' 'AWS_TEMPORAL_DOWNLOAD_URL is not set' }
    if ($base -match '@') { return Deny 'download' 'AWS_TEMPORAL_DOWNLOAD_URL has a user name or a password in it' }
    if ($base -notmatch '^https?://') { return Deny 'download' "AWS_TEMPORAL_DOWNLOAD_URL is '$base', which is no address that begins with https:// or http://" }
    if (-not (Test-CacheFolder 'download')) { return $false }
    $folder = "$cache\aws-temporal\$version"
    $part = "$folder\.part-" + [Guid]::NewGuid().ToString('N')
    $good = "$folder\aws-temporal.exe"
    $url = $base.TrimEnd('/') + "/$name"
    # Zero is what the system thinks best; what an older one has in its place is too old.
    if ([int][Net.ServicePointManager]::SecurityProtocol -ne 0) {
        [Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12
    }
    try {
        foreach ($made in "$cache\aws-temporal", $folder) { if (-not (Test-Path -LiteralPath $made)) { New-PrivateFolder $made } }
        Save-Download $url $part
        if (-not (Test-Pin 'download' $part)) { return $false }
        Set-Good $part $good
    } catch {
        [void](Deny 'download' "${url}: $($_.Exception.GetBaseException().Message -replace '\s+', ' ')")
        # Another build may have been faster.
        if (-not (Test-Path -LiteralPath $good)) { return $false }
    } finally {
        if (Test-Path -LiteralPath $part) { Remove-Item -LiteralPath $part -Force -ErrorAction SilentlyContinue }
    }
    Find-InCache
}

if ((Find-InEnvironment) -or (Find-OnPath)) {
    Write-Answer $found
} elseif ((Find-InCache) -or (Find-ByDownload)) {
    Write-Answer "$found`n$checked"
} else {
    Write-Answer (@("aws-temporal: error: aws-temporal $version is not on this agent") + $reasons + (
        'hint: an admin puts the executable on the PATH of the agent, or names it by its absolute path in the environment variable ' +
        'AWS_TEMPORAL_EXECUTABLE of the node, or names in AWS_TEMPORAL_DOWNLOAD_URL the folder that it is downloaded from') -join "`n")
}
Exit-With 0
