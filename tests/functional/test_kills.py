"""Two hundred times kill -9, fifty of them inside a commit: what was acknowledged is there, nothing is
booked twice, and the ledger ends with the very hash of one whose daemon was never killed."""
import contextlib
import http.client
import json
import random
import shutil
import subprocess
import threading
import time
import unittest

from preloaded import Preloaded, PreloadedCase, content_of
from stage import BIN, SECRETS, eventually, heard

KILLS = 200
INSIDE = 50
EVENTS = 32
ACCOUNT = "kalshi/main"


class Killed(Preloaded):
    """A daemon that can be killed by time or inside a commit."""

    def __init__(self, venues, preload, clock, **more):
        super().__init__(venues, preload, clock, **more)
        self.acknowledged = set()
        self.told = None
        self.note = self.path / "killed-at"

    def live(self, kill_after=None, kill_at=None, until=None):
        """One life, to its end by SIGKILL; with `until`, to the moment that entry is told."""
        more = {"KILL_AT": str(kill_at), "KILL_NOTE": str(self.note)}
        more = {} if kill_at is None else more
        log = open(self.path / "daemon.log", "ab")
        process = subprocess.Popen(
            [str(BIN / "holdfast"), "serve", "--port", "0"], cwd=self.path,
            env={**self.environment(), **more}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=log, text=True)
        timer = threading.Timer(20 if kill_after is None else kill_after, process.kill)
        timer.start()
        try:
            line = process.stdout.readline()
            if line:
                SECRETS.hide("a token", self.token())
                self.port = int(line.strip().rsplit(":", 1)[1])
                self.listen(until)
            if until:
                process.kill()
            return process.wait(30)
        finally:
            timer.cancel()
            process.kill()
            process.wait(30)
            process.stdout.close()
            log.close()

    def listen(self, until):
        """Notes every entry the daemon tells of, until it is gone."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with contextlib.closing(connection), contextlib.suppress(OSError,
                                                                 http.client.HTTPException):
            while until not in self.acknowledged:
                connection.request("GET", f"/api/v1/journal?account={ACCOUNT}&limit=1000")
                answer = connection.getresponse()
                rows = json.loads(answer.read())
                assert answer.status == 200, rows
                self.acknowledged |= {row["id"] for row in rows["rows"]}
                self.told = rows
                time.sleep(0.005)
        heard("the journal", json.dumps(self.told))


class Kills(PreloadedCase):
    def setUp(self):
        super().setUp()
        self.spared = self.daemon(Killed)
        self.killed = self.daemon(Killed)
        self.dice = random.Random(20261125)
        self.kills = self.inside = self.turns = 0
        self.at = 1

    def begin(self):
        """Both have the same ledger: what was adopted names the snapshot it was seen in."""
        self.markets = [(row["ticker"], row["subaccount"])
                        for row in self.venues.kalshi_holdings()]
        self.clock.step(60)
        self.spared.start()
        eventually(lambda: len(self.spared.positions()) == 8, why="eight positions")
        self.assertEqual(self.spared.stop(), 0)
        state = self.killed.path / "state" / "holdfast"
        shutil.copytree(self.spared.path / "state" / "holdfast", state)
        self.clock.step(60)
        self.spared.start()
        eventually(lambda: self.spared.status()["complete"], why="an answer")

    def trade(self, number):
        """Buys, sells, closes, reopens and turns positions around; the fill's entry."""
        held = {(row["ticker"], row["subaccount"]): row["position"]
                for row in self.venues.kalshi_holdings()}
        ticker, subaccount = self.markets[number % len(self.markets)]
        position = held.get((ticker, subaccount), "0")
        size, side = position.lstrip("-"), "no" if position.startswith("-") else "yes"
        action = {"venue": "kalshi", "ticker": ticker, "side": side, "subaccount": subaccount,
                  "price": f"0.{self.dice.randint(10, 90)}00"}
        turn = (number + number // len(self.markets)) % 4
        if position != "0" and turn == 1:
            action.update(do="sell", count=size)  # ends it
        elif position != "0" and turn == 2:
            action.update(do="sell", count=f"{float(size) + 3:.2f}")  # to the other side
        else:
            action.update(do="buy", count=f"{self.dice.randint(1, 900) / 100:.2f}")
        said = self.venues.act(action)
        return f"fill:{ACCOUNT}:{said['done'][0]['fill_id']}"

    def check_whole(self, booked_before):
        content = content_of(self.killed, self.folder)
        entries = content["entries"]
        self.assertEqual(len(entries), len(set(entries)), "nothing is booked twice")
        self.assertLessEqual(self.killed.acknowledged, set(entries), "what was told is there")
        self.assertEqual(entries[:len(booked_before)], booked_before, "what was there is there")
        return entries

    def kill_inside(self, entry, at_sync):
        """Dies at a write of the log, each time another one. A commit that has no such write any more
        ends in a life that nobody cut short, and the turn begins again."""
        self.killed.note.unlink(missing_ok=True)
        self.at += 0 if at_sync else 3
        self.assertEqual(self.killed.live(kill_at=0 if at_sync else self.at,
                                          until=entry), -9)
        if self.killed.note.exists():
            self.places.append(self.killed.note.read_text().strip())
            self.inside += 1
            self.kills += 1
        else:
            self.assertIn(entry, self.killed.acknowledged)
            self.turns += 1
            self.at = 1 + self.turns % 3

    def test_two_hundred_kills_end_where_no_kill_ends(self):
        self.begin()
        self.places = []
        entries = content_of(self.killed, self.folder)["entries"]
        self.found = len(entries)
        for number in range(EVENTS):
            entry = self.trade(number)
            self.clock.step(30)
            status, said = self.spared.sync()
            self.assertEqual(status, 200, said)
            wanted_inside = INSIDE * (number + 1) // EVENTS
            while self.inside < wanted_inside and entry not in entries:
                # At the sync all is written: the entry is there afterwards.
                self.kill_inside(entry, number % 4 == 0 and wanted_inside - self.inside == 1)
                entries = self.check_whole(entries)
            wanted = KILLS * (number + 1) // EVENTS
            while self.kills < wanted:
                self.assertEqual(self.killed.live(kill_after=self.dice.uniform(0, 0.35)), -9)
                self.kills += 1
                entries = self.check_whole(entries)
            if entry not in entries:
                self.killed.live(until=entry)
                entries = self.check_whole(entries)
            self.assertIn(entry, entries)
        self.assertEqual((self.kills, self.inside), (KILLS, INSIDE))
        self.assert_many_places()
        self.assert_same_end(entries)

    def assert_many_places(self):
        """The commits were cut at many places, in writes and before them, and at the sync."""
        self.assertGreater(len(set(self.places)), 15, self.places)
        self.assertEqual({place.rsplit(" ", 1)[0] for place in self.places},
                         {"half a write", "write", "sync"})

    def assert_same_end(self, entries):
        # The daemon that was never killed still runs; what it holds is what a reader sees.
        spared = content_of(self.spared, self.folder)
        killed = content_of(self.killed, self.folder)
        self.assertEqual(killed["journal"], spared["journal"])
        self.assertEqual(killed["positions"], spared["positions"])
        self.assertEqual(killed["head"], spared["head"], "sequence, hash and revision")
        self.assertEqual(len(entries), self.found + EVENTS, "each trade once")
        self.killed.start()
        eventually(lambda: self.killed.status()["complete"], why="an answer")
        self.assertEqual(self.killed.status()["verdict"], "agrees")
        shown = {(p["key"].rsplit(":", 1)[1], p["quantity"]) for p in self.killed.positions()}
        self.assertEqual(shown, {(row["ticker"], row["position"])
                                 for row in self.venues.kalshi_holdings()})
        for holdfast in (self.killed, self.spared):
            self.assertEqual(holdfast.stop(), 0)
            holdfast.verified()


if __name__ == "__main__":
    unittest.main()
