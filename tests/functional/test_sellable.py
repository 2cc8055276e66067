"""What of a position can be sold now: in the API and in `explain`, with its reasons; unknown where
somebody is silent, and nothing else suffers from that."""
import json
import unittest
from decimal import Decimal

from stage import Holdfast, Venues, eventually

API_KEY = "11111111-2222-4333-8444-555555555555"
API_SECRET = "c2NlbmFyaW8tc2VjcmV0LW9mLXRoZS1zaW11bGF0b3I="


class Sellable(unittest.TestCase):
    def setUp(self):
        self.venues = Venues("--port-polymarket-clob", "0")
        self.addCleanup(self.venues.close)
        self.venues.quick()
        self.venues.act({"venue": "polymarket", "do": "add_api_key", "api_key": API_KEY,
                         "secret": API_SECRET, "passphrase": "sellable",
                         "wallet": self.venues.wallet()})

    def started(self, with_key=True):
        env = {"POLY_PRIVATE_KEY": None,
               "POLY_CLOB_API_BASE": self.venues.services["polymarket_clob"]}
        holdfast = Holdfast(self.venues, interval_s=5, env=env)
        self.addCleanup(holdfast.close)
        if with_key:
            lines = holdfast.path / "clob.txt"
            lines.write_text(f"{API_KEY}\n{API_SECRET}\nsellable\n")
            lines.chmod(0o600)
            holdfast.env["POLY_API_CREDENTIALS_PATH"] = str(lines)
            holdfast.write_env()
        holdfast.start()
        eventually(lambda: holdfast.status()["complete"], why="all answers")
        with open(holdfast.path / "holdfast.toml", "a") as toml:
            toml.write(f"\n[http]\nport = {holdfast.port}\n")
        return holdfast

    def of(self, holdfast, instrument):
        return next(one for one in holdfast.positions() if one["instrument"] == instrument)

    def test_parts_sum_and_every_reason_comes_and_goes(self):
        holdfast = self.started()
        for position in holdfast.positions():
            sellable = position["sellable"]
            self.assertIsNotNone(sellable["quantity"], position)
            parts = sum(Decimal(part["quantity"]) for part in sellable["parts"])
            self.assertEqual(Decimal(sellable["quantity"]) + parts,
                             abs(Decimal(position["quantity"])), position)
        row = next(row for row in self.venues.polymarket_holdings()
                   if not row["resolved"] and Decimal(row["size"]) >= 5)
        size = Decimal(row["size"])
        forbid = {"venue": "polymarket", "do": "approve_sales", "wallet": self.venues.wallet(),
                  "token_id": row["token_id"]}
        self.venues.act({**forbid, "approved": False})
        eventually(lambda: self.of(holdfast, row["token_id"])["sellable"]["quantity"] == "0",
                   why="the approval is gone")
        position = self.of(holdfast, row["token_id"])
        self.assertEqual(position["sellable"]["parts"][-1]["reason"], "not_approved")
        self.assertEqual((Decimal(position["quantity"]), position["verdict"]), (size, "agrees"))
        self.venues.act({**forbid, "approved": True})
        eventually(lambda: Decimal(self.of(holdfast, row["token_id"])["sellable"]["quantity"])
                   > size - Decimal("0.01"), why="it is back")
        self.venues.act({"venue": "polymarket", "do": "set_market",
                         "condition_id": row["condition_id"], "closed": "true"})
        eventually(lambda: [part["reason"] for part in
                            self.of(holdfast, row["token_id"])["sellable"]["parts"]] == ["market"],
                   why="nobody trades it")

        ticker = self.venues.kalshi_holdings()[0]["ticker"]
        held = abs(Decimal(self.of(holdfast, ticker)["quantity"])).normalize()
        code, out, err = holdfast.run("explain", ticker)
        self.assertEqual(code, 0, out + err)
        self.assertIn(f"sellable now {held:f} of {held:f}\n", out)

    def test_who_is_silent_makes_it_unknown_and_nothing_else(self):
        holdfast = self.started(with_key=False)
        polymarket = [one for one in holdfast.positions() if one["venue"] == "polymarket"
                      and one["market_state"] == "open"]
        self.assertTrue(polymarket)
        for position in polymarket:
            self.assertIsNone(position["sellable"]["quantity"])
            self.assertIn("POLY_API_CREDENTIALS_PATH", position["sellable"]["reason"])
        ticker = self.venues.kalshi_holdings()[0]["ticker"]
        self.assertIsNotNone(self.of(holdfast, ticker)["sellable"]["quantity"])
        self.venues.fault(kind="http", venue="kalshi", endpoint="orders", params={"status": "403"})
        eventually(lambda: self.of(holdfast, ticker)["sellable"]["quantity"] is None,
                   why="Kalshi tells no orders")
        status = holdfast.status()
        self.assertEqual(status["verdict"], "agrees", json.dumps(status)[:600])
        self.venues.heal()
        eventually(lambda: self.of(holdfast, ticker)["sellable"]["quantity"] is not None,
                   why="Kalshi tells them again")
        holdfast.verified()


if __name__ == "__main__":
    unittest.main()
