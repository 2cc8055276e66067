"""No double for an amount: Fixed, Quantity, Price, Money (domain/)."""
import re

from tree import code_lines, is_cpp, under

FOLDERS = ["src/domain", "src/core", "src/ports", "src/ledger", "src/venues", "src/books", "src/app",
           "src/api", "src/chain"]
WORD = re.compile(r"\b(double|float|strtod|strtof|stod|stof|get_double|atof)\b")


def check(tree):
    for path in tree.paths:
        if not is_cpp(path) or not under(path, *FOLDERS):
            continue
        for number, line in code_lines(tree.text(path)):
            found = WORD.search(line)
            if found:
                yield path, number, (f"'{found.group(1)}': amounts are exact here; use Fixed, and "
                                     "std::chrono or an integer for what is no amount")


PLANTED = [
    {"src/core/a.cpp": "double price = 0.1;\n"},
    {"src/venues/kalshi/a.cpp": "auto p = std::stod(text);\n"},
    {"src/api/a.hpp": "struct A { float x; };\n"},
]
CLEAN = [
    {"src/core/a.cpp": "// a double would lose a cent here\nint doubled = 2;\n"},
    {"src/platform/metrics.cpp": "double seconds = 0.5;\n"},
    {"src/core/a.cpp": 'const char* a = "double";\nconst auto b = R"(float)";\n'},
]
