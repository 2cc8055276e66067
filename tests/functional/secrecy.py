"""What must be seen nowhere, and the search for it in all that the programs say and keep.

A secret is looked for as it is, in hex, in base64 and base64url at each of their alignments, as
JSON and a URL would escape it, and backwards; and never as a whole only: a piece of 24 characters is
found too."""
import base64
import json
import urllib.parse

PIECE = 16
STRIDE = 8


def _base64_forms(content):
    """Without the characters at both ends, which depend on what stands beside the secret."""
    for shift in range(3):
        text = base64.b64encode(b"\0" * shift + content).rstrip(b"=")
        inside = text[4 if shift else 0:-1]
        yield inside
        yield inside.translate(bytes.maketrans(b"+/", b"-_"))


def forms_of(content):
    text = content.decode("latin-1")
    yield content
    yield content.hex().encode()
    yield content.hex().upper().encode()
    yield from _base64_forms(content)
    yield json.dumps(text)[1:-1].encode()
    yield json.dumps(text)[1:-1].replace("/", "\\/").encode()
    yield urllib.parse.quote(text, safe="").encode()


class Search:
    """Holds pieces of every form of every secret, and what has been searched."""

    def __init__(self):
        self.pieces = {}
        self.searched = self.searched_bytes = 0

    def hide(self, name, content):
        content = content.encode() if isinstance(content, str) else content
        if len(content) < PIECE + STRIDE:
            raise ValueError(f"{name} is too short to be told from chance")
        for form in forms_of(content):
            for written in (form, form[::-1]):
                for at in range(len(written) - PIECE + 1):
                    self.pieces.setdefault(written[at:at + PIECE], name)

    def hide_pem(self, name, pem):
        """Its lines and its bytes, without the words around them, which are in every PEM."""
        lines = [line for line in pem.splitlines() if line and "-----" not in line]
        body = "".join(lines)
        # The first bytes only say what kind of key it is.
        self.hide(name, body[40:] if len(body) > 100 else body[22:])
        self.hide(name, "\n".join(lines)[40:] if len(lines) > 1 else body[22:])
        self.hide(name, base64.b64decode(body)[30 if len(body) > 100 else 16:])

    def finds(self, content):
        """The names of the secrets of which a piece is in there."""
        content = content.encode() if isinstance(content, str) else content
        self.searched += 1
        self.searched_bytes += len(content)
        found = set()
        for at in range(0, len(content) - PIECE + 1, STRIDE):
            name = self.pieces.get(content[at:at + PIECE])
            if name:
                found.add(name)
        return found
