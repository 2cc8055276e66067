"""Every shell script parses; shellcheck, where it is installed, finds nothing worse than style."""
import os
import re
import shutil
import subprocess
import tempfile


def is_script(tree, path):
    return path.endswith(".sh") or re.match(r"#!.*\b(ba)?sh\b", tree.text(path)[:60]) is not None


def check(tree):
    scripts = [path for path in tree.paths if is_script(tree, path)]
    if tree.root is not None:
        yield from read(tree.root, scripts)
        return
    with tempfile.TemporaryDirectory() as folder:
        for path in scripts:
            os.makedirs(os.path.dirname(os.path.join(folder, path)), exist_ok=True)
            with open(os.path.join(folder, path), "w", encoding="utf-8") as out:
                out.write(tree.text(path))
        yield from read(folder, scripts)


def read(folder, scripts):
    for path in scripts:
        done = subprocess.run(["bash", "-n", path], cwd=folder, capture_output=True, text=True)
        if done.returncode:
            number = re.search(r"line (\d+)", done.stderr)
            yield path, int(number.group(1)) if number else 1, done.stderr.strip().splitlines()[-1]
    if scripts and shutil.which("shellcheck"):
        done = subprocess.run(["shellcheck", "--shell=bash", "--severity=warning", "--format=gcc",
                               "--exclude=SC1090,SC1091,SC2034,SC2154", *scripts], cwd=folder,
                              capture_output=True, text=True)
        for line in done.stdout.splitlines():
            match = re.match(r"(.+?):(\d+):\d+: (.*)", line)
            if match:
                yield match.group(1), int(match.group(2)), match.group(3)


PLANTED = [{"scripts/a.sh": "#!/bin/bash\nif true; then\n"}, {"run": "#!/bin/bash\nfor\n"}]
CLEAN = [{"scripts/a.sh": "#!/bin/bash\nif true; then echo a; fi\n"}]
