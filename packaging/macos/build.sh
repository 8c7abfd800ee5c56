#!/bin/sh
# Signs "dist/T2V Desktop.app" from freeze.py and packs it as a disk image: `sh packaging/macos/build.sh`. With
#   MACOS_CERTIFICATE (a .p12 in base64), MACOS_CERTIFICATE_PASSWORD, MACOS_SIGNING_IDENTITY
# it is signed by a developer; with APPLE_ID, APPLE_TEAM_ID and APPLE_APP_PASSWORD too it is notarised. Without them users have
# to allow it manually. For Apple processors only: torch no longer has wheels for Intel Macs.
set -eu
cd "$(dirname "$0")/../.."
app="dist/T2V Desktop.app"
# torch generates machine code at run time, in both ways that macOS distinguishes; without a certificate the libraries inside
# have no common signer. The file itself has no comments because codesign cannot read them
entitlements=packaging/macos/entitlements.plist

if [ "$(uname -sm)" != "Darwin arm64" ]; then
    echo "this needs a Mac with an Apple processor" >&2
    exit 1
fi
if [ ! -d "$app" ]; then
    echo "$app is missing: run packaging/freeze.py first" >&2
    exit 1
fi

# hide the secrets from programs that are started here
certificate=${MACOS_CERTIFICATE:-} certificate_password=${MACOS_CERTIFICATE_PASSWORD:-} identity=${MACOS_SIGNING_IDENTITY:-}
apple_id=${APPLE_ID:-} team_id=${APPLE_TEAM_ID:-} app_password=${APPLE_APP_PASSWORD:-}
unset MACOS_CERTIFICATE MACOS_CERTIFICATE_PASSWORD MACOS_SIGNING_IDENTITY APPLE_ID APPLE_TEAM_ID APPLE_APP_PASSWORD
version=$(python3 -c "import runpy; print(runpy.run_path('t2v_desktop/__init__.py')['__version__'])")
dmg="dist/T2V-Desktop-$version-macos-arm64.dmg"

given() { # whether all, none or some of the secrets are set
    for value in "$@"; do
        [ -n "$value" ] && echo yes || echo no
    done | sort -u | paste -s -d , -
}
signing=$(given "$certificate" "$certificate_password" "$identity")
notarising=$(given "$apple_id" "$team_id" "$app_password")
case "$signing $notarising" in
"yes yes" | "yes no" | "no no") ;;
*)
    echo "MACOS_CERTIFICATE, _PASSWORD and MACOS_SIGNING_IDENTITY go together; so do APPLE_ID, APPLE_TEAM_ID and APPLE_APP_PASSWORD, with those three" >&2
    exit 1
    ;;
esac

work=$(mktemp -d)
keychain="$work/signing.keychain-db"
clean_up() {
    status=$?
    if [ -e "$keychain" ]; then
        security delete-keychain "$keychain" || status=1
    fi
    rm -rf "$work"
    exit "$status"
}
trap clean_up EXIT
trap 'exit 130' HUP INT TERM

unlock() { # import the certificate to a temporary keychain
    password=$(openssl rand -hex 24)
    (umask 077 && printf %s "$certificate" | base64 --decode >"$work/certificate.p12")
    security create-keychain -p "$password" "$keychain"
    security set-keychain-settings -t 21600 -u "$keychain"
    security unlock-keychain -p "$password" "$keychain"
    security import "$work/certificate.p12" -k "$keychain" -f pkcs12 -P "$certificate_password" -T /usr/bin/codesign
    rm "$work/certificate.p12"
    security set-key-partition-list -S apple-tool:,apple:,codesign: -s -k "$password" "$keychain" >/dev/null
    # codesign looks through the user's list of keychains; deleting ours takes it off the list again
    security list-keychains -d user | sed 's/^[[:space:]]*"//; s/"[[:space:]]*$//' >"$work/keychains"
    set -- "$keychain"
    while IFS= read -r other; do
        set -- "$@" "$other"
    done <"$work/keychains"
    security list-keychains -d user -s "$@"
}

# install downloaded tools before the certificate is unlocked
python3 -m venv --clear "$work/venv"
"$work/venv/bin/python" -m pip install -q "dmgbuild==1.6.7"

if [ "$signing" = yes ]; then
    unlock
    timestamp=--timestamp
else
    echo "warning: no certificate: the application is unsigned, and macOS blocks it until the user allows it" >&2
    identity=-
    timestamp=--timestamp=none
fi

sign() {
    codesign --force --options runtime "$timestamp" --sign "$identity" "$@"
}

# Inside out: a signature covers those inside. `file` prints several lines for a file for several processors.
find "$app/Contents" -type f -print0 | xargs -0 file --no-pad --separator '|' >"$work/kinds"
grep -F '| Mach-O ' "$work/kinds" | while IFS='|' read -r binary kind; do
    [ -f "$binary" ] || continue
    case $kind in
    *executable*) sign --entitlements "$entitlements" "$binary" ;;
    *) sign "$binary" ;;
    esac
done
find "$app/Contents" -depth -type d -name '*.framework' | while IFS= read -r framework; do
    sign "$framework"
done
sign --entitlements "$entitlements" "$app"
codesign --verify --deep --strict --verbose=2 "$app"

notarise() { # send a file to Apple; print its log and fail if it is rejected
    file=$1
    set -- --apple-id "$apple_id" --team-id "$team_id" --password "$app_password"
    xcrun notarytool submit "$file" "$@" --wait >"$work/notarisation" || true
    cat "$work/notarisation"
    if ! grep -q 'status: Accepted' "$work/notarisation"; then
        id=$(awk '$1 == "id:" { print $2; exit }' "$work/notarisation")
        [ -z "$id" ] || xcrun notarytool log "$id" "$@" >&2
        echo "$file was not notarised" >&2
        exit 1
    fi
}

if [ "$notarising" = yes ]; then
    ditto -c -k --keepParent "$app" "$work/app.zip"
    notarise "$work/app.zip"
    rm "$work/app.zip"
    xcrun stapler staple "$app"
elif [ "$signing" = yes ]; then
    echo "warning: no Apple ID: the application is signed but not notarised" >&2
fi

rm -f "$dmg"
"$work/venv/bin/dmgbuild" -s packaging/macos/dmg.py "T2V Desktop" "$dmg"
if [ "$signing" = yes ]; then
    codesign --force "$timestamp" --sign "$identity" "$dmg"
fi
if [ "$notarising" = yes ]; then
    notarise "$dmg"
    xcrun stapler staple "$dmg"
fi
ls -l "$dmg"
