#!/usr/bin/env python3
"""run_unittest.py PYTHON FOLDER [AT_ONCE [NAME…]]: runs FOLDER/test_*.py (or test_NAME.py alone), one
process per file and two (or AT_ONCE) at a time, prints a line for each and the words of every
failure, and adds the sum to $HOLDFAST_COUNTS."""
import glob
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

BINARIES = os.environ.get("HOLDFAST_BIN_DIR", "../../build/release/bin")
LIMIT_S = int(os.environ.get("HOLDFAST_TEST_LIMIT_S", "600"))


# The longest, begun first, so that none is left to run alone at the end.
LONG = ("test_polygon.py", "test_pnl_polymarket.py", "test_pnl_solana.py", "test_pnl_pacifica.py",
        "test_pnl_kalshi.py", "test_books.py")


def place(path):
    name = os.path.basename(path)
    return LONG.index(name) if name in LONG else len(LONG), name


def run(python, folder, path):
    module = os.path.splitext(os.path.basename(path))[0]
    began = time.monotonic()
    try:
        done = subprocess.run([os.path.abspath(python) if "/" in python else python, "-m",
                               "unittest", "-b", module], cwd=folder, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=LIMIT_S,
                              text=True, errors="replace")
        words, code = done.stdout, done.returncode
    except subprocess.TimeoutExpired as late:
        words = (late.stdout or b"").decode(errors="replace") + f"\nstopped after {LIMIT_S} s"
        code = -1
    ran = re.search(r"^Ran (\d+) tests?", words, re.M)
    bad = {word: int(n) for word, n in re.findall(
        r"(failures|errors|skipped|unexpected successes)=(\d+)", words.rsplit("\nRan ", 1)[-1])}
    failed = sum(bad.get(word, 0) for word in ("failures", "errors", "unexpected successes"))
    skipped = bad.get("skipped", 0)
    total = int(ran.group(1)) if ran else 0
    if (code != 0 and failed == 0) or not ran or total == 0:
        failed = max(failed, 1)
    return path, max(total - failed - skipped, 0), failed, skipped, time.monotonic() - began, words


def main():
    python, folder = sys.argv[1], sys.argv[2]
    all_passed = all_failed = 0
    names = [f"test_{name}.py" for name in sys.argv[4:]] or ["test_*.py"]
    paths = sorted((path for name in names for path in glob.glob(os.path.join(folder, name))), key=place)
    with ThreadPoolExecutor(int((sys.argv[3:] or [2])[0])) as pool:
        for path, passed, failed, skipped, took, words in pool.map(
                lambda path: run(python, folder, path), paths):
            all_passed, all_failed = all_passed + passed, all_failed + failed
            left_out = f", {skipped} skipped" if skipped else ""
            print(f"      {os.path.basename(path):<28} {passed} passed, {failed} failed{left_out}  "
                  f"{took:.1f} s", flush=True)
            if failed:
                lines = words.strip().splitlines()
                shown = lines if len(lines) <= 120 else lines[:90] + ["…"] + lines[-30:]
                print("\n".join("        " + line for line in shown))
                print(f"        again: cd {folder} && HOLDFAST_BIN_DIR={BINARIES} "
                      f"python3 -m unittest {os.path.splitext(os.path.basename(path))[0]}")
    if "HOLDFAST_COUNTS" in os.environ:
        with open(os.environ["HOLDFAST_COUNTS"], "a", encoding="utf-8") as out:
            out.write(f"{all_passed} {all_failed}\n")
    sys.exit(all_failed != 0)


main()
