"""Polygon: a transfer shows by itself, and neither a lying endpoint nor a reorganised chain puts a
wrong number into the ledger."""
import time
import unittest

from stage import Holdfast, Venues, eventually

STRANGER = "0x00000000000000000000000000000000000c0ffe"


class Polygon(unittest.TestCase):
    def setUp(self):
        self.venues = Venues()
        self.addCleanup(self.venues.close)
        self.venues.quick()

    def watched(self, **more):
        first = self.venues.services["polygon_1"]
        endpoints = [first, first.replace("/polygon/1", "/polygon/2").replace("127.0.0.1", "localhost"),
                     first.replace("/polygon/1", "/polygon/3")]
        holdfast = Holdfast(self.venues, polygon=",".join(endpoints), **more)
        self.addCleanup(holdfast.close)
        holdfast.start()
        eventually(lambda: len(holdfast.positions()) == 16, why="the positions")
        return holdfast

    def held(self):
        return {row["token_id"]: float(row["size"]) for row in self.venues.polymarket_holdings()}

    def booked(self, holdfast):
        return {row["instrument"]: float(row["quantity"]) for row in holdfast.positions()
                if row["venue"] == "polymarket"}

    def assert_stays_true(self, holdfast, seconds):
        end = time.monotonic() + seconds
        passes = holdfast.status()["venues"][1]["passes"]
        while time.monotonic() < end or holdfast.status()["venues"][1]["passes"] < passes + 3:
            self.assertEqual(self.booked(holdfast), self.held())
            time.sleep(0.3)

    def test_a_transfer_out_shows_without_a_pass(self):
        holdfast = self.watched(interval_s=600, transfers_s=1)
        row = next(r for r in self.venues.polymarket_holdings() if not r["resolved"])
        self.venues.act({"venue": "polymarket", "do": "transfer", "from": self.venues.wallet(),
                         "to": STRANGER, "token_id": row["token_id"], "size": row["size"]})
        eventually(lambda: row["token_id"] not in self.booked(holdfast), within_s=60,
                   why="the transfer shows long before the next pass is due")
        self.assertEqual(len(holdfast.positions()), 15)

    def test_one_of_three_that_lies_moves_nothing(self):
        holdfast = self.watched(interval_s=5)
        self.venues.fault(venue="polygon/3", kind="lie", params={"balance": "0"})
        self.venues.fault(venue="polymarket-data", endpoint="v2_positions", kind="short_rows",
                          match="status=OPEN")
        self.assert_stays_true(holdfast, 12)
        doubts = [one for one in holdfast.cases() if "polymarket" in one["account"]]
        self.assertEqual([one["reason"] for one in doubts], ["witness_conflict"], doubts)
        self.assertRegex(doubts[0]["text"], r"says 310, .* says 310, .* says 0$")

    def test_a_chain_reorganised_by_64_blocks_moves_nothing(self):
        holdfast = self.watched(interval_s=5)
        # One is not listed any more: the chain's word alone keeps it.
        self.venues.fault(venue="polymarket-data", endpoint="v2_positions", kind="short_rows",
                          match="status=OPEN")
        for _ in range(3):
            self.venues.act({"venue": "polymarket", "do": "reorganise", "depth": 64})
            self.assert_stays_true(holdfast, 6)
        doubts = [one["reason"] for one in holdfast.cases()]
        self.assertEqual(doubts, ["suspicious_empty"])
        self.venues.heal()
        eventually(lambda: not holdfast.cases(), why="the end of the case")
        self.assertEqual(len(holdfast.positions()), 16)
        holdfast.verified()

    def test_a_reorganisation_that_takes_a_sale_back_moves_nothing(self):
        holdfast = self.watched(interval_s=5)
        row = next(r for r in self.venues.polymarket_holdings() if not r["resolved"])
        token, before = row["token_id"], float(row["size"])
        self.venues.act({"venue": "polymarket", "do": "sell", "wallet": self.venues.wallet(),
                         "token_id": token, "size": "10", "price": "0.5"})
        eventually(lambda: self.booked(holdfast)[token] == before - 10, why="the sale")
        for _ in range(3):
            tip = self.venues.rpc("eth_blockNumber")
            self.assertEqual(self.venues.on_chain(token, tip), before - 10)
            self.venues.act({"venue": "polymarket", "do": "reorganise", "depth": 64})
            self.assertEqual(self.venues.on_chain(token, tip), before, "the block is there without it")
            eventually(lambda: "is gone" in holdfast.status()["venues"][1]["witness"], 15,
                       "the witness says that what its numbers rest on is gone")
            self.assert_stays_true(holdfast, 6)
        eventually(lambda: self.venues.on_chain(token, "finalized") == before - 10, why="it is mined again")
        holdfast.sync()
        eventually(lambda: not holdfast.cases(), why="no doubt is left")
        status = holdfast.status()["venues"][1]
        self.assertEqual((status["verdict"], self.booked(holdfast)), ("agrees", self.held()))
        # What is booked of the token is its purchase and its sale, each once.
        entries = [entry for entry in holdfast.json("/api/v1/journal?account=polymarket/main"
                                                    "&limit=1000")["rows"]
                   if entry["instrument"] == token and entry["change"] != "0"]
        self.assertEqual([float(entry["change"]) for entry in entries], [before, -10])
        holdfast.verified()


if __name__ == "__main__":
    unittest.main()
