"""The tables of docs/pnl.md, written from pnl_table.py. Run it to write them anew."""
import pathlib

from pnl_table import EVENTS, NOT_THERE, TABLE

DOCUMENT = pathlib.Path(__file__).parents[2] / "docs" / "pnl.md"
BEGIN = "## What each event does\n"


def matrix():
    """For each event and venue its rows, or why there are none."""
    lines = ["| Event | " + " | ".join(TABLE) + " |", "|---" * (len(TABLE) + 1) + "|"]
    for event in EVENTS:
        cells = []
        for venue, rows in TABLE.items():
            names = [one.name for one in rows if one.event == event]
            why = NOT_THERE.get((venue, event))
            assert bool(names) != bool(why), f"{venue}, {event}: rows, or a reason why none"
            cells.append("; ".join(names) if names else "n/a: " + why)
        lines.append(f"| {event} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def figures(rows):
    """What must be in the ledger for each row of one venue, a line for each life of a position."""
    lines = ["| Event | Row | Side | Held | Cost | Realised | Fees | Funding | Unpriced | Causes "
             "| Then |", "|---" * 11 + "|"]
    for row in rows:
        for side, leg in row.legs.items():
            for number, life in enumerate(leg.lives, 1):
                last = number == len(leg.lives)
                end = leg.phase if last else "closed"
                cells = [row.event, row.name, side or "-",
                         *("unknown" if figure is None else figure for figure in life),
                         ", ".join(leg.causes) if last else "", end]
                lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def section():
    parts = [BEGIN, """The rows that `tests/functional/pnl_table.py` works out by hand, with the arithmetic beside each, and
`test_pnl_*.py` let happen on the real programs. `n/a` says why there is none.

""", matrix(), """
The figures of each row, as ledger, `positions`, `history` and `pnl` must then have them: what is held
and what it cost, what it brought, fees and funding apart, how much of it is unpriced, the causes of its
entries by time, and where it then is in its life. A position that a row ends and opens again has a line
for each life.
"""]
    for venue, rows in TABLE.items():
        parts += [f"\n### {venue}\n", figures(rows)]
    return "".join(parts)


if __name__ == "__main__":
    text = DOCUMENT.read_text()
    DOCUMENT.write_text(text[:text.index(BEGIN)] + section())
