#!/bin/sh
# Runs the tests with the lowest versions that pyproject.toml allows, in a throw-away folder; needs the network.
set -eu
cd -- "$(dirname -- "$0")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
pip=$(echo bootstrap/pip-*.whl)
.venv/bin/python -I "$pip/pip" install -qq --no-input --no-user --target "$folder/uv" uv==0.13.8

"$folder/uv/bin/uv" venv --quiet --python .venv/bin/python "$folder/venv"
"$folder/uv/bin/uv" pip compile --quiet --resolution lowest-direct --python-version 3.11 --group dev \
    --extra open-models --extra serve --output-file "$folder/lowest.txt" pyproject.toml
VIRTUAL_ENV="$folder/venv" "$folder/uv/bin/uv" pip install --quiet --requirement "$folder/lowest.txt"
"$folder/venv/bin/python" -m pytest "$@"
