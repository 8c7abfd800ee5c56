#!/bin/sh
# Sets the application up in .venv beside the README: `sh packaging/setup.sh` to use it, with `dev` to work on it.
set -eu
cd "$(dirname "$0")/.."

from_debian() { # install packages of Debian or Ubuntu
    as_root=$(command -v sudo || true)
    $as_root apt-get update -q
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "$@"
}

if ! python3 -m venv .venv; then # Debian and Ubuntu have venv in a separate package
    from_debian python3-venv
    python3 -m venv --clear .venv
fi
if [ "${1:-}" = dev ]; then
    if command -v apt-get >/dev/null && ! command -v Xvfb >/dev/null; then # for the window's tests: Qt's libraries and a virtual screen
        from_debian xvfb libegl1 libgl1 libdbus-1-3 libfontconfig1 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 \
            libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libxcb-xfixes0 ||
            echo "skipping the window's tests on a real screen: they need xvfb and Qt's libraries" >&2
    fi
    .venv/bin/python -m pip install -q -e '.[dev]'
else
    .venv/bin/python -m pip install -q .
fi
