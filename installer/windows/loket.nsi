; The setup of Loket for one computer, and its uninstaller; build.py hands in what has a ${NAME}.
;
;   /S                 ask nothing, show nothing
;   /PROVISION="FILE"  make this computer a kiosk of the office of that file
;   /AUTOSTART         open Loket whenever somebody signs in
;
; Uninstaller:
;   /S                 ask nothing, show nothing
;   /FORCE             remove the program though registrations wait to be sent
;   /PURGE             remove the settings, and the data of all users, too
;
; The folder cannot be chosen: the files in lockdown\ name it.

Target amd64-unicode
ManifestSupportedOS all
ManifestDPIAware true
RequestExecutionLevel admin
!ifdef FAST
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include Sections.nsh
!include WinVer.nsh
!include WordFunc.nsh
!include x64.nsh

!define INSTALLED 0
!define WRONG_COMPUTER 3
!define OPEN 4
!define WAITING 5
!define NOT_PROVISIONED 6
!define NOT_COUNTED 7
!define OTHER_INSTALLER 8
!define NO_ROOM 9
!define NOT_INSTALLED_HERE 10

!define CLOSE_EVENT "Global\Loket.Close"
!define ADMINISTRATORS_SET_ALL_WAIT "D:(A;;GA;;;SY)(A;;GA;;;BA)(A;;0x00100000;;;WD)"
!define SECONDS_TO_CLOSE 60
!define REPARSE_POINT 0x400
!define FILE_OBJECT 1
!define OWNER 1
!define ADMINISTRATORS 26
!define LOCAL_SYSTEM 22
!define KEY "Software\Loket"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Loket"
!define SYSTEM_SID "*S-1-5-18"
!define ADMINISTRATORS_SID "*S-1-5-32-544"
!define USERS_SID "*S-1-5-32-545"

Name "Loket"
OutFile "${OUT}"
InstallDir "$PROGRAMFILES64\Loket"
BrandingText "Loket ${VERSION}"
AllowSkipFiles off
CRCCheck force
ShowInstDetails nevershow
ShowUninstDetails nevershow
VIProductVersion "${NUMBERS}"
VIFileVersion "${NUMBERS}"
VIAddVersionKey "ProductName" "Loket"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Loket: setup"
VIAddVersionKey "CompanyName" "Loket"
VIAddVersionKey "LegalCopyright" "Apache License 2.0"
!uninstfinalize `${SIGN}` = 0

Var Provision
Var ProvisionField
Var CloseEvent
Var IsForced

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_COMPONENTS
Page custom AskForProvision KeepProvision
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Indonesian"
!insertmacro MUI_LANGUAGE "English"
!include texts.nsh

; Say why in a window, or by the exit code alone where nobody looks, and end.
!macro REFUSE STATUS SENTENCE
  MessageBox MB_OK|MB_ICONSTOP "${SENTENCE}" /SD IDOK
  SetErrorLevel ${STATUS}
  Quit
!macroend

; Where nobody looks the words stay in setup.log, beside the settings.
!macro NOTE WORDS
  FileOpen $9 "$APPDATA\Loket\setup.log" w
  FileWriteUTF16LE /BOM $9 "${VERSION}: ${WORDS}$\r$\n"
  FileClose $9
!macroend

!macro PROGRAM_AND_UNINSTALLER un

; Look for the option that begins with $R0; put the rest of it into $R1, or set the error flag. It
; reads arguments as programs do, and may be quoted in whole or in part: each shell has its own way.
Function ${un}FindOption
  StrLen $R2 $R0
  StrCpy $R1 ""
  System::Call 'kernel32::GetCommandLineW() p .R3'
  System::Call 'shell32::CommandLineToArgvW(p R3, *i .R4) p .R5'
  StrCpy $R6 $R5
  ClearErrors
  ${DoWhile} $R4 > 0
    System::Call '*$R6(w .R7)'
    StrCpy $R8 $R7 $R2
    ${If} $R8 == $R0
      StrCpy $R1 $R7 "" $R2
      ${WordReplace} $R1 '"' "" "+" $R1
      System::Call 'kernel32::LocalFree(p R5)'
      ClearErrors
      Return
    ${EndIf}
    IntPtrOp $R6 $R6 + ${NSIS_PTR_SIZE}
    IntOp $R4 $R4 - 1
  ${Loop}
  System::Call 'kernel32::LocalFree(p R5)'
  SetErrors
FunctionEnd

; Every part of the program is in use while Loket runs, and only then.
Function ${un}IsClosed
  ClearErrors
  StrCpy $0 0
  ${If} ${FileExists} "$INSTDIR\python311.dll"
    FileOpen $1 "$INSTDIR\python311.dll" a
    FileClose $1
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\kiosk.exe"
    FileOpen $1 "$INSTDIR\kiosk.exe" a
    FileClose $1
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\Loket.exe"
    FileOpen $1 "$INSTDIR\Loket.exe" a
    FileClose $1
  ${EndIf}
  ${IfNot} ${Errors}
    StrCpy $0 1
  ${EndIf}
FunctionEnd

; Ask every running Loket to end, and keep new ones from starting until ${un}AllowOpening.
Function ${un}CloseLoket
  DetailPrint "$(CLOSING)"
  System::Call 'advapi32::ConvertStringSecurityDescriptorToSecurityDescriptorW(\
    w "${ADMINISTRATORS_SET_ALL_WAIT}", i 1, *p .r0, p 0)'
  System::Call '*(l 24, p r0, l 0) p .r1'
  System::Call 'kernel32::CreateEventW(p r1, i 1, i 0, w "${CLOSE_EVENT}") p .r2'
  System::Free $1
  System::Call 'kernel32::LocalFree(p r0)'
  StrCpy $CloseEvent $2
  System::Call 'kernel32::SetEvent(p $CloseEvent)'
  IntOp $3 ${SECONDS_TO_CLOSE} * 2
  ${Do}
    Call ${un}IsClosed
    ${If} $0 = 1
      Return
    ${EndIf}
    Sleep 500
    IntOp $3 $3 - 1
  ${LoopUntil} $3 = 0
  Call ${un}AllowOpening
  !insertmacro REFUSE ${OPEN} "$(STILL_OPEN)"
FunctionEnd

Function ${un}AllowOpening
  System::Call 'kernel32::ResetEvent(p $CloseEvent)'
  System::Call 'kernel32::CloseHandle(p $CloseEvent)'
FunctionEnd

; Only what a setup of any version puts there.
Function ${un}RemoveProgram
  RMDir /r "$INSTDIR\lib"
  RMDir /r "$INSTDIR\licenses"
  RMDir /r "$INSTDIR\lockdown"
  Delete "$INSTDIR\*.exe"
  Delete "$INSTDIR\*.dll"
  Delete "$INSTDIR\*.pyd"
  Delete "$INSTDIR\*.txt"
  Delete "$INSTDIR\*.toml"
  Delete "$INSTDIR\python311.zip"
  Delete "$INSTDIR\python311._pth"
FunctionEnd

!macroend
!insertmacro PROGRAM_AND_UNINSTALLER ""
!insertmacro PROGRAM_AND_UNINSTALLER "un."

Section "$(PROGRAM)" PROGRAM_SECTION
  SectionIn RO
  Call RefuseFullDisk
  Call CloseLoket
  Call RemoveProgram
  !include files.nsh
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  Call AllowOpening
  Call MakeSettings
  CreateShortcut "$SMPROGRAMS\Loket.lnk" "$INSTDIR\Loket.exe" "" "$INSTDIR\Loket.exe" 0 \
    SW_SHOWNORMAL "" "$(SHORTCUT)"
  Delete "$SMSTARTUP\Loket.lnk"
  Call Register
SectionEnd

Section /o "$(AUTOSTART_NAME)" AUTOSTART_SECTION
  CreateShortcut "$SMSTARTUP\Loket.lnk" "$INSTDIR\Loket.exe"
SectionEnd

Section "-provision"
  Call ProvisionKiosk
SectionEnd

Function .onInit
  SetShellVarContext all
  SetRegView 64
  StrCpy $INSTDIR "$PROGRAMFILES64\Loket"
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastBuild} 17763
    !insertmacro REFUSE ${WRONG_COMPUTER} "$(WRONG_WINDOWS)"
  ${EndIf}
  ReadRegStr $0 HKLM "${KEY}" "Installer"
  ${If} $0 == "msi"
    !insertmacro REFUSE ${OTHER_INSTALLER} "$(IS_MSI)"
  ${EndIf}
  StrCpy $R0 "/PROVISION="
  Call FindOption
  StrCpy $Provision $R1
  Call FindProvision
  StrCpy $R0 "/AUTOSTART"
  Call FindOption
  ${IfNot} ${Errors}
  ${OrIf} ${FileExists} "$SMSTARTUP\Loket.lnk"
    !insertmacro SelectSection ${AUTOSTART_SECTION}
  ${EndIf}
FunctionEnd

; Whoever names a file means it from where the setup was started.
Function FindProvision
  ${If} $Provision != ""
    GetFullPathName $1 "$Provision"
    ${If} $1 != ""
      StrCpy $Provision $1
    ${EndIf}
  ${EndIf}
FunctionEnd

Function AskForProvision
  !insertmacro MUI_HEADER_TEXT "$(PROVISION_TITLE)" "$(PROVISION_SUBTITLE)"
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateLabel} 0 0 100% 24u "$(PROVISION_LABEL)"
  Pop $0
  ${NSD_CreateFileRequest} 0 32u 75% 13u "$Provision"
  Pop $ProvisionField
  ${NSD_CreateBrowseButton} 78% 32u 22% 13u "$(PROVISION_BROWSE)"
  Pop $0
  ${NSD_OnClick} $0 ChooseProvision
  nsDialogs::Show
FunctionEnd

Function ChooseProvision
  Pop $0
  nsDialogs::SelectFileDialog open "" "*.loket|*.loket"
  Pop $0
  ${If} $0 != ""
    ${NSD_SetText} $ProvisionField "$0"
  ${EndIf}
FunctionEnd

Function KeepProvision
  ${NSD_GetText} $ProvisionField $Provision
FunctionEnd

; The old program goes before the new one comes: not where there is no room for it.
Function RefuseFullDisk
  ${DriveSpace} "$PROGRAMFILES64\" "/D=F /S=M" $0
  IntOp $1 ${KILOBYTES} / 1024
  ${If} $0 < $1
    !insertmacro REFUSE ${NO_ROOM} "$(FULL_DISK)"
  ${EndIf}
FunctionEnd

; Any user may make folders beside those of programs. What somebody made who is no administrator,
; before Loket was ever here, is put aside; a link only goes, wherever it leads. The registry, where
; only administrators write, remembers that the settings are theirs, also when the program is gone.
Function PutForeignSettingsAside
  System::Call 'kernel32::GetFileAttributesW(w "$APPDATA\Loket") i .r0'
  ${If} $0 = -1
    Return
  ${EndIf}
  IntOp $1 $0 & ${REPARSE_POINT}
  ${If} $1 <> 0
    RMDir "$APPDATA\Loket"
    Return
  ${EndIf}
  ReadRegStr $0 HKLM "${KEY}" "Settings"
  ${If} $0 != ""
    Return
  ${EndIf}
  System::Call 'advapi32::GetNamedSecurityInfoW(w "$APPDATA\Loket", i ${FILE_OBJECT}, \
    i ${OWNER}, *p .r1, p 0, p 0, p 0, *p .r2) i .r0'
  System::Call 'advapi32::IsWellKnownSid(p r1, i ${ADMINISTRATORS}) i .r3'
  System::Call 'advapi32::IsWellKnownSid(p r1, i ${LOCAL_SYSTEM}) i .r4'
  System::Call 'kernel32::LocalFree(p r2)'
  IntOp $3 $3 | $4
  ${If} $3 = 0
    System::Call 'kernel32::GetTickCount() i .r4'
    Rename "$APPDATA\Loket" "$APPDATA\Loket.found-$4"
  ${EndIf}
FunctionEnd

; Administrators write what is for all users of the computer; others made no part of it beforehand.
Function MakeSettings
  Call PutForeignSettingsAside
  CreateDirectory "$APPDATA\Loket"
  nsExec::Exec '"$SYSDIR\icacls.exe" "$APPDATA\Loket" /setowner ${ADMINISTRATORS_SID} /t /l /c /q'
  Pop $0
  nsExec::Exec '"$SYSDIR\icacls.exe" "$APPDATA\Loket" /inheritance:r /grant:r \
    ${SYSTEM_SID}:(OI)(CI)F ${ADMINISTRATORS_SID}:(OI)(CI)F ${USERS_SID}:(OI)(CI)RX /q'
  Pop $0
  nsExec::Exec '"$SYSDIR\icacls.exe" "$APPDATA\Loket\*" /reset /t /l /c /q'
  Pop $0
  ${IfNot} ${FileExists} "$APPDATA\Loket\kiosk.toml"
    CopyFiles /SILENT "$INSTDIR\kiosk.example.toml" "$APPDATA\Loket\kiosk.toml"
  ${EndIf}
  !insertmacro NOTE "installed"
FunctionEnd

Function Register
  WriteRegStr HKLM "${KEY}" "Installer" "setup"
  WriteRegStr HKLM "${KEY}" "Version" "${VERSION}"
  WriteRegStr HKLM "${KEY}" "Settings" "of administrators"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "DisplayName" "Loket"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\Loket.exe"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "Publisher" "Loket"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKLM "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKLM "${UNINSTALL_KEY}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKLM "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKLM "${UNINSTALL_KEY}" "NoRepair" 1
FunctionEnd

; A file that is refused leaves an installed Loket behind, which asks for the code.
Function ProvisionKiosk
  ${If} $Provision == ""
    Return
  ${EndIf}
  nsExec::ExecToStack '"$INSTDIR\kiosk.exe" provision --machine "$Provision"'
  Pop $0
  Pop $1
  !insertmacro NOTE "$1"
  ${If} $0 != 0
    SetErrorLevel ${NOT_PROVISIONED}
    MessageBox MB_OK|MB_ICONEXCLAMATION "$(PROVISION_REFUSED)$\r$\n$\r$\n$1" /SD IDOK
  ${EndIf}
FunctionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${PROGRAM_SECTION} "$(SHORTCUT)"
  !insertmacro MUI_DESCRIPTION_TEXT ${AUTOSTART_SECTION} "$(AUTOSTART_NAME)"
!insertmacro MUI_FUNCTION_DESCRIPTION_END

; An uninstaller that was copied elsewhere takes its own folder for that of the program.
Function un.onInit
  SetShellVarContext all
  SetRegView 64
  ${If} $INSTDIR != "$PROGRAMFILES64\Loket"
    !insertmacro REFUSE ${NOT_INSTALLED_HERE} "$(NOT_HERE)"
  ${EndIf}
  StrCpy $R0 "/FORCE"
  Call un.FindOption
  StrCpy $IsForced 1
  ${If} ${Errors}
    StrCpy $IsForced 0
    Call un.RefuseUnsent
  ${EndIf}
FunctionEnd

; Of all users: 0 says that nothing waits, 1 that something does, all else that nobody knows.
Function un.RefuseUnsent
  nsExec::ExecToStack '"$INSTDIR\kiosk.exe" unsent --everybody'
  Pop $0
  Pop $1
  ${If} $0 != 0
    !insertmacro NOTE "$1"
  ${EndIf}
  ${If} $0 == 1
    !insertmacro REFUSE ${WAITING} "$(UNSENT)$\r$\n$\r$\n$1"
  ${ElseIf} $0 != 0
    !insertmacro REFUSE ${NOT_COUNTED} "$(UNCOUNTED)$\r$\n$\r$\n$1"
  ${EndIf}
FunctionEnd

Section "Uninstall"
  Call un.CloseLoket
  Call un.RemoveProgram
  SetOutPath "$TEMP"
  RMDir "$INSTDIR"
  Call un.AllowOpening
  Delete "$SMPROGRAMS\Loket.lnk"
  Delete "$SMSTARTUP\Loket.lnk"
  DeleteRegKey HKLM "${UNINSTALL_KEY}"
  DeleteRegValue HKLM "${KEY}" "Installer"
  DeleteRegValue HKLM "${KEY}" "Version"
  StrCpy $R0 "/PURGE"
  Call un.FindOption
  ${IfNot} ${Errors}
    Call un.Purge
  ${EndIf}
SectionEnd

; By `rd`, which follows no link that a user may have put there. What was sealed since it was counted
; stays.
Function un.Purge
  DeleteRegKey HKLM "${KEY}"
  nsExec::Exec '"$SYSDIR\cmd.exe" /d /c rd /s /q "$APPDATA\Loket"'
  Pop $0
  ReadEnvStr $0 PUBLIC
  ${GetParent} $0 $1
  FindFirst $2 $3 "$1\*"
  ${DoWhile} $3 != ""
    StrCpy $4 0
    ${If} $IsForced = 0
    ${AndIf} ${FileExists} "$1\$3\AppData\Local\Loket\store\outbox\*.env"
      StrCpy $4 1
    ${EndIf}
    ${If} $4 = 0
    ${AndIf} ${FileExists} "$1\$3\AppData\Local\Loket\*"
      nsExec::Exec '"$SYSDIR\cmd.exe" /d /c rd /s /q "$1\$3\AppData\Local\Loket"'
      Pop $0
    ${EndIf}
    FindNext $2 $3
  ${Loop}
  FindClose $2
FunctionEnd
