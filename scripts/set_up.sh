#!/bin/sh
# Makes .venv (or the folder in ENVIRONMENT) hold what the named requirements files pin;
# does nothing when it does. Where packages come from is left to pip's own configuration.
set -eu
cd "$(dirname "$0")/.."

venv=${ENVIRONMENT:-.venv}
stamps=$venv/installed

is_ready() {
    [ -x "$venv/bin/python" ] || return 1
    for file in "$@"; do
        cmp -s "$file" "$stamps/$(basename "$file")" || return 1
    done
}

is_python() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

# An install that was killed can leave a package half written, which pip would call
# satisfied: `installing` stays behind then, and the environment is made anew.
is_sound() {
    [ ! -e "$venv/installing" ] &&
        is_python "$venv/bin/python" &&
        "$venv/bin/python" -m pip --version >/dev/null 2>&1
}

find_python() {
    for candidate in ${PYTHON:-python3.11 python3 python3.12 python3.13 python}; do
        if is_python "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    echo "Python 3.11 or later is needed: ${PYTHON:-python3.11 and python3} is not." >&2
    echo "Install it, or name one: make PYTHON=/path/to/python3" >&2
    return 1
}

if is_ready "$@"; then
    exit 0
fi

if ! is_sound; then
    python=$(find_python)
    echo "Making $venv with $("$python" --version)." >&2
    if ! "$python" -m venv --clear "$venv"; then
        echo "Python's venv module is needed (Debian, Ubuntu: apt install python3-venv)." >&2
        exit 1
    fi
fi

mkdir -p "$stamps"
arguments=
for file in "$@"; do
    rm -f "$stamps/$(basename "$file")"
    arguments="$arguments --requirement $file"
done

echo "Installing $* into $venv (once, until they change)." >&2
touch "$venv/installing"
status=0
# shellcheck disable=SC2086 # several arguments, none with a blank
"$venv/bin/python" -m pip install -qq --no-input --disable-pip-version-check \
    --no-deps --require-hashes $arguments </dev/null || status=$?
# By itself pip fails before it writes, or takes back what it wrote.
if [ "$status" -le 2 ]; then
    rm -f "$venv/installing"
fi
[ "$status" -eq 0 ] || exit "$status"

for file in "$@"; do
    cp "$file" "$stamps/$(basename "$file")"
done
