#Requires -Version 5.1
#Requires -RunAsAdministrator
<#
.SYNOPSIS
Locks this computer to Loket: an account that can do nothing else, and settings that keep Windows quiet.

.DESCRIPTION
It makes the local standard account "loket", puts the values of policies.json in force for the computer
and for that account, keeps the computer awake, and puts Loket where the account has its desktop:
    Pro          Assigned Access (assigned-access-windows-10.xml or -11.xml)
    Enterprise   Shell Launcher (shell-launcher.xml) and Keyboard Filter; also Education and IoT Enterprise
    Home         a task that starts Loket and starts it again (counter-task.xml)
It may be run again at any time. It says when something has to be done first. Unlock-Loket.ps1 takes
everything back. docs/operating.md says what each edition stops and what it does not.

This script was never run on Windows: try it on one computer before two hundred.

.PARAMETER Edition
Only where Windows does not say which it is.

.PARAMETER AutoLogon
Let Windows sign in by itself. Then whoever takes the computer has the account and with it the key of
unfinished forms and lists. What is sealed for the centre stays closed to them.

.EXAMPLE
powershell -ExecutionPolicy Bypass -File Lock-Loket.ps1
#>
[CmdletBinding()]
param(
    [ValidateSet('Home', 'Pro', 'Enterprise')] [string] $Edition,
    [switch] $AutoLogon
)

. (Join-Path $PSScriptRoot 'LoketLockdown.ps1')

if (-not $Edition) { $Edition = Get-WindowsEdition }
if (-not (Test-Path -LiteralPath $Program)) { throw "Install Loket first: there is no $Program." }
Confirm-Account
if (-not (Get-AccountProfile)) {
    Write-Host "Sign in once as '$Account' and out again, so that Windows makes its folder. Then run this again."
    exit 1
}
if ($Edition -eq 'Enterprise' -and (Enable-DeviceLockdown)) {
    Write-Host 'Start Windows anew: Shell Launcher and Keyboard Filter were just added. Then run this again.'
    exit 1
}

Set-Policies (Get-Policies $Edition)
Set-Power
switch ($Edition) {
    'Pro' { Set-Bridge 'Configuration' (Get-AssignedAccessFile) }
    'Enterprise' {
        Set-Bridge 'ShellLauncher' 'shell-launcher.xml'
        Set-KeyboardFilter $true
    }
    'Home' { Register-CounterTask }
}
if ($AutoLogon) {
    Write-Warning ("From now on Windows signs in as '$Account' by itself. Whoever takes this computer can" +
        ' read unfinished forms and the masked lists. Encrypt the disk (BitLocker) where Windows can.')
    Set-AutoLogon
}
Write-Note 'Edition' $Edition
Write-Host "Locked (Windows $Edition). Start Windows anew, sign in as '$Account', and try every row of the table."
