#!/usr/bin/env python3
"""Plants each bug of list.txt into a copy of the tree and sees to it that a test notices; two copies,
two bugs at a time.

Usage: run.py [WORDS]   (only the bugs whose name contains WORDS)
"""
import os
import pathlib
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from bugs import read_list

SOURCE = pathlib.Path(__file__).resolve().parents[2]
COPIED = ["CMakeLists.txt", "CMakePresets.json", "cmake", "src", "sim", "tests", "bench", "fuzz", "api"]


class Ground:
    """A copy of the tree, where one bug at a time is planted."""

    def __init__(self, name):
        self.tree = SOURCE / "build" / "mutants" / name / "tree"
        self.build_folder = self.tree.parent / "build"

    def copy_tree(self):
        self.tree.mkdir(parents=True, exist_ok=True)
        for name in COPIED:
            origin, copy = SOURCE / name, self.tree / name
            files = list(origin.rglob("*")) if origin.is_dir() else [origin]
            for file in files:
                target = copy / file.relative_to(origin) if origin.is_dir() else copy
                if not file.is_file():
                    continue
                if not target.exists() or target.read_bytes() != file.read_bytes():
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(file, target)
                    shutil.copymode(file, target)
            for file in list(copy.rglob("*")) if copy.is_dir() else []:
                if file.is_file() and not (origin / file.relative_to(copy)).exists():
                    file.unlink()

    def configure(self):
        return subprocess.run(["cmake", "--preset", "dev", "-B", str(self.build_folder), "-S",
                               str(self.tree), "-DCMAKE_CXX_FLAGS=-w"],
                              cwd=self.tree, capture_output=True, text=True)

    def build(self, *binaries):
        return subprocess.run(["ninja", "-C", str(self.build_folder), *binaries],
                              capture_output=True, text=True)

    def run(self, binary):
        command = [str(self.build_folder / "bin" / binary), "--gtest_brief=1", "--gtest_fail_fast"]
        return subprocess.run(command, cwd=self.tree, timeout=120, capture_output=True, text=True)

    def is_noticed(self, bug):
        """(noticed, why not)"""
        path = self.tree / bug.file
        text = path.read_text()
        if text.count(bug.right) != 1:
            return False, f"'{bug.right}' occurs {text.count(bug.right)} times in {bug.file}"
        path.write_text(text.replace(bug.right, bug.wrong))
        try:
            made = self.build(bug.binary)
            if made.returncode != 0:
                return False, "the planted bug does not compile:\n" + made.stdout[-1500:]
            try:
                return self.run(bug.binary).returncode != 0, f"{bug.binary} passes all the same"
            except subprocess.TimeoutExpired:
                return True, ""
        finally:
            path.write_text(text)


def tell_counts(passed, failed):
    if counts := os.environ.get("HOLDFAST_COUNTS"):
        with open(counts, "a", encoding="utf-8") as file:
            file.write(f"{passed} {failed}\n")


def fail_whole(bugs, why):
    tell_counts(0, len(bugs))
    sys.exit(why)


def prepare(ground, binaries, bugs):
    """Builds them as they are, and sees that they pass."""
    ground.copy_tree()
    configured = ground.configure()
    if configured.returncode != 0:
        fail_whole(bugs, configured.stderr)
    made = ground.build(*binaries)
    if made.returncode != 0:
        fail_whole(bugs, "it does not build without a planted bug\n" + made.stdout[-2000:])
    for binary in binaries:
        if ground.run(binary).returncode != 0:
            fail_whole(bugs, f"{binary} does not even pass without a planted bug")


def work_through(ground, bugs):
    found = []
    for bug in bugs:
        noticed, why = ground.is_noticed(bug)
        found.append(noticed)
        print(("noticed  " if noticed else "MISSED   ") + bug.name + ("" if noticed else f": {why}"),
              flush=True)
    return found


def main():
    words = " ".join(sys.argv[1:])
    bugs = [bug for bug in read_list((SOURCE / "tests/mutations/list.txt").read_text())
            if words in bug.name]
    # What needs only domain and core comes last: the second ground builds little else.
    bugs.sort(key=lambda bug: (bug.file.startswith(("src/core/", "src/domain/")), bug.binary))
    half = len(bugs) // 2
    parts = [bugs[:half], bugs[half:]]
    grounds = [Ground("one"), Ground("two")]
    for ground, part in zip(grounds, parts):
        prepare(ground, sorted({bug.binary for bug in part}), bugs)
    with ThreadPoolExecutor(len(grounds)) as pool:
        found = [noticed for part in pool.map(work_through, grounds, parts) for noticed in part]
    passed, failed = sum(found), len(found) - sum(found)
    print(f"mutations: {passed} noticed, {failed} missed")
    tell_counts(passed, failed)
    sys.exit(0 if failed == 0 else 1)


main()
