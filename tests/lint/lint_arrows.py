"""What each folder may include. CMake enforces the arrows; this says them in words."""
import re

from tree import is_cpp, under

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
OUTSIDE = {"domain", "core", "ports", "net", "crypto", "platform"}
ALL = None  # whatever there is
# room -> rooms it may include besides itself. Rooms of venues/ and ledger/ are "venues/x".
ARROWS = {
    "domain": set(),
    "core": {"domain"},
    "ports": {"domain", "core"},
    "net": {"domain", "core", "ports", "build_info"},
    "crypto": {"domain", "core", "ports"},
    "platform": {"domain", "core", "ports", "build_info"},
    "venues": OUTSIDE, "chain": OUTSIDE, "ledger": OUTSIDE, "alerts": OUTSIDE,
    "books": {"domain", "core", "ports", "platform"},
    "app": {"domain", "core", "ports"},
    "api": {"domain", "core", "ports", "net", "platform", "web_assets", "build_info"},
    "cli": {"domain", "core", "ports", "net", "platform", "build_info"},
    "virtual_time": {"domain", "core", "ports"},
    "scenario": ALL, "replay": ALL, "daemon": ALL, "holdfast.cpp": ALL,
    "sim": {"domain"},
}
ROOMS = set(ARROWS) | {"web_assets", "build_info", "tests", "support", "simulation"}
# Third-party headers and the only rooms that may name them.
THIRD = [
    (r"sqlite3\.h|libpq", {"ledger"}, "SQL is the ledger's business alone"),
    (r"simdjson", {"venues", "chain", "platform", "alerts", "api", "cli", "books", "ledger"},
     "the simulator reads JSON with Boost.JSON, so that no mistake is shared with the engine; "
     "domain, core, ports and app read no JSON"),
    (r"boost/json", {"sim"}, "the engine reads JSON with simdjson"),
    (r"boost/(beast|asio/ssl)", {"net", "sim"}, "HTTP and TLS end at net; ask through ports/transport"),
    (r"openssl/|secp256k1|cryptopp/", {"crypto", "net", "ledger", "sim"},
     "keys and hashes are behind crypto and ports/signer"),
    (r"boost/asio", {"ports", "net", "crypto", "platform", "venues", "chain", "ledger", "alerts",
                     "app", "api", "cli", "daemon", "holdfast.cpp", "replay", "scenario", "sim", "virtual_time"},
     "domain, core and books are pure"),
    (r"spdlog/", {"platform", "daemon", "holdfast.cpp"}, "log through platform/log"),
    (r"CLI/", {"cli", "daemon", "holdfast.cpp", "sim"}, "arguments are the command line's business"),
]


def room_of(path):
    """('venues', 'venues/kalshi') for src/venues/kalshi/x.cpp; the second tells siblings apart."""
    parts = path.split("/")
    if parts[0] == "sim":
        return "sim", "sim"
    room = parts[1]
    if room in ("venues", "ledger") and len(parts) > 3:
        return room, "/".join(parts[1:3])
    return room, room


def check(tree):
    for path in tree.paths:
        if not is_cpp(path) or not under(path, "src", "sim"):
            continue
        room, own = room_of(path)
        if room not in ARROWS:
            yield path, 1, (f"the folder src/{room} has no arrows: add it to tests/lint/lint_arrows.py, "
                            "src/CMakeLists.txt and ARCHITECTURE.md")
            continue
        for number, line in enumerate(tree.text(path).splitlines(), 1):
            match = INCLUDE.match(line)
            if match:
                yield from ((path, number, words) for words in wrong(room, own, *match.groups()))


def wrong(room, own, mark, name):
    if mark == "<":
        for pattern, rooms, why in THIRD:
            if re.match(pattern, name):
                if room not in rooms:
                    yield f"{room} may not include <{name}>: {why}"
                return
        return
    if ".." in name.split("/"):
        yield f'"{name}" climbs out of its folder: write the path from src/ or sim/'
        return
    first = name.split("/")[0]
    if "/" not in name or first not in ROOMS:
        return  # a neighbour in the same folder
    theirs = "/".join(name.split("/")[:2]) if first in ("venues", "ledger") else first
    if theirs == own or first == own:
        return
    allowed = ARROWS[room]
    if allowed is ALL or (first in allowed and first != room):
        return
    may = ", ".join(sorted(allowed)) or "nothing"
    yield (f'{own} may not include "{name}": {own} sees {may}. Move what is shared inwards, or pass '
           "it through a door of ports/")


PLANTED = [
    {"src/core/a.cpp": '#include "app/loop.hpp"\n'},
    {"src/domain/a.hpp": '#include "core/judge.hpp"\n'},
    {"src/venues/kalshi/a.cpp": '#include "venues/polymarket/parse.hpp"\n'},
    {"src/venues/kalshi/a.cpp": '#include "chain/polygon.hpp"\n'},
    {"src/app/a.cpp": '#include "venues/kalshi/venue.hpp"\n'},
    {"src/app/a.cpp": "#include <sqlite3.h>\n"},
    {"src/core/a.cpp": "#include <boost/asio.hpp>\n"},
    {"src/venues/kalshi/a.cpp": "#include <boost/beast.hpp>\n"},
    {"sim/a.cpp": '#include "crypto/eip712.hpp"\n'},
    {"sim/a.cpp": "#include <simdjson.h>\n"},
    {"src/app/a.cpp": '#include "../core/judge.hpp"\n'},
    {"src/novel/a.cpp": "\n"},
]
CLEAN = [
    {"src/core/a.cpp": '#include "core/judge.hpp"\n#include "domain/fixed.hpp"\n#include <map>\n'},
    {"src/venues/kalshi/a.cpp": '#include "venues/kalshi/parse.hpp"\n#include <simdjson.h>\n'},
    {"src/holdfast.cpp": '#include "venues/kalshi/venue.hpp"\n'},
    {"src/ledger/sqlite/a.cpp": '#include "ledger/sqlite/db.hpp"\n#include <sqlite3.h>\n'},
    {"src/daemon/a.cpp": '#include "venues/kalshi/venue.hpp"\n'},
]
