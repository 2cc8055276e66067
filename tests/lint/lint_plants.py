"""Each bug that ./test mutations plants still has its place: one, in the file that is named."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "mutations"))
from bugs import read_list  # noqa: E402

LIST = "tests/mutations/list.txt"


def check(tree):
    if LIST not in tree.paths:
        return
    for bug in read_list(tree.text(LIST)):
        found = tree.text(bug.file).count(bug.right) if bug.file in tree.paths else 0
        if found != 1:
            yield LIST, bug.line, (f"'{bug.right}' occurs {found} times in {bug.file}: the line has "
                                   "changed, write down how it reads now")


BUG = "a comparison flips | src/core/a.cpp | unit_core\n- a < b\n+ a > b\n"
PLANTED = [
    {LIST: BUG, "src/core/a.cpp": "return a <= b;\n"},
    {LIST: BUG, "src/core/a.cpp": "a < b; a < b;\n"},
    {LIST: BUG, "src/core/b.cpp": "return a < b;\n"},
]
CLEAN = [{LIST: BUG, "src/core/a.cpp": "return a < b;\n"}]
