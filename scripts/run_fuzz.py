#!/usr/bin/env python3
"""run_fuzz.py BUILD JOBS [SECONDS]: runs every fuzz target of the build, starting from
fuzz/corpus/<name>, and adds the sum to $HOLDFAST_COUNTS. Without SECONDS each target reads the same
inputs each time; with them, as many as it can from a new seed, and on from what it found before."""
import glob
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor


# As many inputs as the slowest target reads in half a minute.
INPUTS = 30_000


def run(build, binary, seconds):
    name = os.path.basename(binary)[len("fuzz_"):]
    seeds = os.path.join("fuzz", "corpus", name)
    found = os.path.join(build, "found", name + "-")
    os.makedirs(os.path.dirname(found), exist_ok=True)
    with tempfile.TemporaryDirectory() as fresh:
        corpus = os.path.join(build, "corpus", name) if seconds else fresh
        os.makedirs(corpus, exist_ok=True)
        command = [binary, "-timeout=5", "-rss_limit_mb=2048", "-print_final_stats=1",
                   f"-artifact_prefix={found}"]
        command += [f"-max_total_time={seconds}"] if seconds else [f"-runs={INPUTS}", "-seed=1"]
        command += [f"-dict={seeds}.dict"] if os.path.exists(seeds + ".dict") else []
        command += [corpus] + ([seeds] if os.path.isdir(seeds) else [])
        limit = seconds * 2 + 300
        try:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, text=True, errors="replace",
                                  timeout=limit)
            return name, done.returncode, done.stdout
        except subprocess.TimeoutExpired:
            return name, -1, f"did not end within {limit} s"


def main():
    build, jobs, seconds = sys.argv[1], int(sys.argv[2]), int((sys.argv[3:] or [0])[0])
    binaries = sorted(glob.glob(os.path.join(build, "bin", "fuzz_*")))
    passed = failed = 0
    with ThreadPoolExecutor(jobs) as pool:
        for name, code, words in pool.map(lambda b: run(build, b, seconds), binaries):
            runs = re.search(r"number_of_executed_units:\s*(\d+)", words)
            print(f"      {name:<28} {'ok' if code == 0 else 'FAILED'}  "
                  f"{runs.group(1) if runs else '?'} inputs", flush=True)
            if code == 0:
                passed += 1
                continue
            failed += 1
            print("\n".join("        " + line for line in words.strip().splitlines()[-50:]))
    if not binaries:
        failed = 1
    if "HOLDFAST_COUNTS" in os.environ:
        with open(os.environ["HOLDFAST_COUNTS"], "a", encoding="utf-8") as out:
            out.write(f"{passed} {failed}\n")
    sys.exit(failed != 0)


main()
