#Requires -Version 5.1
#Requires -RunAsAdministrator
<#
.SYNOPSIS
Takes back everything that Lock-Loket.ps1 did, value by value. The account and its data stay.

.DESCRIPTION
Run it before Loket is removed, and before the computer gets another job. The account "loket" has the
registrations that wait: remove it by hand, after `kiosk unsent` said that nothing does. Shell Launcher
and Keyboard Filter stay installed on Enterprise, and do nothing.

This script was never run on Windows: try it on one computer before two hundred.

.EXAMPLE
powershell -ExecutionPolicy Bypass -File Unlock-Loket.ps1
#>
[CmdletBinding()]
param()

. (Join-Path $PSScriptRoot 'LoketLockdown.ps1')

$edition = Read-Note 'Edition'
if (-not $edition) { throw 'This computer was not locked by Lock-Loket.ps1.' }
Remove-AutoLogon
switch ($edition) {
    'Pro' { Set-Bridge 'Configuration' '' }
    'Enterprise' {
        Set-KeyboardFilter $false
        Set-Bridge 'ShellLauncher' ''
    }
    'Home' { Unregister-CounterTask }
}
Restore-Policies
Restore-Power
Remove-Item -LiteralPath $Note -Recurse
Write-Host 'Unlocked. Start Windows anew.'
