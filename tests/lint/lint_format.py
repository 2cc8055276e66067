"""C++ looks as .clang-format says."""
import os
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor

from tree import ROOT, is_cpp

FINDING = re.compile(r"^(.+?):(\d+):\d+: (?:error|warning): ")


def tool():
    found = shutil.which("clang-format-19")
    if not found:
        raise SystemExit("clang-format-19 is missing: apt-get install clang-format-19")
    return found


def check(tree):
    paths = [path for path in tree.paths if is_cpp(path)]
    if tree.root is None:
        for path in paths:
            done = subprocess.run([tool(), f"--style=file:{ROOT}/.clang-format"],
                                  input=tree.text(path), capture_output=True, text=True, check=True)
            if done.stdout != tree.text(path):
                yield path, 1, "not formatted"
        return
    chunks = [paths[i::8] for i in range(8) if paths[i::8]]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for done in pool.map(lambda chunk: subprocess.run(
                [tool(), "--dry-run", *chunk], cwd=tree.root, capture_output=True, text=True), chunks):
            seen = set()
            for line in done.stderr.splitlines():
                match = FINDING.match(line)
                if match and match.group(1) not in seen:
                    seen.add(match.group(1))
                    path = os.path.relpath(os.path.join(tree.root, match.group(1)), tree.root)
                    yield path, int(match.group(2)), f"not formatted: clang-format-19 -i {path}"


PLANTED = [{"src/core/a.cpp": "int   a ;\n"}]
CLEAN = [{"src/core/a.cpp": "int a;\n"}]
