#!/usr/bin/env python3
"""check_files.py gcc|tidy BUILD JOBS: one tool over every file of src/ and sim/ that BUILD compiles.
A file that passed is read again only when it, a header of ours that it includes, the flags or the
tool's settings changed. Adds the sum (files) to $HOLDFAST_COUNTS."""
import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed

ROOT = os.getcwd()
sys.path.insert(0, os.path.join(ROOT, "cmake"))
from file_groups import groups_of  # noqa: E402

INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.M)
GCC_FLAGS = ["-fsyntax-only", "-std=c++20", "-Wall", "-Wextra", "-Werror",
             "-Wnon-virtual-dtor", "-Wno-missing-field-initializers", "-Wno-unknown-pragmas",
             "-Wno-attributes", "-Wno-ignored-attributes", "-Wno-subobject-linkage",
             "-fcoroutines"]
# Larger groups take more memory than half a small machine's.
GROUP_MOST = 100
# Words of the compilers when two files cannot stand in one.
CLASH = re.compile(r"redefinition|ambiguous|clang-diagnostic-error|redeclar|conflict|fatal error|: error: (?!.*\[)")


def words_of(entry):
    """Includes and definitions of a compile command, without the precompiled header."""
    return [w for w in shlex.split(entry["command"]) if w.startswith(("-I", "-D"))]


class Gcc:
    def __init__(self):
        self.tool = shutil.which("g++-12") or shutil.which("g++")
        if not self.tool:
            sys.exit("g++ is missing: apt-get install g++")
        self.settings = "".join(GCC_FLAGS) + subprocess.run(
            [self.tool, "--version"], capture_output=True, text=True).stdout

    def command(self, path, flags):
        return [self.tool, *GCC_FLAGS, *flags, path]


class Tidy:
    def __init__(self):
        self.tool = shutil.which("clang-tidy-19")
        if not self.tool:
            sys.exit("clang-tidy-19 is missing: apt-get install clang-tidy-19")
        self.settings = open(".clang-tidy", encoding="utf-8").read()

    def command(self, path, flags):
        return [self.tool, "--quiet", f"--config-file={ROOT}/.clang-tidy", path, "--",
                "-std=c++20", "-w", "-ferror-limit=0", *flags]


def include_folders(entry):
    return [w[2:] for w in words_of(entry) if w.startswith("-I")]


TEXTS = {}


def sources_of(entry):
    """The files that the entry compiles: those of a group stand only in a file of CMake's."""
    if "/Unity/" not in entry["file"]:
        return [entry["file"]]
    with open(entry["file"], encoding="utf-8") as file:
        return INCLUDE.findall(file.read())


def text_of(path):
    if path not in TEXTS:
        with open(path, "rb") as file:
            data = file.read()
        TEXTS[path] = (hashlib.sha256(data).hexdigest(),
                       INCLUDE.findall(data.decode(errors="replace")))
    return TEXTS[path]


def closure(entry):
    """The file and every header of ours it reaches."""
    folders, seen, waiting = include_folders(entry), {}, [os.path.realpath(entry["file"])]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        digest, names = text_of(path)
        seen[path] = digest
        for name in names:
            for folder in [os.path.dirname(path), *folders]:
                found = os.path.realpath(os.path.join(folder, name))
                if os.path.isfile(found):
                    waiting.append(found)
                    break
    return seen


def key_of(check, entry):
    parts = [check.settings, *sorted(w for w in words_of(entry))]
    parts += [f"{os.path.relpath(p, ROOT)} {d}" for p, d in sorted(closure(entry).items())]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def run(command, entry):
    return subprocess.run(command, cwd=entry["directory"], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          errors="replace")


def clashing(words, group):
    """The files of the group that could not stand beside the others; half of it if none is named."""
    named = {os.path.realpath(path) for path, text in findings_of(words) if CLASH.search(text)}
    out = [entry for entry in group[1:] if os.path.realpath(entry["file"]) in named]
    return out or group[len(group) // 2:]


def read(check, kept, flags, group):
    """Runs the tool over a group of files, as one file that includes them all: the libraries'
    headers, where most of the time goes, are then read once. Files that cannot stand beside the
    others (equal names inside) are read after them. Returns [(files, code, words)]."""
    paths = [entry["file"] for entry in group]
    name = hashlib.sha256("\n".join(paths).encode()).hexdigest()[:16]
    together = os.path.join(kept, name + ".cpp")
    with open(together, "w", encoding="utf-8") as out:
        out.writelines(f'#include "{path}"\n' for path in paths)
    done = run(check.command(together, flags), group[0])
    if len(group) > 1 and done.returncode != 0 and CLASH.search(done.stdout):
        apart = clashing(done.stdout, group)
        rest = [entry for entry in group if entry not in apart]
        return read(check, kept, flags, rest) + read(check, kept, flags, apart)
    return [(group, done.returncode, done.stdout)]


def findings_of(words):
    """[(real path, text)]; paths in the text are those of the tree, not of the include roots."""
    for block in re.split(r"\n(?=\S+:\d+:\d+: )", "\n" + words):
        block = block.strip("\n")
        match = re.match(r"(\S+?):(\d+:\d+: (?:fatal error|error|warning).*)", block)
        if match:
            path = os.path.realpath(match.group(1))
            first = f"{os.path.relpath(path, ROOT)}:{match.group(2)}"
            yield path, "\n".join([first, *block.split("\n")[1:4]])


def main():
    kind, build, jobs = sys.argv[1], os.path.abspath(sys.argv[2]), int(sys.argv[3])
    check = {"gcc": Gcc, "tidy": Tidy}[kind]()
    entries = {}
    for entry in json.load(open(os.path.join(build, "compile_commands.json"), encoding="utf-8")):
        for path in sources_of(entry):
            if re.match(r"(src|sim)/", os.path.relpath(path, ROOT)):
                entries[path] = {**entry, "file": path}
    kept = os.path.abspath(os.path.join("build", "checks", kind))
    os.makedirs(kept, exist_ok=True)
    stamps = {path: os.path.join(kept, key_of(check, entry)) for path, entry in entries.items()}
    waiting = [entry for path, entry in entries.items() if not os.path.exists(stamps[path])]
    # Of all files: who may include whom is the build's business, and lint's.
    flags = sorted({word for entry in entries.values() for word in words_of(entry)})
    again, bad, printed = len(entries) - len(waiting), set(), set()
    with ThreadPoolExecutor(jobs) as pool:
        running = [pool.submit(read, check, kept, flags, [entries[path] for path in group])
                   for group in groups_of((e["file"] for e in waiting), GROUP_MOST)]
        for done in as_completed(running):
            for group, code, words in done.result():
                blamed = set()
                for path, finding in findings_of(words if code else ""):
                    blamed.add(path)
                    if finding not in printed:
                        printed.add(finding)
                        print("      " + finding.replace("\n", "\n      "), flush=True)
                if code and not blamed:
                    blamed = {os.path.realpath(entry["file"]) for entry in group}
                    print("      " + words.strip()[-1500:].replace("\n", "\n      "), flush=True)
                bad |= blamed
                for entry in group:
                    if not blamed & set(closure(entry)):
                        open(stamps[entry["file"]], "w", encoding="utf-8").close()
    failed = len(bad) if entries else 1
    passed = len(entries) - len(bad & {os.path.realpath(path) for path in entries})
    print(f"      {passed} files passed ({again} unchanged since they passed), {failed} failed")
    if "HOLDFAST_COUNTS" in os.environ:
        with open(os.environ["HOLDFAST_COUNTS"], "a", encoding="utf-8") as out:
            out.write(f"{passed} {failed}\n")
    sys.exit(failed != 0)


main()
