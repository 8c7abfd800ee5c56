#!/bin/sh
# Packs dist/t2v-desktop as one file that runs without installation: `sh packaging/linux/appimage.sh`, after build.sh; the release workflow runs it.
set -eu
cd "$(dirname "$0")/../.."
version=$(python3 -c "import runpy; print(runpy.run_path('t2v_desktop/__init__.py')['__version__'])")
tree=build/deb/t2v-desktop
tool=build/appimagetool runtime=build/appimage-runtime

fetch() { # URL SHA256 FILE
    [ -f "$3" ] || curl -fsSL --retry 3 -o "$3" "$1"
    echo "$2  $3" | sha256sum --check --quiet
    chmod +x "$3"
}

# releases of the tool and of the runtime in each AppImage, with their hashes: update both together
fetch "${APPIMAGETOOL_URL:?names the appimagetool to use}" "${APPIMAGETOOL_SHA256:?is its sha256}" "$tool"
fetch "${APPIMAGE_RUNTIME_URL:?names the type2 runtime to use}" "${APPIMAGE_RUNTIME_SHA256:?is its sha256}" "$runtime"

dir=build/AppDir
rm -rf "$dir"
mkdir -p "$dir/usr"
cp -a "$tree/usr/share" "$dir/usr/"
cp -a "$tree/opt" "$dir/"
cp packaging/linux/t2v-desktop.desktop resources/icons/app.svg "$dir/"
mv "$dir/app.svg" "$dir/t2v-desktop.svg"
cat >"$dir/AppRun" <<'RUN'
#!/bin/sh
exec "$(dirname "$(readlink -f "$0")")/opt/t2v-desktop/t2v-desktop" "$@"
RUN
chmod +x "$dir/AppRun"
ARCH=x86_64 "$tool" --appimage-extract-and-run --comp zstd --runtime-file "$runtime" "$dir" "dist/T2V-Desktop-$version-x86_64.AppImage"
