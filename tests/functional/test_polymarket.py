"""Polymarket: what its markets' own records say beside its listing: that trading is over, and that a
market is of a version nobody here knows."""
import time
import unittest

from stage import Holdfast, Venues, eventually


class Markets(unittest.TestCase):
    def setUp(self):
        self.venues = Venues()
        self.addCleanup(self.venues.close)
        self.venues.quick()
        self.row, self.other = [row for row in self.venues.polymarket_holdings()
                                if not row["resolved"]][:2]

    def set_market(self, row, **more):
        self.venues.act({"venue": "polymarket", "do": "set_market",
                         "condition_id": row["condition_id"], **more})

    def started(self):
        holdfast = Holdfast(self.venues, interval_s=5)
        self.addCleanup(holdfast.close)
        holdfast.start()
        eventually(lambda: len(holdfast.status()["venues"]) == 2
                   and all(one["applied_at"] for one in holdfast.status()["venues"]),
                   why="a pass of each account")
        return holdfast

    def passes(self, holdfast, count=3):
        """So many more of Polymarket; each sync shares or begins one."""
        end = time.monotonic() + 12
        for _ in range(count):
            holdfast.sync()
        while time.monotonic() < end:
            time.sleep(0.2)

    def position(self, holdfast, row):
        found = [one for one in holdfast.positions() if one["instrument"] == row["token_id"]]
        return found[0] if found else None

    def test_a_market_that_is_closed_waits_for_its_result(self):
        holdfast = self.started()
        self.assertEqual(self.position(holdfast, self.row)["phase"], "open")
        self.set_market(self.row, closed="true")
        eventually(lambda: self.position(holdfast, self.row)["phase"] == "awaiting_result",
                   why="the market's state")
        self.assertEqual(self.position(holdfast, self.other)["phase"], "open")
        self.assertEqual(holdfast.status()["verdict"], "agrees")

    def test_a_market_of_unknown_version_is_left_as_it_is(self):
        self.set_market(self.other, version="v9")
        holdfast = self.started()
        self.assertEqual(len(holdfast.positions()), 15)
        self.assertIsNone(self.position(holdfast, self.other), "nothing is adopted of it")
        self.set_market(self.row, version="v9")
        before = self.position(holdfast, self.row)["quantity"]
        self.passes(holdfast)
        self.venues.close_polymarket([self.row])
        self.passes(holdfast)
        self.assertEqual(self.position(holdfast, self.row)["quantity"], before,
                         "nothing of it is closed")
        self.assertEqual(len(holdfast.positions()), 15)
        cases = {one["instrument"]: one for one in holdfast.cases()}
        self.assertEqual(set(cases), {self.row["token_id"], self.other["token_id"]})
        for row in (self.row, self.other):
            case = cases[row["token_id"]]
            self.assertEqual((case["account"], case["reason"]), ("polymarket/main", "unknown_row"))
            self.assertIn(f"the market {row['slug']} is of version v9", case["text"])
        kalshi, polymarket = holdfast.status()["venues"]
        self.assertEqual((kalshi["verdict"], polymarket["verdict"]), ("agrees", "unknown"))
        # A Holdfast that knows the version, or a venue that takes it back: all of it is caught up with.
        for row in (self.row, self.other):
            self.set_market(row, version="v1")
        eventually(lambda: self.position(holdfast, self.other), why="the position")
        eventually(lambda: not self.position(holdfast, self.row), why="the sale")
        eventually(lambda: not holdfast.cases(), why="the end of both cases")
        holdfast.verified()


if __name__ == "__main__":
    unittest.main()
