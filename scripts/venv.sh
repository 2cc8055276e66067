#!/bin/bash
# venv.sh FOLDER: FOLDER/.venv with what FOLDER/requirements.txt says, unless it is already there.
# requirements-newer-python.txt beside it: packages that ask for a newer Python than ours and run on
# it all the same. What they need stands in requirements.txt.
set -euo pipefail
cd "$1"
newer=requirements-newer-python.txt
wanted="$(cat requirements*.txt | sha256sum) $(python3 --version)"
if [ "$(cat .venv/.holdfast-lock 2>/dev/null)" = "$wanted" ]; then exit 0; fi
rm -rf .venv
python3 -m venv .venv
.venv/bin/pip install --no-input -q -r requirements.txt
if [ -f "$newer" ]; then
  .venv/bin/pip install --no-input -q --ignore-requires-python --no-deps -r "$newer"
fi
echo "$wanted" >.venv/.holdfast-lock
