#!/bin/sh
# dist/t2v-desktop as one file that runs where it lies: `sh packaging/linux/appimage.sh`, after build.sh; run by the release workflow.
set -eu
cd "$(dirname "$0")/../.."
version=$(python3 -c "import runpy; print(runpy.run_path('t2v_desktop/__init__.py')['__version__'])")
tree=build/deb/t2v-desktop
tool=build/appimagetool

if [ ! -x "$tool" ]; then
    # a release of the tool, and the hash it must have: both are looked up when the tool is renewed
    : "${APPIMAGETOOL_URL:?names the appimagetool to use}" "${APPIMAGETOOL_SHA256:?is its sha256}"
    curl -fsSL --retry 3 -o "$tool" "$APPIMAGETOOL_URL"
    echo "$APPIMAGETOOL_SHA256  $tool" | sha256sum --check --quiet
    chmod +x "$tool"
fi

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
ARCH=x86_64 "$tool" --appimage-extract-and-run --comp zstd "$dir" "dist/T2V-Desktop-$version-x86_64.AppImage"
