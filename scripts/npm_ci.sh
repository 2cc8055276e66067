#!/bin/bash
# npm_ci.sh FOLDER: installs what the folder's lock file says, unless that is already there.
set -euo pipefail
cd "$1"
exec 9<package-lock.json
flock 9
wanted="$(sha256sum package.json package-lock.json | sha256sum | cut -c1-64) $(node --version)"
if [ "$(cat node_modules/.holdfast-lock 2>/dev/null)" = "$wanted" ]; then exit 0; fi
npm ci --no-audit --no-fund --loglevel=error
echo "$wanted" >node_modules/.holdfast-lock
