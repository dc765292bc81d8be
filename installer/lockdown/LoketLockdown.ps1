# The steps of Lock-Loket.ps1 and Unlock-Loket.ps1, which read it in. Does nothing by itself.
# What was there before is kept in the registry, where only administrators write.

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

$Account = 'loket'
$Program = 'C:\Program Files\Loket\Loket.exe'
$Note = 'Registry::HKEY_LOCAL_MACHINE\SOFTWARE\Loket\Lockdown'
$Winlogon = 'Registry::HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon'
$MountedHive = 'HKEY_USERS\LoketLockdown'
$PowerScheme = '3f6f4e0a-6d0e-4d0b-9a3e-6f0b7a3c51d2'
$BalancedScheme = '381b4222-f694-41f0-9685-ff5bb260df2e'
$TaskFolder = '\Loket\'
$UsersGroup = 'S-1-5-32-545'
$AdministratorsGroup = 'S-1-5-32-544'
$FirstBuildWithStartPins = 22621
$NotEndedYet = 267009, 267011, 267045  # runs, never ran, waits for its turn

function Get-WindowsEdition {
    $id = (Get-ItemProperty 'Registry::HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion').EditionID
    switch -Regex ($id) {
        '^Core' { return 'Home' }
        '^Professional' { return 'Pro' }
        '^(Enterprise|Education|IoTEnterprise)' { return 'Enterprise' }
    }
    throw "Windows '$id' is not known here. Say which it is most like: -Edition Home, Pro or Enterprise."
}

function Get-Policies([string] $Edition) {
    $file = Join-Path $PSScriptRoot 'policies.json'
    $values = (Get-Content -LiteralPath $file -Raw -Encoding UTF8 | ConvertFrom-Json).values
    return @($values | Where-Object { $_.editions -contains $Edition })
}

function Get-BlockedKeys {
    $file = Join-Path $PSScriptRoot 'policies.json'
    return @((Get-Content -LiteralPath $file -Raw -Encoding UTF8 | ConvertFrom-Json).keys)
}

# The account -------------------------------------------------------------------------------------

function Confirm-Account {
    if (-not (Get-LocalUser -Name $Account -ErrorAction SilentlyContinue)) {
        $password = Read-Host -AsSecureString "A password for the new account '$Account'"
        New-LocalUser -Name $Account -Password $password -FullName 'Loket' -Description 'The counter' `
            -PasswordNeverExpires -UserMayNotChangePassword -AccountNeverExpires | Out-Null
        Add-LocalGroupMember -SID $UsersGroup -Member $Account
    }
    if (Get-LocalGroupMember -SID $AdministratorsGroup -Member (Get-AccountSid) -ErrorAction SilentlyContinue) {
        throw "The account '$Account' is an administrator. A counter must not be one."
    }
}

function Get-AccountSid {
    return (Get-LocalUser -Name $Account).SID.Value
}

function Get-AccountProfile {
    $list = 'Registry::HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList'
    $key = Join-Path $list (Get-AccountSid)
    if (Test-Path -LiteralPath $key) {
        return (Get-ItemProperty -LiteralPath $key).ProfileImagePath
    }
    return $null
}

# The registry hive of the account: the one in use while it is signed in, else its file; '' where the
# account is gone. Returns what the work returns.
function Use-AccountHive([scriptblock] $Work) {
    if (-not (Get-LocalUser -Name $Account -ErrorAction SilentlyContinue)) {
        & $Work ''
        return
    }
    $signedIn = "HKEY_USERS\$(Get-AccountSid)"
    if (Test-Path -LiteralPath "Registry::$signedIn") {
        & $Work "Registry::$signedIn"
        return
    }
    $file = Join-Path (Get-AccountProfile) 'NTUSER.DAT'
    Invoke-Tool 'reg.exe' @('load', $MountedHive, $file)
    try {
        & $Work "Registry::$MountedHive"
    }
    finally {
        [gc]::Collect()
        [gc]::WaitForPendingFinalizers()
        Invoke-Tool 'reg.exe' @('unload', $MountedHive)
    }
}

# Registry values ---------------------------------------------------------------------------------

function Get-RootOf([string] $Scope, [string] $Hive) {
    if ($Scope -eq 'account') { return $Hive }
    return 'Registry::HKEY_LOCAL_MACHINE'
}

function Get-ValueBefore([string] $Root, [psobject] $Policy) {
    $before = @{ scope = $Policy.scope; path = $Policy.path; name = $Policy.name; existed = $false; type = ''; value = '' }
    $path = "$Root\$($Policy.path)"
    if (Test-Path -LiteralPath $path) {
        $key = Get-Item -LiteralPath $path
        if ($key.GetValueNames() -contains $Policy.name) {
            $before.existed = $true
            $before.type = [string] $key.GetValueKind($Policy.name)
            $before.value = $key.GetValue($Policy.name, $null, 'DoNotExpandEnvironmentNames')
        }
        $key.Close()
    }
    return [pscustomobject] $before
}

function Set-Value([string] $Root, [psobject] $Policy) {
    $path = "$Root\$($Policy.path)"
    if (-not (Test-Path -LiteralPath $path)) {
        New-Item -Path $path -Force | Out-Null
    }
    New-ItemProperty -LiteralPath $path -Name $Policy.name -PropertyType $Policy.type `
        -Value $Policy.value -Force | Out-Null
}

function Restore-Value([string] $Root, [psobject] $Before) {
    $path = "$Root\$($Before.path)"
    if ($Before.existed) {
        Set-Value $Root $Before
    }
    elseif (Test-Path -LiteralPath $path) {
        Remove-ItemProperty -LiteralPath $path -Name $Before.name -ErrorAction SilentlyContinue
    }
}

function Read-Note([string] $Name) {
    if (-not (Test-Path -LiteralPath $Note)) { return $null }
    $key = Get-Item -LiteralPath $Note
    $value = $key.GetValue($Name)
    $key.Close()
    return $value
}

function Write-Note([string] $Name, [string] $Text) {
    if (-not (Test-Path -LiteralPath $Note)) {
        New-Item -Path $Note -Force | Out-Null
    }
    New-ItemProperty -LiteralPath $Note -Name $Name -PropertyType String -Value $Text -Force | Out-Null
}

function Read-Before {
    $text = Read-Note 'Before'
    if (-not $text) { return @() }
    return @($text | ConvertFrom-Json | ForEach-Object { $_ })
}

# A second run keeps what the first one found: that is what was there before us.
function Set-Policies([object[]] $Policies) {
    $before = @(Read-Before)
    $known = @($before | ForEach-Object { "$($_.scope)|$($_.path)|$($_.name)" })
    $unknown = @($Policies | Where-Object { $known -notcontains "$($_.scope)|$($_.path)|$($_.name)" })
    $found = @(Use-AccountHive {
            param($hive)
            $unknown | ForEach-Object { Get-ValueBefore (Get-RootOf $_.scope $hive) $_ }
        })
    Write-Note 'Before' (ConvertTo-Json @($before + $found) -Compress)
    Use-AccountHive {
        param($hive)
        $Policies | ForEach-Object { Set-Value (Get-RootOf $_.scope $hive) $_ }
    }
}

function Restore-Policies {
    $before = @(Read-Before)
    if ($before.Count -eq 0) { return }
    Use-AccountHive {
        param($hive)
        $before | Where-Object { $hive -or $_.scope -ne 'account' } |
            ForEach-Object { Restore-Value (Get-RootOf $_.scope $hive) $_ }
    }
}

# Power: a scheme of our own, so that nothing of the old one is lost ------------------------------

function Set-Power {
    if (-not (Read-Note 'PowerScheme')) {
        Write-Note 'PowerScheme' ([regex]::Match((& powercfg.exe /getactivescheme), '[0-9a-fA-F-]{36}').Value)
        $power = Get-Item 'Registry::HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Power'
        Write-Note 'Hibernation' $(if ($power.GetValue('HibernateEnabled') -eq 1) { 'on' } else { 'off' })
    }
    if (-not ((& powercfg.exe /list) -match $PowerScheme)) {
        Invoke-Tool 'powercfg.exe' @('/duplicatescheme', $BalancedScheme, $PowerScheme)
        Invoke-Tool 'powercfg.exe' @('/changename', $PowerScheme, 'Loket')
    }
    $never = @(
        @('SUB_SLEEP', 'STANDBYIDLE'), @('SUB_VIDEO', 'VIDEOIDLE'),
        @('SUB_BUTTONS', 'PBUTTONACTION'), @('SUB_BUTTONS', 'SBUTTONACTION')
    )
    foreach ($setting in $never) {
        try {
            Invoke-Tool 'powercfg.exe' (@('/setacvalueindex', $PowerScheme) + $setting + @('0'))
        }
        catch {
            Write-Warning "This computer has no such power setting: $($setting[1])"
        }
    }
    Invoke-Tool 'powercfg.exe' @('/setactive', $PowerScheme)
    Invoke-Tool 'powercfg.exe' @('/hibernate', 'off')
}

function Restore-Power {
    if (-not (Read-Note 'PowerScheme')) { return }
    Invoke-Tool 'powercfg.exe' @('/setactive', (Read-Note 'PowerScheme'))
    Invoke-Tool 'powercfg.exe' @('/delete', $PowerScheme)
    Invoke-Tool 'powercfg.exe' @('/hibernate', (Read-Note 'Hibernation'))
}

function Invoke-Tool([string] $Tool, [string[]] $Arguments) {
    $ErrorActionPreference = 'Continue'  # else a word on standard error would end us before the status
    $answer = & (Join-Path $env:SystemRoot "System32\$Tool") @Arguments 2>&1
    if ($LASTEXITCODE -ne 0) {
        throw "$Tool $($Arguments -join ' ') ended with ${LASTEXITCODE}: $answer"
    }
}

# What stands in the desktop's place --------------------------------------------------------------

function Set-Bridge([string] $Property, [string] $File) {
    $bridge = Join-Path $PSScriptRoot 'Set-AssignedAccess.ps1'
    $words = "-NoProfile -ExecutionPolicy Bypass -File `"$bridge`" -Property $Property"
    if ($File) { $words += " -File `"$(Join-Path $PSScriptRoot $File)`"" }
    $task = @{
        TaskName  = 'Bridge'
        TaskPath  = $TaskFolder
        Action    = New-ScheduledTaskAction -Execute 'powershell.exe' -Argument $words
        Principal = New-ScheduledTaskPrincipal -UserId 'S-1-5-18' -LogonType ServiceAccount -RunLevel Highest
    }
    Register-ScheduledTask @task -Force | Out-Null
    try {
        Start-ScheduledTask -TaskName $task.TaskName -TaskPath $TaskFolder
        do {
            Start-Sleep -Seconds 1
            $result = (Get-ScheduledTaskInfo -TaskName $task.TaskName -TaskPath $TaskFolder).LastTaskResult
        } while ($NotEndedYet -contains $result)
    }
    finally {
        Unregister-ScheduledTask -TaskName $task.TaskName -TaskPath $TaskFolder -Confirm:$false
    }
    if ($result -ne 0) {
        throw "Windows did not take $Property (status $result). Its reasons are in the event viewer," +
            ' Applications and Services Logs, Microsoft, Windows, AssignedAccess.'
    }
}

function Get-AssignedAccessFile {
    $build = [System.Environment]::OSVersion.Version.Build
    if ($build -ge $FirstBuildWithStartPins) { return 'assigned-access-windows-11.xml' }
    return 'assigned-access-windows-10.xml'
}

function Register-CounterTask {
    $xml = Get-Content -LiteralPath (Join-Path $PSScriptRoot 'counter-task.xml') -Raw -Encoding UTF8
    $xml = $xml.Replace('COMPUTER', $env:COMPUTERNAME)
    $xml = $xml -replace '^<\?xml[^>]*\?>', ''
    Register-ScheduledTask -TaskName 'Counter' -TaskPath $TaskFolder -Xml $xml -Force | Out-Null
}

function Unregister-CounterTask {
    Get-ScheduledTask -TaskName 'Counter' -TaskPath $TaskFolder -ErrorAction SilentlyContinue |
        Unregister-ScheduledTask -Confirm:$false
}

# Returns whether Windows has to be started anew before the rest can be done.
function Enable-DeviceLockdown {
    $restart = $false
    foreach ($name in 'Client-EmbeddedShellLauncher', 'Client-KeyboardFilter') {
        $feature = Get-WindowsOptionalFeature -Online -FeatureName $name
        if ($feature.State -ne 'Enabled') {
            $answer = Enable-WindowsOptionalFeature -Online -FeatureName $name -All -NoRestart
            $restart = $restart -or $answer.RestartNeeded
        }
    }
    return $restart
}

function Set-KeyboardFilter([bool] $Blocked) {
    $room = @{ Namespace = 'root\standardcimv2\embedded' }
    $keys = Get-BlockedKeys
    Get-CimInstance @room -ClassName 'WEKF_PredefinedKey' |
        Where-Object { $keys -contains $_.Id } |
        ForEach-Object { Set-CimInstance -CimInstance $_ -Property @{ Enabled = $Blocked } }
    # with sticky keys on, combinations could get past the filter
    Get-CimInstance @room -ClassName 'WEKF_Settings' |
        Where-Object { $_.Name -eq 'ForceOffAccessibility' } |
        ForEach-Object { Set-CimInstance -CimInstance $_ -Property @{ Value = "$Blocked".ToLower() } }
}

# Signing in by itself ----------------------------------------------------------------------------

function Set-AutoLogon {
    $password = Read-Host -AsSecureString "The password of '$Account'"
    $plain = [System.Net.NetworkCredential]::new('', $password).Password
    Add-Type -Path (Join-Path $PSScriptRoot 'LsaSecret.cs')
    [LsaSecret]::Store('DefaultPassword', $plain)
    New-ItemProperty -LiteralPath $Winlogon -Name 'AutoAdminLogon' -PropertyType String -Value '1' -Force | Out-Null
    New-ItemProperty -LiteralPath $Winlogon -Name 'DefaultUserName' -PropertyType String -Value $Account -Force | Out-Null
    New-ItemProperty -LiteralPath $Winlogon -Name 'DefaultDomainName' -PropertyType String -Value $env:COMPUTERNAME -Force | Out-Null
    Remove-ItemProperty -LiteralPath $Winlogon -Name 'DefaultPassword' -ErrorAction SilentlyContinue
    Write-Note 'AutoLogon' 'yes'
}

function Remove-AutoLogon {
    if ((Read-Note 'AutoLogon') -ne 'yes') { return }
    Add-Type -Path (Join-Path $PSScriptRoot 'LsaSecret.cs')
    [LsaSecret]::Store('DefaultPassword', [NullString]::Value)
    New-ItemProperty -LiteralPath $Winlogon -Name 'AutoAdminLogon' -PropertyType String -Value '0' -Force | Out-Null
}
