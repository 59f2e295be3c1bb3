#!/bin/sh
# Prints the path of Redis' server for the tests: of PATH, else of Debian's package, which is installed.
set -eu
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo -n "$@"; else return 1; fi
}
command -v redis-server && exit 0
if command -v apt-get >/dev/null; then
    # Only the program: both variables keep Debian's package from starting a server that nobody asked for.
    {
        as_root apt-get update -q &&
            as_root env RUNLEVEL=1 SYSTEMD_OFFLINE=1 apt-get install -qy --no-install-recommends redis-server
    } >&2 || true
elif command -v brew >/dev/null; then
    brew install -q redis >&2 || true
fi
command -v redis-server && exit 0
echo "Redis' server is missing, and a test needs it. As root: apt-get install redis-server" >&2
exit 1
