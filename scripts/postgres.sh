#!/bin/sh
# Prints the folder of PostgreSQL's programs for the tests: of PATH, else of Debian's package, which is installed.
set -eu
find_postgres() {
    for folder in "$(dirname "$(command -v initdb || echo /nowhere/initdb)")" /usr/lib/postgresql/*/bin \
        /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin; do
        if [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ]; then
            echo "$folder"
            return 0
        fi
    done
    return 1
}
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo -n "$@"; else return 1; fi
}
find_postgres && exit 0
if command -v apt-get >/dev/null; then
    # Only the programs: Debian would also make and start a server that nobody asked for.
    as_root mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] ||
        echo "create_main_cluster = false" | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
    { as_root apt-get update -q && as_root apt-get install -qy --no-install-recommends postgresql; } >&2 || true
elif command -v brew >/dev/null; then
    brew install -q postgresql >&2 || true
fi
find_postgres && exit 0
echo "PostgreSQL's programs are missing, and tests need them. As root: apt-get install postgresql" >&2
exit 1
