"""Ten thousand positions: what a pass writes follows what changed, and is nothing when nothing did."""
import contextlib
import json
import sqlite3
import struct
import time
import unittest

from stage import Holdfast, Venues, eventually, free_port

POSITIONS = 10_000
CHANGED = POSITIONS // 100


class Watched:
    """One account's daemon whose passes only begin when they are asked for."""

    @classmethod
    def watch(cls, positions, **env):
        cls.venues = Venues("--positions", str(positions))
        cls.holdfast = Holdfast(cls.venues, interval_s=3600, port=free_port(), env=env)
        cls.holdfast.start()
        eventually(lambda: cls.holdfast.status()["positions"] == positions, within_s=120,
                   why=f"{positions} positions")

    @classmethod
    def tearDownClass(cls):
        cls.holdfast.close()
        cls.venues.close()

    def files(self):
        """Everything in the folders of ledger and heads: size, change time in ns, number."""
        found = {}
        for folder in (self.holdfast.ledger.parent, self.holdfast.path / ".local"):
            for path in sorted(folder.rglob("*")):
                # The index beside the log is memory that readers share; it is never synced.
                if path.is_file() and not path.name.endswith("-shm"):
                    about = path.stat()
                    found[str(path)] = (about.st_size, about.st_mtime_ns, about.st_ino)
        self.assertIn(str(self.holdfast.ledger), found)
        self.assertIn(str(self.holdfast.ledger) + "-wal", found)
        self.assertTrue([name for name in found if "/heads-" in name], found)
        return found

    def commits(self):
        """Of the log as it lies there: each committed transaction ends in one frame that says so."""
        with open(str(self.holdfast.ledger) + "-wal", "rb") as log:
            header = log.read(32)
            page, salt = struct.unpack(">I", header[8:12])[0], header[16:24]
            count = 0
            while len(frame := log.read(24 + page)) == 24 + page and frame[8:16] == salt:
                count += struct.unpack(">I", frame[4:8])[0] != 0
            return salt, count

    def sync(self):
        """One pass, to its end: so many rows may take longer than the API waits."""
        before = self.venue()["passes"]
        status, said = self.holdfast.sync()
        self.assertIn(status, (200, 202), said)

        def ended():
            venue = self.venue()
            done = venue["applied_at"] >= venue["asked_at"] and not venue["error"]
            return venue["passes"] > before and done
        eventually(ended, within_s=120, why="a pass")

    def venue(self):
        return self.holdfast.status()["venues"][0]

    def revision(self):
        return self.holdfast.status()["revision"]

    def expect_no_write(self, passes):
        """Not a byte, whatever the three passes are told."""
        self.sync()
        before, commits = self.files(), self.commits()
        for before_pass in passes:
            before_pass()
            self.sync()
        self.assertEqual(self.files(), before)
        self.assertEqual(self.commits(), commits)


class Many(Watched, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.watch(POSITIONS, POLY_FUNDER=None, POLY_PRIVATE_KEY=None, POLYGON_RPC_URLS=None)

    def test_a_pass_that_changes_nothing_writes_nothing(self):
        self.expect_no_write([lambda: None] * 3)

    def test_one_percent_changed_is_one_transaction(self):
        rows = self.venues.kalshi_holdings()
        # The log may be begun anew with the next change, so that there is one before it is read.
        self.buy_one_more_of(rows[-1:])
        self.sync()
        self.buy_one_more_of(rows[:CHANGED])
        salt, commits = self.commits()
        revision, events = self.revision(), self.newest_event()
        self.sync()
        same_salt, after = self.commits()
        self.assertEqual(same_salt, salt, "the log was not begun anew between the two looks")
        self.assertEqual(after, commits + 1, "one transaction")
        self.assertEqual(self.revision(), revision + 1, "one revision")
        told = [event["kind"] for event in self.events_after(events)]
        self.assertEqual(sorted(set(told)), ["position.updated", "sync.completed"])
        self.assertEqual(told.count("position.updated"), CHANGED)
        self.assertEqual(told.count("sync.completed"), 1)
        self.holdfast.verified()

    def test_a_list_on_the_command_line_is_complete(self):
        happened = self.read("SELECT count(*) FROM events")[0][0]
        self.assertGreaterEqual(happened, POSITIONS)
        for words, rows in ((("events",), happened), (("positions",), POSITIONS)):
            code, out, err = self.holdfast.run(*words)
            self.assertEqual(code, 0, err)
            self.assertEqual(len(out.splitlines()), rows + 1, words)
            code, out, err = self.holdfast.run(*words, "--json")
            self.assertEqual(code, 0, err)
            self.assertEqual(len(json.loads(out)[words[0]]), rows, words)
        code, out, err = self.holdfast.run("events", "--last", "3", "--json")
        last = [event["id"] for event in json.loads(out)["events"]]
        self.assertEqual((len(last), last[-1]), (3, self.newest_event()), err)

    def buy_one_more_of(self, rows):
        self.venues.act(*({"venue": "kalshi", "do": "buy", "ticker": row["ticker"],
                           "side": "no" if row["position"].startswith("-") else "yes",
                           "count": "1", "price": "0.5000", "subaccount": row["subaccount"]}
                          for row in rows))
        time.sleep(3)  # until each of the simulator's views shows it

    def newest_event(self):
        return self.read("SELECT max(id) FROM events")[0][0]

    def events_after(self, event):
        rows = self.read("SELECT kind FROM events WHERE id > ? ORDER BY id", event)
        return [{"kind": kind} for kind, in rows]

    def read(self, sql, *values):
        file = sqlite3.connect(f"file:{self.holdfast.ledger}?mode=ro", uri=True)
        with contextlib.closing(file):
            return file.execute(sql, values).fetchall()


class Prices(Watched, unittest.TestCase):
    """A wallet whose markets move while nobody trades in it."""

    @classmethod
    def setUpClass(cls):
        cls.watch(300, KALSHI_API_KEY_ID=None, KALSHI_PRIVATE_KEY_PATH=None)
        cls.venues.quick()

    def move(self, price):
        conditions = {row["condition_id"] for row in self.venues.polymarket_holdings()}
        self.venues.act(*({"venue": "polymarket", "do": "set_market", "condition_id": condition,
                           "price": price} for condition in sorted(conditions)))

    def prices(self):
        return [row["value"] for row in self.holdfast.json("/api/v1/holdings")["holdings"]]

    def test_a_pass_that_hears_other_prices_writes_nothing(self):
        seen = []

        def moved_to(price):
            return lambda: (seen.append(self.prices()), self.move(price))

        self.expect_no_write([moved_to("0.31"), moved_to("0.62"), moved_to("0.47")])
        seen.append(self.prices())
        self.assertEqual(len({tuple(each) for each in seen}), 4, "each pass heard others")


if __name__ == "__main__":
    unittest.main()
