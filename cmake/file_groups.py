#!/usr/bin/env python3
"""file_groups.py MOST FILE…: groups of at most MOST files that can be read as one file, which takes a
compiler or a checker half the time: most of it goes into the headers. Prints a line for each group,
its files with ; between. No file of a group defines or calls a name that another one keeps to itself."""
import re
import sys

# Where names of a file's own stand: unnamed namespaces, and using-declarations in any.
UNNAMED = re.compile(r"^namespace \{\n(.*?)^\}  // namespace$", re.M | re.S)
DEFINED = re.compile(r"^(?!using )[\w:\[][\w:<>,&*\[\] ]*?[ &*]([A-Za-z_]\w*) *(?:\[.*?\])?(?=[({=;]|:(?!:))", re.M)
BORROWED = re.compile(r"^using (?!namespace )((?:[\w:]*::)?(\w+)(?: = .*)?);", re.M)
MACRO = re.compile(r"^#\s*define (\w+)", re.M)
REMARK_OR_TEXT = re.compile(r'//.*|"(?:[^"\\\n]|\\.)*"')


class File:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        space = re.search(r"^namespace (holdfast[\w:]*) \{", text, re.M)
        self.path, self.space = path, (space.group(1) if space else "") + "::"
        # What each name borrows; None: it is the file's own.
        self.own = {name: what for what, name in BORROWED.findall(text)}
        self.own |= dict.fromkeys(MACRO.findall(text))
        self.own |= {name: None for block in UNNAMED.findall(text) for name in DEFINED.findall(block)}
        self.called = set(re.findall(r"(?<![.>:\w])([A-Za-z_]\w*)\(", REMARK_OR_TEXT.sub("", text)))

    def hurts(self, other):
        """Would a name of this file's be defined twice, or called where the other means its own?"""
        return other.space.startswith(self.space) and any(
            other.own[name] != what or what is None if name in other.own else name in other.called
            for name, what in self.own.items())


# A name that is new moves files among so many groups, and not in the whole folder.
NEAR = 4


def groups_of(paths, most):
    files, groups = [File(path) for path in sorted(paths)], []
    for first in range(0, len(files), most * NEAR):
        near = []
        for file in files[first:first + most * NEAR]:
            for group in near:
                if len(group) < most and not any(f.hurts(file) or file.hurts(f) for f in group):
                    group.append(file)
                    break
            else:
                near.append([file])
        groups += near
    return [[file.path for file in group] for group in groups]


if __name__ == "__main__":
    for found in groups_of(sys.argv[2:], int(sys.argv[1])):
        print(";".join(found))
