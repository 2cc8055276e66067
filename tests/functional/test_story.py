"""The story Holdfast exists for: sixteen positions, closed by hand, seen by everybody or not."""
import json
import time
import unittest

from stage import Holdfast, Venues, eventually, free_port


class Story(unittest.TestCase):
    def setUp(self):
        self.venues = Venues()
        self.addCleanup(self.venues.close)
        self.venues.quick()

    def holdfast(self, **more):
        holdfast = Holdfast(self.venues, **more)
        self.addCleanup(holdfast.close)
        return holdfast

    def watched(self, **more):
        """A daemon whose ledger has the sixteen positions."""
        holdfast = self.holdfast(interval_s=60, **more).start()
        eventually(lambda: len(holdfast.positions()) == 16, why="sixteen positions")
        return holdfast

    def close_all_by_hand(self):
        self.venues.close_kalshi()
        self.venues.close_polymarket()
        # Until listing, activity and finalised block show it, and a listing that may be five seconds
        # old speaks of a moment after the last block with a sale in it.
        time.sleep(12)

    def test_sees_small_positions_and_subaccounts(self):
        code, status = self.holdfast().once()
        self.assertEqual(code, 0)
        self.assertEqual(status["verdict"], "agrees")
        self.assertEqual([(v["name"], v["holdings"], v["complete"]) for v in status["venues"]],
                         [("kalshi/main", 8, True), ("polymarket/main", 8, True)])
        for venue in status["venues"]:
            for field in ("venue", "verdict", "as_of", "witness"):
                self.assertTrue(venue[field], field)
        watched = self.watched()
        quantities = {p["key"]: p["quantity"] for p in watched.positions()}
        self.assertEqual(quantities["kalshi/main#2.0:KXCPIYOY-26DEC-T2.9"], "70.25")
        self.assertIn("0.05", [q for key, q in quantities.items() if key.startswith("polymarket")])

    def test_sixteen_closed_by_hand_are_closed_with_their_witness(self):
        holdfast = self.watched(port=free_port())
        held = {row["token_id"] for row in self.venues.polymarket_holdings()}
        before = int(self.venues.world()["polymarket"]["chain"]["head"])
        for token in held:
            self.assertGreater(self.venues.on_chain(token, before), 0, "held before the sale")
        self.close_all_by_hand()
        self.synced(holdfast)
        if holdfast.positions():
            self.synced(holdfast)
        self.assertEqual(holdfast.positions(), [], "closed within two passes")
        closed = holdfast.positions("closed")
        self.assertEqual(len(closed), 16)
        world = self.venues.world()
        fills = {fill["fill_id"]: fill for fill in world["kalshi"]["accounts"]["main"]["fills"]}
        head = int(world["polymarket"]["chain"]["head"])
        for position in closed:
            closing = position["closing"]
            if position["venue"] == "kalshi":
                self.assertEqual(closing["kind"], "fill")
                fill = fills[closing["id"]]
                self.assertEqual((fill["ticker"], fill["subaccount"]),
                                 (position["instrument"], position["subaccount"]))
            else:
                self.assertEqual(closing["kind"], "chain_balance")
                name, number, block_hash = closing["id"].split(":")
                self.assertEqual(name, "polygon")
                self.assertGreater(int(number), before, "a block after the sale")
                self.assertLessEqual(int(number), head)
                self.assertEqual(self.block_hash(int(number)), block_hash)
                self.assertEqual(self.venues.on_chain(position["instrument"], int(number)), 0)
        self.assertEqual({one["instrument"] for one in closed if one["venue"] == "polymarket"}, held)
        self.assertIn("Removing closed position: ", holdfast.logged())
        self.assertIn("0 active, 0 updated, 0 created, 8 deleted, 0 held back", holdfast.logged())
        holdfast.sync()
        self.assertEqual(holdfast.status()["verdict"], "agrees")
        self.commands_tell_it(holdfast, closed)
        holdfast.verified()

    def synced(self, holdfast):
        code, out, err = holdfast.run("sync")
        self.assertEqual(code, 0, out + err)
        self.assertRegex(out, r"^Asked every venue; the ledger is in step as of 20\d\d-\S+Z\.$")

    def commands_tell_it(self, holdfast, closed):
        """What is said of it on the command line, while the daemon watches and after its end."""
        code, out, err = holdfast.run("sync", "--json")
        told = json.loads(out)
        self.assertEqual((code, told["outcome"], told["error"], told["complete"]),
                         (0, "done", None, True), err)
        code, out, err = holdfast.run("drift", "--json")
        told = json.loads(out)
        self.assertEqual((code, told["drifts"], told["complete"], err), (0, [], True, ""))
        code, out, err = holdfast.run("history")
        self.assertEqual(code, 0, err)
        titles, *rows = (line.split("\t") for line in out.splitlines())
        rows = [dict(zip(titles, row)) for row in rows]
        self.assertEqual(
            {(row["POSITION"], row["CLOSED"], row["QUANTITY"], row["EVIDENCE"], row["ID"])
             for row in rows},
            {(one["key"], one["closed_at"], one["closed_quantity"], one["closing"]["kind"],
              one["closing"]["id"]) for one in closed})
        code, out, err = holdfast.run("status", "--json")
        status = json.loads(out)
        self.assertEqual((code, status["verdict"], status["positions"]), (0, "agrees", 0), err)
        holdfast.stop()
        code, out, err = holdfast.run("status", "--json")
        status = json.loads(out)
        self.assertEqual((code, status["verdict"], status["headline"]), (5, "unknown", "UNKNOWN"))
        self.assertEqual([(one["name"], one["verdict"], one["holdings"], one["as_of"],
                           one["complete"]) for one in status["venues"]],
                         [("kalshi/main", "unknown", None, None, False),
                          ("polymarket/main", "unknown", None, None, False)])
        self.assertIn("no daemon answers on ", status["text"])
        self.assertIn("The ledger has 0 open positions of 2 accounts", status["text"])
        code, out, err = holdfast.run("status")
        self.assertEqual([line.split("\t")[:4] for line in out.splitlines()[1:]],
                         [["kalshi/main", "◌ unknown", "unknown", "unknown"],
                          ["polymarket/main", "◌ unknown", "unknown", "unknown"]])

    def block_hash(self, number):
        return self.venues.rpc("eth_getBlockByNumber", hex(number), False)["hash"]

    def test_without_the_chain_nothing_of_polymarket_ends_until_a_person_says_so(self):
        holdfast = self.watched(port=free_port())
        for endpoint in ("polygon/1", "polygon/2"):
            self.venues.fault(venue=endpoint, kind="http", params={"status": 503})
        self.close_all_by_hand()
        holdfast.sync()
        holdfast.sync()
        self.assertEqual({p["venue"] for p in holdfast.positions()}, {"polymarket"})
        self.assertEqual(len(holdfast.positions()), 8)
        brakes = [case for case in holdfast.cases() if case["account"] == "polymarket/main"]
        self.assertEqual([case["reason"] for case in brakes], ["brake"])
        self.assertEqual(len(brakes[0]["keys"]), 8)
        code, out, err = holdfast.run("status", "--json")
        self.assertEqual((code, json.loads(out)["verdict"]), (3, "drift"), err)
        code, out, err = holdfast.run("cases")
        self.assertEqual(code, 0, err)
        self.assertIn(brakes[0]["id"] + "\tpolymarket/main\t8 positions\tbrake\t", out)
        code, out, err = holdfast.run("drift")
        self.assertEqual((code, out.count(brakes[0]["id"])), (3, 8), err)
        # Nobody ends eight positions without having seen which.
        code, out, err = holdfast.run("cases", "confirm", brakes[0]["id"])
        self.assertEqual((code, out), (2, ""), err)
        for key in brakes[0]["keys"]:
            self.assertIn(f"\n  {key}\n", err)
        self.assertEqual({case["confirmed_at"] for case in holdfast.cases()}, {None})
        self.assertEqual(holdfast.status()["verdict"], "drift")
        keys = brakes[0]["keys"][:3]
        code, out, err = holdfast.run("cases", "confirm", brakes[0]["id"], *keys, "--by", "me")
        self.assertEqual(code, 0, out + err)
        self.assertIn("me says that 3 positions are gone", out)
        eventually(lambda: len(holdfast.positions()) == 5, why="the three confirmed ones closed")
        self.assertEqual({p["key"] for p in holdfast.positions("closed")
                          if p["closing"]["kind"] == "person"}, set(keys))
        holdfast.sync()
        holdfast.sync()
        self.assertEqual({p["key"] for p in holdfast.positions()}, set(brakes[0]["keys"][3:]),
                         "what was said of three closes no other, now or later")
        code, out, err = holdfast.run("cases", "confirm", brakes[0]["id"], "polymarket/main#0.0:1")
        self.assertEqual((code, out), (1, ""), err)
        self.assertIn("nothing was confirmed", err)
        holdfast.verified()

    def test_a_lying_endpoint_beside_an_honest_one_closes_nothing(self):
        holdfast = self.watched()
        self.venues.fault(venue="polygon/2", kind="lie", params={"balance": "0"})
        self.venues.fault(venue="polymarket-data", endpoint="v2_positions", kind="http", params={
            "status": 200, "body": '{"data":[],"pagination":{"limit":1000,"offset":0,'
                                   '"has_more":false,"next_cursor":null}}'})
        for _ in range(3):
            holdfast.sync()
        self.assertEqual(len(holdfast.positions()), 16)
        self.assertEqual({case["reason"] for case in holdfast.cases()}, {"witness_conflict"})

    def test_a_fresh_buy_that_a_lagging_view_leaves_out_is_never_closed(self):
        made = self.venues.act({"venue": "polymarket", "do": "add_market", "slug": "fresh"})["done"][0]
        token = made["token_ids"][0]
        holdfast = self.watched()
        self.venues.act({"venue": "polymarket", "do": "buy", "wallet": self.venues.wallet(),
                         "token_id": token, "size": "7", "price": "0.5"})
        eventually(lambda: holdfast.sync() and len(holdfast.positions()) == 17, 60, "the purchase")
        for view in ({"venue": "polymarket-data", "endpoint": "v2_positions"}, {"venue": "polygon/1"},
                     {"venue": "polygon/2"}):
            self.venues.fault(kind="lag", params={"ms": 600000}, **view)
        for _ in range(3):
            self.assertEqual(holdfast.sync()[0], 200)
        # Not while the listing's moment, which may be five seconds ago, is before the buy.
        case = eventually(lambda: holdfast.sync()[0] == 200 and holdfast.cases(), why="a case")[0]
        self.assertEqual((case["instrument"], case["reason"]), (token, "unproven_absence"))
        # The venue was asked, and answered with what was before the purchase.
        for fault in self.venues.faults():
            self.assertGreaterEqual(fault["fired"], 3, fault)
        listed = holdfast.json("/api/v1/holdings")["holdings"]
        self.assertNotIn(token, [row["instrument"] for row in listed])
        bought, = [one for one in holdfast.positions() if one["instrument"] == token]
        self.assertEqual(bought["quantity"], "7")
        self.assertEqual(len(holdfast.positions()), 17)
        self.assertEqual(holdfast.positions("closed"), [])


if __name__ == "__main__":
    unittest.main()
