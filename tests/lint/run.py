#!/usr/bin/env python3
"""Runs every lint_*.py beside it. Each must first find its own planted violations and nothing in its
clean samples; then it reads the tree. `run.py NAME...` runs only those."""
import glob
import importlib
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

from tree import DiskTree, MadeUpTree  # noqa: E402


def proof(lint):
    """What is wrong with the lint itself."""
    for files in lint.PLANTED:
        if not list(lint.check(MadeUpTree(files))):
            yield f"misses what was planted: {files}"[:300]
    for files in lint.CLEAN:
        found = list(lint.check(MadeUpTree(files)))
        if found:
            yield f"complains about clean text: {found[0]}"[:300]


def main():
    wanted = sys.argv[1:]
    tree = DiskTree()
    passed = failed = 0
    for file in sorted(glob.glob(os.path.join(HERE, "lint_*.py"))):
        module = os.path.splitext(os.path.basename(file))[0]
        name = module[len("lint_"):]
        if wanted and name not in wanted:
            continue
        lint = importlib.import_module(module)
        broken = list(proof(lint))
        found = sorted(set(lint.check(tree)))
        for words in broken:
            print(f"      tests/lint/{module}.py: {words}")
        for path, line, words in found:
            print(f"      {path}:{line}: {words}")
        print(f"      {name:<10} {'catches its plants' if not broken else 'BROKEN'}, "
              f"{len(found) or 'nothing'} found in the tree")
        passed += (not broken) + (not found)
        failed += bool(broken) + bool(found)
    if "HOLDFAST_COUNTS" in os.environ:
        with open(os.environ["HOLDFAST_COUNTS"], "a", encoding="utf-8") as out:
            out.write(f"{passed} {failed}\n")
    sys.exit(failed != 0)


main()
