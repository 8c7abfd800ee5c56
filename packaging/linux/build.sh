#!/bin/sh
# Builds the Linux packages from a checkout: `sh packaging/linux/build.sh [cpu|cuda]`. Run it on Debian or Ubuntu:
# the packages need a system at least as new.
set -eu
cd "$(dirname "$0")/../.."
flavour=${1:-cpu}

tools="python3-venv binutils zstd desktop-file-utils appstream libegl1 libgl1 libwayland-client0 libwayland-cursor0 libdbus-1-3 libfontconfig1 libxkbcommon-x11-0 libxcb-cursor0
 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libxcb-xfixes0"
# shellcheck disable=SC2086 # a list
if ! dpkg -s $tools >/dev/null 2>&1; then
    as_root=$(command -v sudo || true)
    $as_root apt-get update -q
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $tools
fi

rm -rf build/venv
python3 -m venv build/venv
case $flavour in
cpu) index=https://download.pytorch.org/whl/cpu ;;
cuda) index=https://download.pytorch.org/whl/cu130 ;;
*) echo "the flavour is cpu or cuda" >&2; exit 2 ;;
esac
# torch's own index has a wheel for each flavour; if it cannot be reached, PyPI may have the right one too
build/venv/bin/pip install -q --retries 1 --timeout 15 "torch>=2.13,<2.14" --index-url "$index" || build/venv/bin/pip install -q "torch>=2.13,<2.14"
found=$(build/venv/bin/python -W ignore -c 'import torch; print("cuda" if torch.version.cuda else "cpu")')
if [ "$found" != "$flavour" ]; then
    echo "the installed torch is for $found, not for $flavour" >&2
    exit 1
fi
build/venv/bin/pip install -q . -r packaging/requirements.txt
build/venv/bin/python packaging/freeze.py
build/venv/bin/python packaging/linux/package.py "$flavour"
