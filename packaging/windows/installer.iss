; The installer for Windows, after freeze.py, with Inno Setup 6.3 or newer:
;   iscc /DAppVersion=0.1.0 /DFlavour=cpu packaging\windows\installer.iss
; Asks whether to install for the current user or for all users. Replaces an older version or the other flavour.

#ifndef AppVersion
  #error set the version: /DAppVersion=0.1.0
#endif
#ifndef Flavour
  #error set the flavour: /DFlavour=cpu or /DFlavour=cuda
#endif
#if Flavour != "cpu" && Flavour != "cuda"
  #error the flavour is cpu or cuda
#endif

#define AppName "T2V Desktop"
#define Project "https://github.com/t2v-desktop/t2v-desktop"
#define OpenWith "Software\Classes\Applications\t2v-desktop.exe"

[Setup]
; identifies older versions: never change it
AppId={{73D04EFC-6040-4614-BF70-81386259DDCB}
AppName={#AppName}
AppVersion={#AppVersion}
AppPublisher=T2V Desktop maintainers
AppPublisherURL={#Project}
AppSupportURL={#Project}/issues
AppUpdatesURL={#Project}/releases
VersionInfoDescription={#AppName} {#AppVersion} ({#Flavour})
UninstallDisplayName={#AppName}
UninstallDisplayIcon={app}\t2v-desktop.exe

PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
; Windows 10, version 1809: the oldest that Qt supports
MinVersion=10.0.17763
DefaultDirName={autopf}\{#AppName}
DisableProgramGroupPage=yes
LicenseFile=LICENSE
; forcing is safe: the queue is saved and continues at the next start
CloseApplications=force
RestartApplications=no
ChangesAssociations=yes

SourceDir=..\..
OutputDir=dist
OutputBaseFilename=t2v-desktop-{#AppVersion}-windows-x64-{#Flavour}-setup
SetupIconFile=build\artwork\t2v-desktop.ico
WizardStyle=modern
WizardImageFile=build\artwork\wizard.bmp
WizardSmallImageFile=build\artwork\wizard-small.bmp
Compression=lzma2/max
SolidCompression=yes
; four blocks at a time need more memory than the compiler process can use
LZMANumBlockThreads=4
LZMAUseSeparateProcess=yes
#if Flavour == "cuda"
; release files must be below 2 GiB: the .exe comes with -1.bin, -2.bin and so on, which must stay beside it
DiskSpanning=yes
DiskSliceSize=2000000000
#endif

[Tasks]
Name: desktopicon; Description: "{cm:CreateDesktopIcon}"; GroupDescription: "{cm:AdditionalIcons}"; Flags: unchecked
Name: openwith; Description: "Offer {#AppName} under ""Open with"" for mp4, webm and gif files"; GroupDescription: "Files:"; Flags: unchecked

[InstallDelete]
; leftover files of the older version would still be loaded
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "dist\t2v-desktop\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs
Source: "build\FFMPEG-SOURCE-OFFER.txt"; DestDir: "{app}"; Flags: ignoreversion

[Icons]
Name: "{autoprograms}\{#AppName}"; Filename: "{app}\t2v-desktop.exe"
Name: "{autodesktop}\{#AppName}"; Filename: "{app}\t2v-desktop.exe"; Tasks: desktopicon

[Registry]
; only adds an entry to the list: the default application stays
Root: HKA; Subkey: "{#OpenWith}"; ValueType: string; ValueName: "FriendlyAppName"; ValueData: "{#AppName}"; Flags: uninsdeletekey; Tasks: openwith
Root: HKA; Subkey: "{#OpenWith}\shell\open\command"; ValueType: string; ValueName: ""; ValueData: """{app}\t2v-desktop.exe"" open ""%1"""; Tasks: openwith
Root: HKA; Subkey: "{#OpenWith}\SupportedTypes"; ValueType: string; ValueName: ".mp4"; ValueData: ""; Tasks: openwith
Root: HKA; Subkey: "{#OpenWith}\SupportedTypes"; ValueType: string; ValueName: ".webm"; ValueData: ""; Tasks: openwith
Root: HKA; Subkey: "{#OpenWith}\SupportedTypes"; ValueType: string; ValueName: ".gif"; ValueData: ""; Tasks: openwith

[Run]
Filename: "{app}\t2v-desktop.exe"; Description: "{cm:LaunchProgram,{#AppName}}"; Flags: nowait postinstall skipifsilent

[Code]
const
  ShellFolders = 'Software\Microsoft\Windows\CurrentVersion\Explorer\Shell Folders';

function InUse(const Name: String): Boolean;
var
  Path: String;
begin
  Path := ExpandConstant('{app}\') + Name;
  // a running program cannot be opened for writing; nothing is written
  Result := FileExists(Path) and not SaveStringToFile(Path, '', True);
end;

function Running(): Boolean;
begin
  Result := InUse('t2v-desktop.exe') or InUse('t2v-desktop-cli.exe');
end;

// Uninstalling a running program would leave some of its files behind.
function InitializeUninstall(): Boolean;
var
  Answer: Integer;
begin
  Result := not Running();
  while not Result and not UninstallSilent() do
  begin
    Answer := SuppressibleMsgBox('{#AppName} is running. Close it, then press Retry.', mbError, MB_ABORTRETRYIGNORE, IDABORT);
    if Answer = IDABORT then
      Exit;
    Result := (Answer = IDIGNORE) or not Running();
  end;
end;

// The default clips folder.
function ClipsFolder(): String;
var
  Videos: String;
begin
  if not RegQueryStringValue(HKEY_CURRENT_USER, ShellFolders, 'My Video', Videos) or (Videos = '') then
    Videos := ExpandConstant('{%USERPROFILE}\Videos');
  Result := AddBackslash(Videos) + '{#AppName}';
end;

procedure OfferToDelete(const Question, Folder: String);
begin
  if not DirExists(Folder) then
    Exit;
  if SuppressibleMsgBox(Question + #13#10#13#10 + Folder, mbConfirmation, MB_YESNO or MB_DEFBUTTON2, IDNO) <> IDYES then
    Exit;
  if not DelTree(Folder, True, True, True) then
    SuppressibleMsgBox('Some files could not be deleted. They are in' + #13#10#13#10 + Folder, mbError, MB_OK, IDOK);
end;

// Only for the current user, and only the default folders.
procedure CurUninstallStepChanged(CurUninstallStep: TUninstallStep);
begin
  if (CurUninstallStep <> usPostUninstall) or UninstallSilent() then
    Exit;
  OfferToDelete('Also delete the models, the library and the settings? Clips are not included.',
    ExpandConstant('{localappdata}\t2v-desktop'));
  OfferToDelete('Also delete your clips and all other files in their folder?', ClipsFolder());
end;
