#!/usr/bin/env bash
# Make a virtual environment: make-venv.sh PYTHON FOLDER. Says in one sentence what is missing where it cannot.
set -euo pipefail
python=$1
folder=$2
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "Backstride needs Python 3.11 or newer as '$python'; install it, or name another one: make PYTHON=python3.12 ..." >&2
  exit 2
fi
if "$python" -c 'import ensurepip' 2>/dev/null; then
  "$python" -m venv "$folder"
elif "$python" -m pip --version >/dev/null 2>&1; then
  # Debian splits ensurepip off; its own pip can fill an empty environment all the same.
  "$python" -m venv --without-pip "$folder"
  "$python" -m pip --python "$folder/bin/python" --disable-pip-version-check -q install pip
else
  echo "This Python can make no virtual environment with pip: on Debian run 'apt install python3-venv', then try again." >&2
  exit 2
fi
