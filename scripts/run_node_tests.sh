#!/bin/bash
# run_node_tests.sh node|vitest FOLDER: runs the folder's tests, prints the words of every failure,
# and adds the sum to $HOLDFAST_COUNTS.
set -uo pipefail
kind="$1" folder="$2"
results="$PWD/build/logs/${folder//\//_}_tests"
words="$results.log"
rm -f "$results".*
(
  cd "$folder" || exit 1
  if [ "$kind" = vitest ]; then
    npx --no-install vitest run --reporter=default --reporter=json --outputFile.json="$results.json"
  else
    mapfile -t files < <(find . -name node_modules -prune -o -name .venv -prune -o -type f \
      \( -name '*.test.mjs' -o -name '*.test.js' -o -name '*.test.cjs' -o -name '*.test.ts' \
      -o -name '*_test.mjs' -o -name '*_test.js' \) -print | sort)
    node --test --test-concurrency=2 --test-timeout="${HOLDFAST_NODE_TEST_MS:-300000}" \
      --test-reporter=spec --test-reporter-destination=stdout \
      --test-reporter=tap --test-reporter-destination="$results.tap" "${files[@]}"
  fi
) </dev/null >"$words" 2>&1
code=$?
if [ "$kind" = vitest ]; then
  read -r passed failed < <(python3 -c '
import json, sys
told = json.load(open(sys.argv[1]))
print(told["numPassedTests"], told["numFailedTests"])' "$results.json" 2>/dev/null)
else
  read -r passed failed < <(awk '
    /^# pass / { p = $3 } /^# fail / { f += $3 } /^# cancelled / { f += $3 }
    END { print p + 0, f + 0 }' "$results.tap" 2>/dev/null)
fi
passed="${passed:-0}" failed="${failed:-0}"
# An end with an error, or with nothing run, is a failure even when no test says so.
if [ "$failed" = 0 ] && { [ $code != 0 ] || [ "$passed" = 0 ]; }; then failed=1; fi
printf '      %-28s %s passed, %s failed\n' "$folder" "$passed" "$failed"
if [ "$failed" != 0 ]; then
  if [ "$kind" = node ] && grep -q 'failing tests:' "$words"; then
    sed -n '/failing tests:/,$p' "$words" | head -n 120
  else
    tail -n 60 "$words"
  fi | sed 's/^/        /'
  printf '        whole output: %s\n' "${words#"$PWD"/}"
fi
if [ -n "${HOLDFAST_COUNTS:-}" ]; then echo "$passed $failed" >>"$HOLDFAST_COUNTS"; fi
[ "$failed" = 0 ]
