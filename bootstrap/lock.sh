#!/bin/sh
# Writes requirements/*.lock from pyproject.toml, with uv from a throw-away folder; `--upgrade` takes the newest versions.
# One version of each package for every Python and system, so that every machine computes with the same code.
set -eu
cd -- "$(dirname -- "$0")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
pip=$(echo bootstrap/pip-*.whl)
.venv/bin/python -I "$pip/pip" install -qq --no-input --no-user --target "$folder" uv==0.13.8

lock() {
    name=$1
    shift
    "$folder/bin/uv" pip compile --quiet --no-cache --python .venv/bin/python --python-version 3.11 \
        --universal --fork-strategy fewest --generate-hashes --no-emit-index-url \
        --custom-compile-command "make lock" --output-file "requirements/$name.lock" "$@" pyproject.toml
}

lock core "$@"
# The extras are locked for the tests only; the constraint keeps both sets at the same versions.
lock dev "$@" --group dev --extra open-models --extra serve --constraint requirements/core.lock
