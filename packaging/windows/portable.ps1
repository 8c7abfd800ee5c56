# Packs the folder from freeze.py as a zip that needs no installation and keeps its data beside the program:
#   packaging\windows\portable.ps1 [cpu|cuda]
param([ValidateSet('cpu', 'cuda')][string]$Flavour = 'cpu')

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Add-Type -AssemblyName System.IO.Compression, System.IO.Compression.FileSystem

$root = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '..\..'))
$folder = Join-Path $root 'dist\t2v-desktop'
if (-not (Test-Path -LiteralPath (Join-Path $folder 't2v-desktop.exe'))) {
    throw "${folder} does not contain the application: run packaging/freeze.py first"
}
$init = [IO.File]::ReadAllText((Join-Path $root 't2v_desktop\__init__.py'))
if ($init -notmatch '__version__ = "([^"]+)"') {
    throw 't2v_desktop/__init__.py has no version'
}
$target = Join-Path $root "dist\t2v-desktop-$($Matches[1])-windows-x64-$Flavour-portable.zip"

$start = @'
@echo off
rem Starts T2V Desktop with its models, clips and settings in the folder "data" beside this file.
set "T2V_DESKTOP_HOME=%~dp0data"
start "" "%~dp0t2v-desktop.exe" %*
'@ -split '\r?\n' -join "`r`n"

# Compress-Archive is limited to 2 GB per file
Remove-Item -LiteralPath $target -ErrorAction Ignore
$zip = [IO.Compression.ZipFile]::Open($target, [IO.Compression.ZipArchiveMode]::Create)
try {
    foreach ($file in Get-ChildItem -LiteralPath $folder -Recurse -File -Force) {
        $name = 't2v-desktop/' + $file.FullName.Substring($folder.Length + 1).Replace('\', '/')
        [void][IO.Compression.ZipFileExtensions]::CreateEntryFromFile($zip, $file.FullName, $name, [IO.Compression.CompressionLevel]::Optimal)
    }
    $offer = Join-Path $root 'build\FFMPEG-SOURCE-OFFER.txt'
    [void][IO.Compression.ZipFileExtensions]::CreateEntryFromFile($zip, $offer, 't2v-desktop/FFMPEG-SOURCE-OFFER.txt')
    $writer = [IO.StreamWriter]::new($zip.CreateEntry('t2v-desktop/t2v-desktop-portable.cmd').Open(), [Text.Encoding]::ASCII)
    try {
        $writer.Write($start + "`r`n")
    }
    finally {
        $writer.Dispose()
    }
}
catch {
    $zip.Dispose()
    Remove-Item -LiteralPath $target  # a partial zip would open without an error
    throw
}
$zip.Dispose()
'{0,8:N1} MB  {1}' -f ((Get-Item -LiteralPath $target).Length / 1e6), (Split-Path -Leaf $target)
