"""No path of one machine, no registry's host, no open end in a tracked file."""
import re

# Spelt in parts, here and in the plants: this file is read like any other.
FOLDERS = ["work", "root", "farm"]
MACHINE = re.compile(rf"(?<![\w./}}~-])/(?:{'|'.join(FOLDERS)})/[\w.]|/(?:tmp)/bash_jobs|"
                     r"(?<![\w./}])/home/(?!me/|you/)[a-z]\w+/")
HOST = re.compile(r"https?://[^/\s\"']*(?:npmjs|registry|pypi|pythonhosted|deb\.debian|crates\.io|"
                  r"proxy\.golang|jfrog|artifactory)[^/\s\"']*", re.I)
OPEN_END = re.compile(r"\b(?:FIXME|XXX|HACK)\b")


def check(tree):
    for path in tree.paths:
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
    *({"docs/a.md": f"see /{folder}/notes.txt\n"} for folder in FOLDERS),
    {"scripts/a.sh": f"cd /{FOLDERS[0]}/main\n"},
    {"scripts/a.sh": "ls /%s/bash_jobs\n" % "tmp"},
    {"docs/a.md": "see /%s/joe/notes.txt\n" % "home"},
    {"web/package-lock.json": '"resolved": "https://%s/a/-/a-1.tgz"\n' % "registry.npmjs.org"},
    {"src/core/a.cpp": "// FIXME later\n"},
]
CLEAN = [{"scripts/a.sh": f"cd build/{FOLDERS[0]}/x\n"},
         {"docs/a.md": f"POST https://example.org/{FOLDERS[0]}/1\n"},
         {"docs/b.md": f"~/{FOLDERS[0]}/main ${{HOME}}/{FOLDERS[0]}/x\n"}]
