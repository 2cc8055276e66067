"""Names say what a thing is: none of utils, common, base, manager, helper, impl."""
import re

from tree import code_lines, is_cpp, under

BANNED = {"util", "utils", "utility", "utilities", "common", "base", "manager", "helper", "helpers",
          "impl"}
DECLARED = re.compile(r"\b(?:class|struct|enum class|enum|namespace|concept|union)\s+"
                      r"(?:\[\[\w+\]\]\s*)?([A-Za-z_]\w*(?:::\w+)*)")
OURS = ("src", "sim", "tests", "bench", "fuzz", "scripts", "cmake", "web/src", "docs", "packaging")


def words_of(name):
    """The words of a name: snake_case, camelCase and kebab-case."""
    parts = re.split(r"[^A-Za-z0-9]+", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name))
    return {part.lower() for part in parts}


def check(tree):
    for path in tree.paths:
        if under(path, *OURS):
            for part in path.split("/"):
                bad = words_of(part.split(".")[0]) & BANNED
                if bad:
                    yield path, 1, f"'{bad.pop()}' in a file's name says nothing: name the noun or verb"
        if not is_cpp(path) or not under(path, "src", "sim", "tests"):
            continue
        for number, line in code_lines(tree.text(path)):
            for name in DECLARED.findall(line):
                bad = words_of(name) & BANNED
                if bad:
                    yield path, number, f"'{name}': '{bad.pop()}' says nothing: name what it is"


PLANTED = [
    {"src/core/utils.cpp": "\n"},
    {"src/core/order_manager.hpp": "\n"},
    {"src/common/a.hpp": "\n"},
    {"src/core/a.hpp": "class VenueManager {\n"},
    {"src/core/a.hpp": "struct Impl;\n"},
    {"web/src/helpers.ts": "\n"},
]
CLEAN = [
    {"src/crypto/base64.cpp": "int base64();\n"},
    {"src/ledger/sqlite/database.cpp": "class Database {};\n"},
    {"src/core/a.hpp": "// the common case: the base of all\nstruct Order;\n"},
]
