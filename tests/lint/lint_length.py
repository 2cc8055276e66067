"""Files a reader can take in: aim at 150 lines, 400 is the most."""
from tree import under

MOST = 400


def check(tree):
    for path in tree.paths:
        if not under(path, "src", "sim", "web/src"):
            continue
        if not path.endswith((".cpp", ".hpp", ".ts", ".svelte", ".css", ".sql")):
            continue
        lines = tree.text(path).count("\n")
        if lines > MOST:
            yield path, MOST + 1, (f"{lines} lines; {MOST} is the most and 150 the aim: split it by "
                                   "noun or verb")


PLANTED = [{"src/core/long.cpp": "int a;\n" * 401}, {"web/src/a.svelte": "<p>\n" * 500}]
CLEAN = [{"src/core/a.cpp": "int a;\n" * 400}, {"docs/a.md": "a\n" * 900}]
