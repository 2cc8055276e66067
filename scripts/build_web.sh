#!/bin/bash
# Builds the dashboard: npm ci when the lock file changed, then npm run build (web/dist).
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.tools/node/bin:$PATH"
bash scripts/npm_ci.sh web
cd web
npm run --silent build
