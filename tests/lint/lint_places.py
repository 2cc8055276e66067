"""No path of one machine, no registry's host, no open end in a tracked file."""
import re

MACHINE = re.compile(r"(?<![\w./}~-])/(?:work|root|farm)/[\w.]|/tmp/bash_jobs|(?<![\w./}])/home/(?!me/|you/)[a-z]\w+/")
HOST = re.compile(r"https?://[^/\s\"']*(?:npmjs|registry|pypi|pythonhosted|deb\.debian|crates\.io|"
                  r"proxy\.golang|jfrog|artifactory)[^/\s\"']*", re.I)
OPEN_END = re.compile(r"\b(?:FIXME|XXX|HACK)\b")


def check(tree):
    for path in tree.paths:
        if path.startswith("tests/lint/"):
            continue
        for number, line in enumerate(tree.text(path).splitlines(), 1):
            if len(line) > 20000:
                continue
            found = MACHINE.search(line)
            if found:
                yield path, number, f"'{found.group(0)}…' is a place on one machine: make it relative"
            found = HOST.search(line)
            if found:
                yield path, number, (f"'{found.group(0)}' is a registry's host: leave it to the "
                                     "machine's own configuration (npm: omit-lockfile-registry-resolved)")
            if path.startswith(("src/", "sim/")) and OPEN_END.search(line):
                yield path, number, "an open end: finish it, or file it where work is listed"


PLANTED = [
    {"scripts/a.sh": "cd /work/main\n"},
    {"docs/a.md": "see /root/notes.txt\n"},
    {"docs/a.md": "see /home/joe/notes.txt\n"},
    {"web/package-lock.json": '"resolved": "https://registry.npmjs.org/a/-/a-1.tgz"\n'},
    {"src/core/a.cpp": "// FIXME later\n"},
]
CLEAN = [{"scripts/a.sh": "cd build/work/x\n"}, {"docs/a.md": "POST https://example.org/work/1\n"},
         {"docs/b.md": "~/work/main ${HOME}/work/x\n"}]
