"""The list of bugs to plant: list.txt as values."""


class Bug:
    def __init__(self, line, name, file, binary):
        self.line, self.name, self.file, self.binary = line, name, file, binary
        self.right = self.wrong = ""


def read_list(text):
    """Raises ValueError for a line that is none of a name, a right and a wrong line."""
    bugs = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("- "):
            bugs[-1].right = line[2:]
        elif line.startswith("+"):
            bugs[-1].wrong = line[2:]
        else:
            parts = [part.strip() for part in line.split("|")]
            if len(parts) != 3:
                raise ValueError(f"tests/mutations/list.txt:{number}: not 'name | file | binary'")
            bugs.append(Bug(number, *parts))
    return bugs
