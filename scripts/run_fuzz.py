#!/usr/bin/env python3
"""run_fuzz.py BUILD JOBS SECONDS: runs every fuzz target of the build for so long, starting from
fuzz/corpus/<name>, and adds the sum to $HOLDFAST_COUNTS."""
import glob
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor


def run(build, binary, seconds):
    name = os.path.basename(binary)[len("fuzz_"):]
    corpus = os.path.join(build, "corpus", name)
    found = os.path.join(build, "found", name + "-")
    os.makedirs(corpus, exist_ok=True)
    os.makedirs(os.path.dirname(found), exist_ok=True)
    seeds = os.path.join("fuzz", "corpus", name)
    dictionary = os.path.join("fuzz", "corpus", name + ".dict")
    # Always the same seed: the gate may not depend on luck. HOLDFAST_FUZZ_SEED=0 draws another.
    seed = os.environ.get("HOLDFAST_FUZZ_SEED", "1")
    command = [binary, f"-max_total_time={seconds}", f"-seed={seed}", "-timeout=5",
               "-rss_limit_mb=2048",
               "-print_final_stats=1", f"-artifact_prefix={found}", corpus]
    command += [seeds] if os.path.isdir(seeds) else []
    command += [f"-dict={dictionary}"] if os.path.exists(dictionary) else []
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, errors="replace",
                              timeout=seconds * 6 + 120)
        return name, done.returncode, done.stdout
    except subprocess.TimeoutExpired:
        return name, -1, f"did not end within {seconds * 6 + 120} s"


def main():
    build, jobs, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
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
