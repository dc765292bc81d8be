<#
.SYNOPSIS
Hands one file to Windows' bridge for device management, or takes back what it was handed.

.DESCRIPTION
The bridge listens to the account SYSTEM alone, not to administrators. Lock-Loket.ps1 therefore has
this script run by a task of that account. By hand it is the same with Microsoft's psexec:
    psexec.exe -i -s powershell.exe -ExecutionPolicy Bypass -File Set-AssignedAccess.ps1 ...

.PARAMETER Property
Configuration for Assigned Access, ShellLauncher for Shell Launcher.

.PARAMETER File
The XML; without it what is in force is taken back.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [ValidateSet('Configuration', 'ShellLauncher')] [string] $Property,
    [string] $File = ''
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

$bridge = Get-CimInstance -Namespace 'root\cimv2\mdm\dmmap' -ClassName 'MDM_AssignedAccess'
if ($File) {
    $bridge.$Property = [System.Net.WebUtility]::HtmlEncode([System.IO.File]::ReadAllText($File))
}
else {
    $bridge.$Property = $null
}
Set-CimInstance -CimInstance $bridge
