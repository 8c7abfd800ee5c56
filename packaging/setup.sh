#!/bin/sh
# Sets the application up in .venv beside the README: `sh packaging/setup.sh` to use it, with `dev` to work on it.
set -eu
cd "$(dirname "$0")/.."
if ! python3 -m venv .venv; then # Debian and Ubuntu keep venv in a package of its own
    as_root=$(command -v sudo || true)
    $as_root apt-get update -q
    $as_root apt-get install -qy python3-venv
    python3 -m venv --clear .venv
fi
if [ "${1:-}" = dev ]; then
    .venv/bin/python -m pip install -q -e '.[dev]'
else
    .venv/bin/python -m pip install -q .
fi
