#!/usr/bin/env python3
"""run_gtest.py BUILD JOBS LABEL...: runs the test binaries that ctest knows under the labels, prints
a line for each, the words of every failure, and adds the sum to $HOLDFAST_COUNTS. Only those whose
names $HOLDFAST_ONLY finds, when it is set. `names` for JOBS prints the names and runs nothing."""
import json
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

LIMIT_S = int(os.environ.get("HOLDFAST_TEST_LIMIT_S", "900"))


# Long programs whose tests share nothing: each is run in more pieces than there are jobs, and in an
# odd number of them, so that two long ones seldom meet in one.
DIVIDED = {"contract", "property", "simulate"}


def known_tests(build, labels):
    told = subprocess.run(["ctest", "--test-dir", build, "--show-only=json-v1"], check=True,
                          capture_output=True, text=True).stdout
    only = re.compile(os.environ.get("HOLDFAST_ONLY", ""))
    for test in json.loads(told)["tests"]:
        properties = {p["name"]: p["value"] for p in test["properties"]}
        mine = set(properties.get("LABELS", []))
        if mine & set(labels) and only.search(test["name"]):
            yield (test["name"], test.get("command"), properties.get("WORKING_DIRECTORY", "."),
                   bool(mine & DIVIDED))


def pieces_of(tests, jobs):
    for name, command, folder, divided in tests:
        pieces = 2 * jobs + 1 if divided else 1
        for piece in range(pieces):
            yield name if pieces == 1 else f"{name} {piece + 1}/{pieces}", command, folder, {
                "GTEST_TOTAL_SHARDS": str(pieces), "GTEST_SHARD_INDEX": str(piece)}


def run(build, name, command, folder, shard):
    report = os.path.join(build, "results", name.replace(" ", "_").replace("/", "_of_"))
    results, log = os.path.abspath(report + ".json"), report + ".log"
    os.makedirs(os.path.dirname(results), exist_ok=True)
    if os.path.exists(results):
        os.remove(results)
    began = time.monotonic()
    try:
        done = subprocess.run(command + ["--gtest_brief=1", "--gtest_output=json:" + results],
                              cwd=folder, env={**os.environ, **shard},
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=LIMIT_S, errors="replace")
        code, words = done.returncode, done.stdout
    except subprocess.TimeoutExpired as late:
        code, words = -1, (late.stdout or b"").decode(errors="replace") + (
            f"\nstopped: longer than {LIMIT_S} s\n")
    took = time.monotonic() - began
    with open(log, "w", encoding="utf-8") as out:
        out.write(words)
    try:
        report = json.load(open(results, encoding="utf-8"))
        failed, total = report["failures"] + report.get("errors", 0), report["tests"]
        skipped = sum(case.get("result") == "SKIPPED" for suite in report["testsuites"]
                      for case in suite["testsuite"])
        off = report.get("disabled", 0)
    except (OSError, ValueError, KeyError):
        # It died before its report: whatever it had passed is not known.
        return name, 0, 1, 0, took, words, f"ended with {code} before its report", log
    passed = total - failed - skipped - off
    why = ""
    if code != 0 and failed == 0:
        failed, why = 1, f"all tests passed, yet it ended with {code}"
    return name, passed, failed, skipped + off, took, words, why, log


def main():
    build, labels = sys.argv[1], sys.argv[3:]
    tests = list(known_tests(build, labels))
    if sys.argv[2] == "names":
        print("\n".join(name for name, *_ in tests))
        return
    jobs = int(sys.argv[2])
    # The largest first, so that none is left to run alone at the end; pieces fill what is left.
    tests.sort(key=lambda test: (test[3], -os.path.getsize(test[1][0]) if test[1] else 0))
    all_passed = all_failed = 0
    with ThreadPoolExecutor(jobs) as pool:
        for name, passed, failed, skipped, took, words, why, log in pool.map(
                lambda t: run(build, *t), pieces_of(tests, jobs)):
            all_passed, all_failed = all_passed + passed, all_failed + failed
            left_out = f", {skipped} skipped" if skipped else ""
            print(f"      {name:<28} {passed} passed, {failed} failed{left_out}  {took:.1f} s",
                  flush=True)
            if failed:
                lines = words.strip().splitlines()
                shown = lines if len(lines) <= 120 else lines[:90] + ["…"] + lines[-30:]
                print("\n".join("        " + line for line in shown))
                print(f"        {why}\n        whole output: {log}")
    if not tests:
        print("      no test binary has the labels: " + " ".join(labels))
        all_failed = 1
    if "HOLDFAST_COUNTS" in os.environ:
        with open(os.environ["HOLDFAST_COUNTS"], "a", encoding="utf-8") as out:
            out.write(f"{all_passed} {all_failed}\n")
    sys.exit(all_failed != 0)


main()
