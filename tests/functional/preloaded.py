"""The real programs with preload.c in them: a clock that stands, and a log that fails or kills."""
import contextlib
import pathlib
import shutil
import sqlite3
import struct
import subprocess
import tempfile
import time
import unittest

from stage import Holdfast, Venues


class Clock:
    """The wall clock of simulator and daemons: it stands, and the test moves it. So the moment at
    which an entry is booked, which is part of the hash, does not depend on who was killed when."""

    def __init__(self, folder):
        self.path = folder / "clock"
        self.now = int(time.time()) * 1_000_000
        self.path.write_bytes(struct.pack("=q", self.now))

    def step(self, seconds):
        self.now += seconds * 1_000_000
        with open(self.path, "r+b") as file:
            file.write(struct.pack("=q", self.now))


def build_preload(folder):
    """preload.c says what it does."""
    built = folder / "preload.so"
    source = pathlib.Path(__file__).with_name("preload.c")
    compiler = shutil.which("clang-19") or shutil.which("cc")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(built), str(source), "-ldl"],
                   check=True)
    return str(built)


class Preloaded(Holdfast):
    """A Kalshi account's daemon on the standing clock."""

    def __init__(self, venues, preload, clock, **more):
        super().__init__(venues, env={"POLY_FUNDER": None, "POLY_PRIVATE_KEY": None,
                                      "POLYGON_RPC_URLS": None}, **more)
        self.preloaded = {"LD_PRELOAD": preload, "STOPPED_CLOCK": str(clock.path)}

    def environment(self):
        return {**super().environment(), **self.preloaded}


class PreloadedCase(unittest.TestCase):
    """A folder, a standing clock, and venues on that clock."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.clock = Clock(self.folder)
        self.preload = build_preload(self.folder)
        self.venues = Venues(env={"LD_PRELOAD": self.preload,
                                  "STOPPED_CLOCK": str(self.clock.path)})
        self.addCleanup(self.venues.close)

    def daemon(self, kind=Preloaded):
        holdfast = kind(self.venues, self.preload, self.clock, interval_s=3600)
        self.addCleanup(holdfast.close)
        return holdfast


def content_of(holdfast, folder):
    """What the ledger's files hold, read from a copy: opening them here would tidy them up."""
    copy = folder / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    for suffix in ("", "-wal"):
        source = pathlib.Path(str(holdfast.ledger) + suffix)
        if source.exists():
            shutil.copyfile(source, copy / ("ledger" + suffix))
    with contextlib.closing(sqlite3.connect(copy / "ledger")) as file:
        entries = [row for row, in file.execute("SELECT entry FROM journal ORDER BY number")]
        head = file.execute("SELECT sequence, hex(head), revision FROM accounts").fetchone()
        positions = file.execute(
            "SELECT text, life, state, quantity, cost, realized_pnl, fees, opened_at, closed_at, "
            "closing_id, entries FROM positions JOIN keys ON keys.number = positions.key "
            "ORDER BY text, life").fetchall()
        journal = file.execute(
            "SELECT sequence, entry, change, price, fee, at, booked_at, hex(hash) FROM journal "
            "ORDER BY number").fetchall()
    return {"entries": entries, "head": head, "positions": positions, "journal": journal}
