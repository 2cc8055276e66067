"""The overview as other programs read it: three parts, four counts, one round for a hundred readers."""
import concurrent.futures
import json
import time
import unittest

from stage import Holdfast, Venues, eventually

CACHE_S = 3


class Overview(unittest.TestCase):
    def setUp(self):
        self.venues = Venues()
        self.addCleanup(self.venues.close)
        self.holdfast = Holdfast(self.venues, interval_s=600, toml=f"[http]\ncache_s = {CACHE_S}\n")
        self.addCleanup(self.holdfast.close)
        self.holdfast.start()
        eventually(lambda: self.holdfast.status()["complete"], why="a first answer")

    def rounds(self):
        counters = self.venues.world()["counters"]
        # A round asks Kalshi for its mark once, and Polymarket for open and for lost positions.
        return {"kalshi": counters.get("kalshi user_data_timestamp", 0),
                "polymarket": counters.get("polymarket-data v2_positions", 0) / 2}

    def test_shows_what_is_held_beside_the_ledger_with_all_four_counts(self):
        overview = self.holdfast.json("/api/positions/overview")
        self.assertEqual(set(overview) >= {"internal", "external", "reconciliation"}, True)
        self.assertEqual(len(overview["external"]["kalshi"]), 8)
        self.assertEqual(len(overview["external"]["polymarket"]), 8)
        self.assertEqual(overview["reconciliation"]["summary"],
                         {"match": 16, "mismatch": 0, "unknown_mapping": 0, "api_error": 0})
        self.assertEqual(overview["internal"]["source"], "ledger")
        external = self.holdfast.json("/api/positions/external")["external"]
        self.assertEqual(len(external["kalshi"]), 8)
        self.assertEqual(self.holdfast.http("/api/trading/positions?platform=nowhere")[0], 400)
        self.assertEqual(len(self.holdfast.json("/api/trading/positions?platform=kalshi")
                             ["positions"]), 8)
        self.assertEqual(self.holdfast.json("/positions")["count"], 8)

    def test_a_hundred_readers_cause_one_round_per_venue(self):
        time.sleep(CACHE_S + 0.5)  # the first answer is older than the cache now
        before, began = self.rounds(), time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(100) as readers:
            answers = list(readers.map(
                lambda _: self.holdfast.http("/api/positions/overview")[0], range(100)))
        self.assertEqual(set(answers), {200})
        after = self.rounds()
        # One round per venue and cache time: a machine that is slow enough sees a second one begin.
        most = 1 + int((time.monotonic() - began) / CACHE_S)
        for name, count in after.items():
            self.assertGreaterEqual(count - before[name], 1, name)
            self.assertLessEqual(count - before[name], most, name)

    def test_a_row_that_cannot_be_read_leaves_the_others_compared(self):
        row = self.venues.kalshi_holdings()[0]["ticker"]
        self.venues.fault(venue="kalshi", endpoint="positions", kind="set_field",
                          params={"field": "position_fp", "json": '"x1"', "row": row})
        self.holdfast.sync()
        overview = self.holdfast.json("/api/positions/overview")
        self.assertEqual(overview["reconciliation"]["summary"],
                         {"match": 15, "mismatch": 0, "unknown_mapping": 0, "api_error": 1})
        self.assertEqual((overview["complete"], set(overview["errors"])), (False, {"kalshi"}))
        self.assertIn(f"1 row cannot be read, the others go on: {row} (", overview["errors"]["kalshi"])
        unread = [one for one in overview["external"]["kalshi"] if one["verdict"] != "agrees"]
        self.assertEqual([(one["market_ticker"], one["contracts"], one["verdict"])
                          for one in unread], [(row, None, "unknown")])
        polymarket = self.holdfast.json("/positions")
        self.assertEqual((polymarket["complete"], polymarket["count"]), (True, 8))
        self.assertNotIn("errors", polymarket)

    def test_one_venues_failure_never_empties_another(self):
        self.venues.fault(venue="kalshi", kind="http", params={"status": 502})
        time.sleep(CACHE_S + 0.5)
        overview = self.holdfast.json("/api/positions/overview?refresh_external=1")
        self.assertEqual(len(overview["external"]["kalshi"]), 8, "the last good rows stay")
        self.assertEqual(len(overview["external"]["polymarket"]), 8)
        self.assertIn("kalshi", json.dumps(overview.get("errors", {}))
                      + json.dumps(overview["external"].get("errors", {})))


class Unheard(unittest.TestCase):
    def test_a_venue_with_a_wrong_key_is_unknown_and_not_flat(self):
        venues = Venues()
        self.addCleanup(venues.close)
        venues.fault(venue="kalshi", kind="http", params={"status": 401})
        holdfast = Holdfast(venues, interval_s=600)
        self.addCleanup(holdfast.close)
        holdfast.start()
        eventually(lambda: holdfast.http("/positions")[0] == 200, why="Polymarket's first answer")
        overview = holdfast.json("/api/positions/overview")
        self.assertIsNone(overview["external"]["kalshi"])
        self.assertEqual(len(overview["external"]["polymarket"]), 8)
        self.assertEqual((overview["complete"], set(overview["errors"])), (False, {"kalshi"}))
        unified = holdfast.json("/api/trading/positions")
        self.assertEqual((unified["success"], len(unified["positions"])), (False, 8))


if __name__ == "__main__":
    unittest.main()
