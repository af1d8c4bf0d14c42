#!/bin/sh
# Makes .venv and installs one locked set of dependencies in it: `sh bootstrap/install.sh core` or `... dev`.
# The stamp .venv/installed-SET-VERSION is written last, so that whatever was interrupted is done again.
set -eu
cd -- "$(dirname -- "$0")/.."

set_name=$1
pip=bootstrap/pip-26.3-py3-none-any.whl
pip_sha256=f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13

stop() {
    printf '%s\n' "$@" >&2
    exit 1
}

# Prints the interpreter behind a command and its version, also when the command is a shim or lives in a venv.
# Ends with a line that says what is wrong where it cannot be used.
inspect='
import sys
if not (3, 11) <= sys.version_info < (3, 15):
    sys.exit("is Python %d.%d; the locked dependencies are for 3.11 to 3.14" % sys.version_info[:2])
try:
    import ssl, venv, zlib
except ImportError as error:
    sys.exit("lacks a part of its standard library (%s)" % error)
print("%d.%d" % sys.version_info[:2], sys._base_executable)
'

# The environment that stands keeps its Python; PYTHON=... overrules everything.
if [ -n "${PYTHON:-}" ]; then
    set -- "$PYTHON"
else
    set -- .venv/bin/python python3.14 python3.13 python3.12 python3.11 python3
fi
found='' reasons=''
for candidate in "$@"; do
    command -v "$candidate" >/dev/null || continue
    if answer=$("$candidate" -Ic "$inspect" 2>&1); then
        found=$answer
        break
    fi
    reason=$(printf '%s\n' "$answer" | head -n 1)
    reasons="$reasons
  $candidate: ${reason:-does not start}"
done
if [ -z "$found" ]; then
    stop "Python 3.11, 3.12, 3.13 or 3.14 is needed, with its whole standard library; looked for: $*${reasons:-
  none of these is installed}" "Install one (Debian: apt install python3), or name one: make run PYTHON=/path/to/python3"
fi
version=${found%% *}
base=${found#* }

sum=$("$base" -Ic 'import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())' "$pip")
[ "$sum" = "$pip_sha256" ] || stop "$pip is not the file that was committed: SHA-256 $sum, not $pip_sha256"

# Only a finished environment of the same Python is built upon; anything else is made anew.
built=$(.venv/bin/python -ISc 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || built=none
if [ "$built" != "$version" ] || [ ! -e ".venv/installed-core-$version" ]; then
    rm -rf .venv
    "$base" -m venv --without-pip .venv || stop "$base could not make the virtual environment .venv (see above)."
fi

echo "Installing the locked $set_name dependencies into .venv (Python $version, once) ..." >&2
rm -f .venv/installed-*
# Wheels only: what is hashed is what is installed, and no foreign setup code runs.
.venv/bin/python -I "$pip/pip" install -qq --no-input --no-user --require-hashes --only-binary :all: \
    --requirement "requirements/$set_name.lock" >.venv/install.log 2>&1 || {
    grep -v '^WARNING: Retrying' .venv/install.log >&2
    stop "The dependencies could not be installed. The network is needed this once; then run it again."
}

# The command, for this checkout: it finds its own folder, so the checkout may be moved.
cat >.venv/bin/planner <<'END'
#!/bin/sh
root=$(cd -- "$(dirname -- "$0")/../.." && pwd) || exit 1
PYTHONPATH="$root${PYTHONPATH:+:$PYTHONPATH}" exec "$root/.venv/bin/python" -m planner "$@"
END
chmod +x .venv/bin/planner

[ "$set_name" = core ] || touch ".venv/installed-$set_name-$version" # the dev set holds the core set
touch ".venv/installed-core-$version"
