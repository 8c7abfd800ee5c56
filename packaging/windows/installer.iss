; The installer for Windows, after freeze.py, with Inno Setup 6.3 or newer:
;   iscc /DAppVersion=0.1.0 /DFlavour=cpu packaging\windows\installer.iss
; For whoever runs it, or for everybody: it asks. Installed over an older one, or over the other flavour, it takes its place.

#ifndef AppVersion
  #error say which version it is: /DAppVersion=0.1.0
#endif
#ifndef Flavour
  #error say which flavour it is: /DFlavour=cpu or /DFlavour=cuda
#endif
#if Flavour != "cpu" && Flavour != "cuda"
  #error the flavour is cpu or cuda
#endif

#define AppName "T2V Desktop"
#define Project "https://github.com/t2v-desktop/t2v-desktop"
#define OpenWith "Software\Classes\Applications\t2v-desktop.exe"

[Setup]
; what an older version is found by: never to be changed
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
; Windows 10, version 1809: the oldest that Qt runs on
MinVersion=10.0.17763
DefaultDirName={autopf}\{#AppName}
DisableProgramGroupPage=yes
LicenseFile=LICENSE
; nothing is lost by force: the queue is on disk, and goes on at the next start
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
; four blocks at a time need more memory than the compiler itself may have
LZMANumBlockThreads=4
LZMAUseSeparateProcess=yes
#if Flavour == "cuda"
; a release takes no file of 2 GiB or more: the .exe comes with -1.bin, -2.bin and so on, to be kept beside it
DiskSpanning=yes
DiskSliceSize=2000000000
#endif

[Tasks]
Name: desktopicon; Description: "{cm:CreateDesktopIcon}"; GroupDescription: "{cm:AdditionalIcons}"; Flags: unchecked
Name: openwith; Description: "Offer {#AppName} under ""Open with"" for mp4, webm and gif files"; GroupDescription: "Files:"; Flags: unchecked

[InstallDelete]
; what the older version brought and this one does not would be loaded all the same
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "dist\t2v-desktop\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs
Source: "build\FFMPEG-SOURCE-OFFER.txt"; DestDir: "{app}"; Flags: ignoreversion

[Icons]
Name: "{autoprograms}\{#AppName}"; Filename: "{app}\t2v-desktop.exe"
Name: "{autodesktop}\{#AppName}"; Filename: "{app}\t2v-desktop.exe"; Tasks: desktopicon

[Registry]
; one more entry in a list: what opens these files by default stays as it is
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
  // nobody can open a program for writing while it runs; nothing is written
  Result := FileExists(Path) and not SaveStringToFile(Path, '', True);
end;

function Running(): Boolean;
begin
  Result := InUse('t2v-desktop.exe') or InUse('t2v-desktop-cli.exe');
end;

// Removing a program that runs would leave half of it behind.
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

// Where the application keeps clips, unless it was told otherwise.
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
    SuppressibleMsgBox('Not everything could be deleted. What is left is in' + #13#10#13#10 + Folder, mbError, MB_OK, IDOK);
end;

// Only of the user who uninstalls, and only in the usual places: what was put elsewhere stays there.
procedure CurUninstallStepChanged(CurUninstallStep: TUninstallStep);
begin
  if (CurUninstallStep <> usPostUninstall) or UninstallSilent() then
    Exit;
  OfferToDelete('Delete the models, the library and the settings too? They are kept otherwise. Clips are asked for separately.',
    ExpandConstant('{localappdata}\t2v-desktop'));
  OfferToDelete('Delete your clips too, and whatever else is in their folder? They are kept otherwise.', ClipsFolder());
end;
