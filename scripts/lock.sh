#!/bin/sh
# Resolves pyproject.toml into the lock files, for every platform and Python that we support, with hashes.
set -eu
cd "$(dirname "$0")/.."
lock() {
    output=$1
    shift
    .venv/bin/uv pip compile -q --universal --generate-hashes --no-annotate --python-version 3.11 \
        --custom-compile-command scripts/lock.sh "$@" -o "$output" pyproject.toml
}
# hatchling and its hook build the editable install, which is done without isolation.
lock requirements/runtime.lock requirements/build.in
lock requirements/dev.lock requirements/build.in --group dev
