"""A case's life in a person's hands: notes and dismissal, its message in the outbox, and the gate that
programs ask before they enter. All of it outlives a restart."""
import json
import unittest
import urllib.parse
from decimal import Decimal

from stage import Holdfast, Venues, eventually, free_port


class Cases(unittest.TestCase):
    def setUp(self):
        self.venues = Venues()
        self.addCleanup(self.venues.close)
        self.venues.quick()
        self.holdfast = Holdfast(self.venues, interval_s=60, port=free_port())
        self.addCleanup(self.holdfast.close)
        self.start()

    def start(self):
        self.holdfast.start()
        eventually(lambda: self.holdfast.status()["complete"], why="a first answer")

    def alerts(self, scope="active"):
        """Of cases: the demo's wallets hold winners, too, which say that they wait to be redeemed."""
        alerts = self.holdfast.json(f"/api/v1/alerts?scope={scope}")["alerts"]
        self.assertTrue(any("to claim" in one["text"] for one in alerts if one["case"] is None))
        return [one for one in alerts if one["case"] is not None]

    def gates(self):
        code, out, err = self.holdfast.run("gate", "--json")
        rows = json.loads(out)["gates"]
        shut = {row["gate"] for row in rows} - {"open"}
        self.assertEqual(code, 3 if "reduce_only" in shut else 5 if shut else 0, err)
        return {(row["account"], row["instrument"]): row for row in rows}

    def may_enter(self, *words):
        """`holdfast gate X && enter`"""
        code, _, err = self.holdfast.run("gate", *words)
        self.assertIn(code, (0, 3, 5), err)
        return code == 0

    def contradicted(self, on=True):
        """The chain contradicts the listing about one token: its key alone is in doubt."""
        self.venues.heal()
        if on:
            self.token = self.venues.polymarket_holdings()[0]["token_id"]
            for endpoint in ("polygon/1", "polygon/2"):
                self.venues.fault(venue=endpoint, kind="lie",
                                  params={"balance": "7000000", "token": self.token})
        self.holdfast.sync()

    def test_contracts_moved_between_subaccounts_end_nothing_without_a_word(self):
        """Nobody knows whether Kalshi can; it would leave no fill (docs/venues/uncertain.md, K28)."""
        row = next(row for row in self.venues.kalshi_holdings()
                   if row["subaccount"] == 0 and not row["position"].startswith("-"))
        self.venues.act({"venue": "kalshi", "do": "move_position", "ticker": row["ticker"],
                         "count": row["position"], "from_subaccount": 0, "to_subaccount": 5,
                         "shard": row["shard"]})

        def of_it(scope="open"):
            return {one["subaccount"]: one for one in self.holdfast.positions(scope)
                    if one["instrument"] == row["ticker"]}

        case = eventually(lambda: self.holdfast.sync() and self.holdfast.cases(), why="a case")[0]
        self.assertEqual((case["reason"], case["instrument"]), ("unproven_absence", row["ticker"]))
        held = eventually(lambda: self.holdfast.sync() and len(of_it()) == 2 and of_it(),
                          why="what arrived")
        self.assertEqual(set(held), {0, 5})
        self.assertIsNone(held[5]["cost"], "no fill tells what it cost")
        self.assertEqual(self.holdfast.status()["verdict"], "drift")
        code, out, err = self.holdfast.run("cases", "confirm", case["id"], case["key"], "--by", "me")
        self.assertEqual(code, 0, out + err)
        eventually(lambda: self.holdfast.sync() and set(of_it()) == {5}, why="a person's word")
        self.assertEqual(of_it("closed")[0]["closing"]["kind"], "person")

    def test_note_dismissal_and_message_outlive_a_restart(self):
        self.assertEqual(self.alerts(), [])
        self.contradicted()
        case = self.holdfast.cases()[0]
        self.assertEqual(case["reason"], "witness_conflict")
        self.assertEqual(case["waits_for"], "agreement")
        self.assertEqual({e["kind"] for e in case["evidence"]}, {"listing", "chain_balance"})
        self.assertIn("waits for " + case["waits_text"], self.alerts()[0]["text"])
        code, out, err = self.holdfast.run("cases")
        self.assertIn(case["waits_text"], out)
        raised = self.alerts()
        self.assertEqual([(a["case"], a["severity"], a["edits"]) for a in raised],
                         [(case["id"], "warning", 0)])
        self.holdfast.sync()
        self.assertEqual(self.alerts(), raised, "the same is not said again")

        code, out, err = self.holdfast.run("cases", "note", case["id"], "asked the provider",
                                           "--by", "me")
        self.assertEqual(code, 0, out + err)
        code, out, err = self.holdfast.run("cases", "dismiss", case["id"], "theirs", "--by", "me")
        self.assertEqual(code, 0, out + err)
        for _ in range(2):
            self.holdfast.sync()
            self.assertEqual(self.alerts(), [], "silent while it is the same")
            case = self.holdfast.cases()[0]
            self.assertEqual(case["state"], "dismissed")
            self.assertRegex(case["note"], r"me: asked the provider\n.*me: theirs$")
            self.assertEqual(case["evidence"][-1]["kind"], "person")
            self.assertEqual(self.holdfast.status()["verdict"], "drift", "no verdict by a word")
            self.assertEqual([a["state"] for a in self.alerts("all")], ["silenced"])
            self.holdfast.stop()
            self.start()
        code, out, err = self.holdfast.run("cases", "dismiss", case["id"])
        self.assertEqual((code, out), (1, ""))
        self.assertIn("dismissed already", err)

        self.contradicted(on=False)
        self.assertEqual(self.holdfast.cases(), [])
        ended = self.alerts("all")
        self.assertEqual([(a["case"], a["state"]) for a in ended], [(case["id"], "resolved")])
        self.assertGreaterEqual(ended[0]["edits"], 2)
        code, out, err = self.holdfast.run("cases")
        self.assertEqual((code, len(out.splitlines())), (0, 1), err)
        code, out, err = self.holdfast.run("cases", "--all")
        row = dict(zip(*(line.split("\t") for line in out.splitlines())))
        self.assertEqual((code, row["CASE"], row["POSITION"]), (0, case["id"], case["key"]), err)
        self.assertTrue(row["ENDED"], row)
        code, out, err = self.holdfast.run("alerts", "--all", "--json")
        self.assertIn(ended[0], json.loads(out)["alerts"], err)
        code, _, err = self.holdfast.run("cases", "note", case["id"], "late")
        self.assertEqual(code, 1)
        self.assertIn("No open case", err)
        self.holdfast.verified()

    def test_a_dismissed_case_wakes_when_it_is_another(self):
        self.contradicted()
        case = self.holdfast.cases()[0]
        self.assertEqual(self.holdfast.run("cases", "dismiss", case["id"])[0], 0)
        # Now its amount cannot be read at all.
        self.venues.fault(venue="polymarket-data", endpoint="v2_positions", kind="set_field",
                          params={"field": "current_size", "json": "1e-30"})
        self.holdfast.sync()
        again = next(c for c in self.holdfast.cases() if c["key"] == case["key"])
        self.assertEqual((again["id"], again["state"], again["reason"]),
                         (case["id"], "suspected", "unknown_row"))
        self.assertIn(case["id"], [a["case"] for a in self.alerts()])

    def test_the_gate(self):
        gates = self.gates()
        self.assertEqual(len(gates), 2 + 16)
        ended = {token["token_id"] for token in self.venues.polymarket_holdings()
                 if token["resolved"]}
        shut = {instrument: row["reason"] for (_, instrument), row in gates.items()
                if row["gate"] != "open"}
        self.assertEqual(shut, {token: "market_closed" for token in ended})
        self.contradicted()
        gates = self.gates()
        shut = gates[("polymarket/main", self.token)]
        self.assertEqual((shut["gate"], shut["reason"], shut["exits"]),
                         ("blocked", "witness_conflict", "open"))
        self.assertEqual({instrument for (_, instrument), row in gates.items()
                          if row["gate"] != "open"}, {self.token} | ended)
        other = next(instrument for (account, instrument), row in gates.items()
                     if account == "polymarket/main" and instrument and row["gate"] == "open")
        self.assertEqual((self.may_enter(self.token), self.may_enter(other)), (False, True))
        # A venue that cannot be read blocks all of its account, and no other.
        self.venues.heal()
        self.venues.fault(venue="kalshi", kind="unauthorised")
        self.holdfast.sync()
        gates = self.gates()
        self.assertEqual({row["gate"] for (account, _), row in gates.items()
                          if account == "kalshi/main"}, {"blocked"})
        self.assertEqual({row["reason"] for (account, _), row in gates.items()
                          if account == "kalshi/main"}, {"unauthorised"})
        self.assertEqual({instrument for (account, instrument), row in gates.items()
                          if account == "polymarket/main" and row["gate"] != "open"}, ended)
        self.assertFalse(self.may_enter(other), "the other account's own gate is shown with it")
        self.assertTrue(self.may_enter(other, "--account", "polymarket/main"))
        self.assertEqual({row["exits"] for row in gates.values()}, {"open"})
        # Neither a row that cannot be read nor a restart opens an account that is silent.
        self.venues.heal()
        row = self.venues.kalshi_holdings()[0]["ticker"]
        self.venues.fault(venue="kalshi", endpoint="positions", kind="set_field",
                          params={"field": "position_fp", "json": '"x1"', "row": row})
        self.holdfast.sync()
        gates = self.gates()
        self.assertEqual((gates["kalshi/main", row]["reason"], gates["kalshi/main", None]["gate"]),
                         ("unknown_row", "open"))
        self.holdfast.stop()
        self.venues.heal()
        self.venues.fault(venue="kalshi", kind="timeout")
        self.holdfast.start()
        gates = self.gates()
        self.assertEqual({row["gate"] for (account, _), row in gates.items()
                          if account == "kalshi/main"}, {"blocked"})
        self.venues.heal()
        eventually(lambda: self.holdfast.status()["complete"], why="an answer")
        # An instrument that is not held has its account's gate.
        rows = self.holdfast.json("/api/v1/gates?instrument=NEVER-HELD")["gates"]
        self.assertEqual([(row["account"], row["instrument"]) for row in rows],
                         [("kalshi/main", None), ("polymarket/main", None)])
        self.assertEqual(self.holdfast.http("/api/v1/gates?account=kalshi/mian")[0], 404)
        # A market that pauses is shut for entries, one that closes too.
        for status, reason in (("inactive", "market_paused"), ("closed", "market_closed")):
            self.venues.act({"venue": "kalshi", "do": "set_market", "ticker": row,
                             "status": status})
            self.holdfast.sync()
            code, out, err = self.holdfast.run("gate", row)
            self.assertEqual(code, 5, out + err)
            line = next(line for line in out.splitlines() if row in line).split("\t")
            self.assertEqual(line[1:4], [row, "blocked", reason])

    def raw(self, case):
        target = f"/api/v1/cases/{urllib.parse.quote(case['id'], safe='')}/raw"
        status, body = self.holdfast.http(target)[:2]
        return json.loads(body)["answers"] if status == 200 else status

    def test_the_bytes_of_refused_passes_and_of_those_that_changed_nothing(self):
        key = self.holdfast.json("/api/v1/ledger/positions")["positions"][0]
        self.venues.fault(venue="kalshi", kind="unauthorised")
        self.holdfast.sync()
        case = next(c for c in self.holdfast.cases() if c["account"] == "kalshi/main")
        self.assertEqual((case["reason"], case["waits_for"]), ("unauthorised", "credentials"))
        self.assertEqual([e["kind"] for e in case["evidence"]], ["answer"])
        first = self.raw(case)
        self.assertIn(401, [a["status"] for a in first])
        self.assertIn((case["evidence"][0]["id"], case["evidence"][0]["at"]),
                      [(a["source"], a["at"]) for a in first])
        self.holdfast.sync()
        second = self.raw(case)
        self.assertGreater(len(second), len(first), "the newest refusal too, though it is not kept")
        self.assertEqual(second[:len(first)], first)
        # A pass that changes nothing leaves its bytes in memory, under the snapshot explain names.
        self.venues.heal()
        self.holdfast.sync()
        self.holdfast.sync()
        code, out, err = self.holdfast.run("explain", key["key"], "--raw", "--json")
        self.assertEqual(code, 0, out + err)
        told = json.loads(out)
        snapshot = told["explanation"]["keys"][0]["snapshot"]["id"]
        newest = [raw for target, raw in told["raw"].items() if target.startswith("/api/v1/snap")]
        self.assertIn(snapshot, [raw["snapshot"] for raw in newest if raw])
        code, out, err = self.holdfast.run("explain", key["key"], "--raw")
        self.assertEqual(code, 0, out + err)
        self.assertRegex(out, r"(?m)^    \d{4}-\S+Z \S+ \w+ \S+ -> 200$")
        self.assertEqual(self.holdfast.run("explain", key["key"])[1].count("bytes of"), 0)


class Claims(unittest.TestCase):
    """What waits to be redeemed says so, also to an engine that was started again, until it is; and
    nothing is wrong with it."""

    def test_a_winner_is_told_of_until_it_is_redeemed(self):
        venues = Venues()
        self.addCleanup(venues.close)
        venues.quick()
        made = venues.act({"venue": "polymarket", "do": "add_market", "slug": "claims",
                           "question": "Will it pay?", "price": "0.4"})
        market = made["done"][0]
        token = market["token_ids"][0]
        venues.act({"venue": "polymarket", "do": "buy", "wallet": venues.wallet(),
                    "token_id": token, "size": "10", "price": "0.4"})
        holdfast = Holdfast(venues, interval_s=600, port=free_port())
        self.addCleanup(holdfast.close)
        holdfast.start()
        held = lambda: holdfast.sync()[0] == 200 and [
            row for row in holdfast.positions() if row["instrument"] == token]
        eventually(held, why="the purchase is known")
        before = holdfast.status()
        to_claim = lambda status: sum(Decimal(one["to_claim"]) for one in status["venues"]
                                      if one["venue"] == "polymarket")
        claims = lambda scope="active": [
            one for one in holdfast.json(f"/api/v1/alerts?scope={scope}")["alerts"]
            if one["case"] is None and token in one["key"]]
        self.assertEqual(claims(), [])
        venues.act({"venue": "polymarket", "do": "resolve",
                    "condition_id": market["condition_id"], "first_payout": "1"})
        told = eventually(lambda: holdfast.sync() and claims(), why="it waits to be redeemed")[0]
        self.assertIn("10 to claim", told["text"])
        self.assertEqual((told["severity"], told["state"], told["edits"]), ("info", "active", 0))
        status = holdfast.status()
        self.assertEqual(to_claim(status) - to_claim(before), 10)
        for name in ("verdict", "exit_code", "cases", "drifts"):
            self.assertEqual(status[name], before[name], name)
        code, out, err = holdfast.run("alerts", "--csv")
        self.assertIn("10 to claim", out, err)
        holdfast.stop()
        holdfast.start()
        eventually(lambda: holdfast.status()["complete"], why="a first answer")
        self.assertEqual(claims(), [told], "the same is not said again")
        venues.act({"venue": "polymarket", "do": "redeem", "wallet": venues.wallet(),
                    "condition_id": market["condition_id"]})
        eventually(lambda: holdfast.sync() and not claims(), why="it is redeemed")
        ended = claims("all")
        self.assertEqual([(one["id"], one["state"]) for one in ended], [(told["id"], "resolved")])
        self.assertIn("; ended by ", ended[0]["text"])
        holdfast.stop()
        holdfast.verified()


if __name__ == "__main__":
    unittest.main()
