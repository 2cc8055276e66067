#!/usr/bin/env python3
"""Plants each bug of list.txt into a copy of the tree and sees to it that a test notices.

Usage: run.py [WORDS]   (only the bugs whose name contains WORDS)
"""
import os
import pathlib
import shutil
import subprocess
import sys

from bugs import read_list

SOURCE = pathlib.Path(__file__).resolve().parents[2]
WORK = SOURCE / "build" / "mutants"
TREE = WORK / "tree"
BUILD = WORK / "build"
COPIED = ["CMakeLists.txt", "CMakePresets.json", "cmake", "src", "sim", "tests", "bench", "fuzz", "api"]


def copy_tree():
    TREE.mkdir(parents=True, exist_ok=True)
    for name in COPIED:
        origin, copy = SOURCE / name, TREE / name
        if origin.is_dir():
            for file in origin.rglob("*"):
                target = copy / file.relative_to(origin)
                if file.is_dir():
                    target.mkdir(parents=True, exist_ok=True)
                elif not target.exists() or target.read_bytes() != file.read_bytes():
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(file, target)
                    shutil.copymode(file, target)
            if copy.exists():
                for file in list(copy.rglob("*")):
                    if file.is_file() and not (origin / file.relative_to(copy)).exists():
                        file.unlink()
        elif origin.exists():
            if not copy.exists() or copy.read_bytes() != origin.read_bytes():
                shutil.copyfile(origin, copy)


def build(binary):
    return subprocess.run(["ninja", "-C", str(BUILD), binary], capture_output=True, text=True)


def run(binary):
    return subprocess.run([str(BUILD / "bin" / binary), "--gtest_brief=1"], cwd=TREE, timeout=120,
                          capture_output=True, text=True)


def tell_counts(passed, failed):
    if counts := os.environ.get("HOLDFAST_COUNTS"):
        with open(counts, "a", encoding="utf-8") as file:
            file.write(f"{passed} {failed}\n")


def fail_whole(bugs, why):
    tell_counts(0, len(bugs))
    sys.exit(why)


def is_noticed(bug):
    """(noticed, why not)"""
    path = TREE / bug.file
    text = path.read_text()
    if text.count(bug.right) != 1:
        return False, f"'{bug.right}' occurs {text.count(bug.right)} times in {bug.file}"
    path.write_text(text.replace(bug.right, bug.wrong))
    try:
        made = build(bug.binary)
        if made.returncode != 0:
            return False, "the planted bug does not compile:\n" + made.stdout[-1500:]
        try:
            return run(bug.binary).returncode != 0, f"{bug.binary} passes all the same"
        except subprocess.TimeoutExpired:
            return True, ""
    finally:
        path.write_text(text)


def main():
    words = " ".join(sys.argv[1:])
    bugs = [bug for bug in read_list((SOURCE / "tests/mutations/list.txt").read_text())
            if words in bug.name]
    copy_tree()
    configured = subprocess.run(["cmake", "--preset", "dev", "-B", str(BUILD), "-S", str(TREE),
                                 "-DCMAKE_CXX_FLAGS=-w"],
                                cwd=TREE, capture_output=True, text=True)
    if configured.returncode != 0:
        fail_whole(bugs, configured.stderr)
    for binary in sorted({bug.binary for bug in bugs}):
        made = build(binary)
        if made.returncode != 0 or run(binary).returncode != 0:
            fail_whole(bugs, f"{binary} does not even pass without a planted bug\n" + made.stdout[-2000:])
    passed = failed = 0
    for bug in bugs:
        noticed, why = is_noticed(bug)
        passed, failed = passed + noticed, failed + (not noticed)
        print(("noticed  " if noticed else "MISSED   ") + bug.name + ("" if noticed else f": {why}"),
              flush=True)
    print(f"mutations: {passed} noticed, {failed} missed")
    tell_counts(passed, failed)
    sys.exit(0 if failed == 0 else 1)


main()
