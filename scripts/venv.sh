#!/bin/bash
# venv.sh FOLDER: FOLDER/.venv with what FOLDER/requirements.txt says, unless it is already there.
set -euo pipefail
cd "$1"
wanted="$(sha256sum requirements.txt) $(python3 --version)"
if [ "$(cat .venv/.holdfast-lock 2>/dev/null)" = "$wanted" ]; then exit 0; fi
rm -rf .venv
python3 -m venv .venv
.venv/bin/pip install --no-input -q -r requirements.txt
echo "$wanted" >.venv/.holdfast-lock
