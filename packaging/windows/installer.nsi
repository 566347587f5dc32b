; The setup: for one user, without administrator rights, in Chinese or English.
;
;   makensis -DVERSION=1.2.3 -DFILES=folder/* -DOUT=setup.exe [-DRELEASE|-DSTORED] [-DSIGN=command] installer.nsi
;
; Silent (/S) it asks nothing; /D=folder, without quotes and last, says where to. Exit codes: 1 cancelled or old
; Windows, 5 the program is running.

; As NSIS itself is distributed for Windows it makes 32-bit setups only; what is installed is the same.
!if /FileExists "${NSISDIR}/Stubs/zlib-amd64-unicode"
  Target amd64-unicode
!else
  Unicode true
!endif
!ifdef RELEASE
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64 ; megabytes: both executables hold the same modules, tens of megabytes apart
!else ifdef STORED
  SetCompress off
!else
  SetCompressor zlib
!endif

!include MUI2.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include x64.nsh
!include FileFunc.nsh

!define FOLDER "EnclaveDesktop"
!define WINDOW "enclave-desktop-window.exe"
!define CONSOLE "enclave-desktop.exe"
!define KIND "EnclaveDesktop.Record"
!define LISTED "Software\Microsoft\Windows\CurrentVersion\Uninstall\${FOLDER}"
!define CHOSEN "Software\${FOLDER}\Setup"
!define RUNNING 5
!define OLDEST_BUILD 17763 ; Windows 10 1809

Name "$(NAME)"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\${FOLDER}"
InstallDirRegKey HKCU "${CHOSEN}" "Folder"
ShowInstDetails nevershow
ShowUninstDetails nevershow
BrandingText "Enclave Desktop ${VERSION}"
ManifestDPIAware true
ManifestSupportedOS all

!ifdef SIGN
  !finalize '${SIGN} "%1"' = 0
  !uninstfinalize '${SIGN} "%1"' = 0
!endif

!define MUI_ICON "enclave.ico"
!define MUI_UNICON "enclave.ico"
!define MUI_WELCOMEFINISHPAGE_BITMAP "wizard.bmp"
!define MUI_WELCOMEFINISHPAGE_BITMAP_STRETCH FitControl
!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TITLE "$(WELCOME)"
!define MUI_WELCOMEPAGE_TEXT "$(WELCOME_TEXT)"
!define MUI_FINISHPAGE_TITLE "$(FINISHED)"
!define MUI_FINISHPAGE_TEXT "$(FINISHED_TEXT)"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "$(WHAT_STAYS)"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${WINDOW}"
!define MUI_FINISHPAGE_RUN_TEXT "$(START_NOW)"
!define MUI_LANGDLL_ALLLANGUAGES

!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"

LangString NAME ${LANG_SIMPCHINESE} "飞地补贴助手"
LangString NAME ${LANG_ENGLISH} "Enclave Desktop"
LangString WELCOME ${LANG_SIMPCHINESE} "安装飞地补贴助手 ${VERSION}"
LangString WELCOME ${LANG_ENGLISH} "Set up Enclave Desktop ${VERSION}"
LangString WELCOME_TEXT ${LANG_SIMPCHINESE} "程序装进您自己的用户文件夹：不需要管理员权限，也不用联网。$\r$\n$\r$\n如果已经装有旧版本，会直接更新；您的档案和设置不受影响。$\r$\n$\r$\n请按“下一步”。"
LangString WELCOME_TEXT ${LANG_ENGLISH} "The program goes into your own user folder: no administrator and no network is needed.$\r$\n$\r$\nAn older version is replaced; your records and settings are not affected.$\r$\n$\r$\nPlease press Next."
LangString FINISHED ${LANG_SIMPCHINESE} "安装好了"
LangString FINISHED ${LANG_ENGLISH} "Installed"
LangString FINISHED_TEXT ${LANG_SIMPCHINESE} "以后从“开始”菜单打开“飞地补贴助手”，或者双击一份档案（.enclave 文件）。$\r$\n$\r$\n请按“完成”。"
LangString FINISHED_TEXT ${LANG_ENGLISH} "From now on, open Enclave Desktop from the Start menu or double-click a record (an .enclave file).$\r$\n$\r$\nPlease press Finish."
LangString WHAT_STAYS ${LANG_SIMPCHINESE} "将删除飞地补贴助手和它的设置。您的档案（.enclave 文件）、备份和印好的材料都留在原处。请按“卸载”。"
LangString WHAT_STAYS ${LANG_ENGLISH} "Enclave Desktop and its settings will be removed. Your records (.enclave files), backups and printed packets stay where they are. Please press Uninstall."
LangString START_NOW ${LANG_SIMPCHINESE} "现在打开飞地补贴助手"
LangString START_NOW ${LANG_ENGLISH} "Start Enclave Desktop now"
LangString OLD_WINDOWS ${LANG_SIMPCHINESE} "需要 64 位的 Windows 10（1809 版，2018 年 10 月）或更新的系统：这台电脑的 Windows 缺少程序要用的部分。请先更新 Windows，或换一台电脑安装。"
LangString OLD_WINDOWS ${LANG_ENGLISH} "64-bit Windows 10 (version 1809) or later is needed: this Windows lacks what the program uses. Please update Windows first, or use another computer."
LangString IS_RUNNING ${LANG_SIMPCHINESE} "飞地补贴助手正在运行。请先保存并关闭它的所有窗口，然后按“重试”。您的档案不会受影响。"
LangString IS_RUNNING ${LANG_ENGLISH} "Enclave Desktop is running. Please close all of its windows, then press Retry. Your records are not affected."
LangString RECORD ${LANG_SIMPCHINESE} "飞地补贴档案"
LangString RECORD ${LANG_ENGLISH} "Enclave record"

VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=${LANG_SIMPCHINESE} "ProductName" "飞地补贴助手"
VIAddVersionKey /LANG=${LANG_SIMPCHINESE} "FileDescription" "飞地补贴助手 安装程序"
VIAddVersionKey /LANG=${LANG_SIMPCHINESE} "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=${LANG_SIMPCHINESE} "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=${LANG_SIMPCHINESE} "LegalCopyright" "Apache-2.0"

!macro ASK_TO_CLOSE PREFIX
Function ${PREFIX}AskToClose
  again:
  StrCpy $1 0
  ${For} $2 1 2
    ${If} $2 = 1
      StrCpy $3 "$INSTDIR\${WINDOW}"
    ${Else}
      StrCpy $3 "$INSTDIR\${CONSOLE}"
    ${EndIf}
    ${If} ${FileExists} "$3"
      ClearErrors
      FileOpen $0 "$3" a ; a program that runs cannot be written to
      ${If} ${Errors}
        StrCpy $1 1
      ${Else}
        FileClose $0
      ${EndIf}
    ${EndIf}
  ${Next}
  ${If} $1 = 1
    ${If} ${Silent}
      SetErrorLevel ${RUNNING}
      Quit
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(IS_RUNNING)" IDRETRY again
    SetErrorLevel ${RUNNING}
    Quit
  ${EndIf}
FunctionEnd
!macroend
!insertmacro ASK_TO_CLOSE ""
!insertmacro ASK_TO_CLOSE "un."

Function .onInit
  ${IfNot} ${AtLeastBuild} ${OLDEST_BUILD}
  ${OrIfNot} ${RunningX64}
    ${IfNot} ${Silent}
      MessageBox MB_OK|MB_ICONSTOP "$(OLD_WINDOWS)"
    ${EndIf}
    SetErrorLevel 1
    Quit
  ${EndIf}
FunctionEnd

Section
  Call AskToClose
  SetOutPath "$INSTDIR"
  RMDir /r "$INSTDIR\_internal" ; what the older version had and this one has not
  File /r "${FILES}"
  File "record.ico"
  WriteUninstaller "$INSTDIR\Uninstall.exe"

  CreateShortcut "$SMPROGRAMS\$(NAME).lnk" "$INSTDIR\${WINDOW}"
  WriteRegStr HKCU "Software\Classes\.enclave" "" "${KIND}"
  WriteRegStr HKCU "Software\Classes\${KIND}" "" "$(RECORD)"
  WriteRegStr HKCU "Software\Classes\${KIND}\DefaultIcon" "" "$INSTDIR\record.ico"
  WriteRegStr HKCU "Software\Classes\${KIND}\shell\open\command" "" '"$INSTDIR\${WINDOW}" "%1"'
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'

  WriteRegStr HKCU "${CHOSEN}" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${CHOSEN}" "Shortcut" "$SMPROGRAMS\$(NAME).lnk"
  WriteRegStr HKCU "${LISTED}" "DisplayName" "$(NAME)"
  WriteRegStr HKCU "${LISTED}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${LISTED}" "DisplayIcon" "$INSTDIR\${WINDOW}"
  WriteRegStr HKCU "${LISTED}" "Publisher" "Enclave Desktop"
  WriteRegStr HKCU "${LISTED}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${LISTED}" "UninstallString" '"$INSTDIR\Uninstall.exe"'
  WriteRegStr HKCU "${LISTED}" "QuietUninstallString" '"$INSTDIR\Uninstall.exe" /S'
  WriteRegDWORD HKCU "${LISTED}" "NoModify" 1
  WriteRegDWORD HKCU "${LISTED}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${LISTED}" "EstimatedSize" $0
SectionEnd

; Records lie where the user put them and stay, and so do the blanks of offices that the user brought.
Section "Uninstall"
  Call un.AskToClose
  ExecWait '"$INSTDIR\${WINDOW}" --forget-remembered'
  Delete "$INSTDIR\${WINDOW}"
  Delete "$INSTDIR\${CONSOLE}"
  Delete "$INSTDIR\record.ico"
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\Uninstall.exe"
  RMDir "$INSTDIR"

  ReadRegStr $0 HKCU "${CHOSEN}" "Shortcut"
  Delete "$0"
  ReadRegStr $0 HKCU "Software\Classes\.enclave" ""
  ${If} $0 == "${KIND}"
    DeleteRegKey HKCU "Software\Classes\.enclave"
  ${EndIf}
  DeleteRegKey HKCU "Software\Classes\${KIND}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
  DeleteRegKey HKCU "${LISTED}"
  DeleteRegKey HKCU "Software\${FOLDER}"

  RMDir /r "$LOCALAPPDATA\${FOLDER}\Logs"
  RMDir /r "$LOCALAPPDATA\${FOLDER}\cache"
  RMDir /r "$LOCALAPPDATA\${FOLDER}\policies"
  Delete "$LOCALAPPDATA\${FOLDER}\*.*"
  RMDir "$LOCALAPPDATA\${FOLDER}\blanks"
  RMDir "$LOCALAPPDATA\${FOLDER}"
SectionEnd
