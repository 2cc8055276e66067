"""What lints read: the files of the repository, or a handful of made-up ones."""
import os
import subprocess

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))


class DiskTree:
    """All files that are tracked, or new and not ignored."""

    def __init__(self, root=ROOT):
        self.root = root
        told = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=root,
                              capture_output=True, text=True)
        if told.returncode == 0:
            names = told.stdout.split("\0")
        else:  # an unpacked archive
            names = [os.path.relpath(os.path.join(folder, name), root)
                     for folder, folders, files in os.walk(root) for name in files
                     if not {".git", "build", "node_modules", ".tools"} & set(
                         os.path.relpath(folder, root).split(os.sep))]
        self.paths = sorted({n for n in names if n and os.path.isfile(os.path.join(root, n))
                             and not os.path.islink(os.path.join(root, n))})
        self.kept = {}

    def text(self, path):
        if path not in self.kept:
            with open(os.path.join(self.root, path), "rb") as file:
                data = file.read()
            self.kept[path] = "" if b"\0" in data[:8000] else data.decode(errors="replace")
        return self.kept[path]


class MadeUpTree:
    """{path: text}, for a lint's proof that it sees what it is there for."""

    def __init__(self, files):
        self.root, self.files, self.paths = None, files, sorted(files)

    def text(self, path):
        return self.files[path]


def is_cpp(path):
    return path.endswith((".cpp", ".hpp"))


def under(path, *folders):
    return any(path.startswith(folder.rstrip("/") + "/") for folder in folders)


def code_lines(text):
    """(number, line) without comments and with strings emptied, so that words in prose and in
    literals are not taken for code. Raw strings are emptied too."""
    result, out, i, number = [], [], 0, 1
    state = "code"
    end_mark = ""
    n = len(text)
    while i < n:
        c = text[i]
        if c == "\n":
            result.append((number, "".join(out)))
            out, number = [], number + 1
            if state == "line":
                state = "code"
            i += 1
            continue
        if state == "code":
            if text.startswith("//", i):
                state, i = "line", i + 2
            elif text.startswith("/*", i):
                state, i = "block", i + 2
            elif text.startswith('R"', i) and not (i and (text[i - 1].isalnum() or text[i - 1] == "_")):
                stop = text.find("(", i)
                end_mark = ")" + text[i + 2:stop] + '"'
                out.append('""')
                state, i = "raw", stop + 1
            elif c == '"' and not "".join(out).lstrip().startswith("#"):
                out.append('"')
                state, i = "string", i + 1
            elif c == "'" and not (out and (out[-1].isalnum())):
                state, i = "char", i + 1
            else:
                out.append(c)
                i += 1
        elif state == "block":
            if text.startswith("*/", i):
                state, i = "code", i + 2
            else:
                i += 1
        elif state == "raw":
            if text.startswith(end_mark, i):
                state, i = "code", i + len(end_mark)
            else:
                i += 1
        elif state in ("string", "char"):
            if c == "\\":
                i += 2
                continue
            if c == ('"' if state == "string" else "'"):
                if state == "string":
                    out.append('"')
                state = "code"
            i += 1
        else:
            i += 1
    result.append((number, "".join(out)))
    return result
