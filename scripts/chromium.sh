#!/bin/sh
# Prints the path of a Chromium for the browser tests: from PATH, else Debian's package, else Playwright's own.
set -eu
cd "$(dirname "$0")/.."
find_chromium() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" && return 0
    done
    return 1
}
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo -n "$@"; else return 1; fi
}
find_chromium && exit 0
if command -v apt-get >/dev/null; then
    { as_root apt-get update -q && as_root apt-get install -qy chromium; } >&2 || true
    find_chromium && exit 0
fi
.venv/bin/python -m playwright install chromium >&2
.venv/bin/python -c 'from playwright.sync_api import sync_playwright as p
with p() as playwright: print(playwright.chromium.executable_path)'
