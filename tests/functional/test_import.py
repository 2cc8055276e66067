"""A bot's own book tells the cost of what was found; it never tells a quantity."""
import json
import unittest

from stage import Holdfast, Venues, eventually, free_port

OTHER = "0x00000000000000000000000000000000000000b0"


class Import(unittest.TestCase):
    def setUp(self):
        self.venues = Venues()
        self.addCleanup(self.venues.close)
        self.venues.quick()
        polymarket = {"venue": "polymarket"}
        made = self.venues.act({**polymarket, "do": "add_market", "slug": "a-gift"})
        self.token = made["done"][0]["token_ids"][0]
        # Somebody sends us shares: no feed tells what they cost.
        self.venues.act(
            {**polymarket, "do": "add_wallet", "owner": OTHER, "kind": "eoa", "name": "friend"},
            {**polymarket, "do": "deposit", "wallet": OTHER, "amount": "100"},
            {**polymarket, "do": "buy", "wallet": OTHER, "token_id": self.token, "size": "12",
             "price": "0.25"},
            {**polymarket, "do": "transfer", "from": OTHER, "to": self.venues.wallet(),
             "token_id": self.token, "size": "12"})
        columns = ["market_id=Market", "poly_yes.contracts=Shares", "poly_yes.cost_basis=Paid",
                   "external_ids.poly_asset_yes=Token"]
        self.holdfast = Holdfast(self.venues, port=free_port(), toml=(
            f'[[book]]\nname = "played"\npath = "played.csv"\nmode = "paper"\ncolumns = {columns}\n'
            f'[[book]]\nname = "sheet"\ncolumns = {columns}\n'))
        self.addCleanup(self.holdfast.close)
        (self.holdfast.path / "played.csv").write_text(
            f"Market,Shares,Paid,Token\ngift,12,4.1,{self.token}\n")
        self.holdfast.start()
        eventually(lambda: self.position() is not None, why="the shares are found")

    def position(self):
        rows = self.holdfast.json("/api/v1/ledger/positions?scope=open")["positions"]
        return next((row for row in rows if row["instrument"] == self.token), None)

    def book(self, contracts="12", cost="4.1", more=None):
        row = {"description": "from a friend", "status": "open", "opened_at": "2026-01-02T03:04:05Z",
               "external_ids": {"poly_asset_yes": self.token},
               "poly_yes": {"contracts": float(contracts), "cost_basis": float(cost), "avg_price": 0.3}}
        path = self.holdfast.path / "positions.json"
        path.write_text(json.dumps({"positions": {"gift": row, **(more or {})}}))
        return path


    def send(self, path, query=""):
        status, text, _ = self.holdfast.http("/api/v1/import" + query, "POST", path.read_text())
        return status, json.loads(text)

    def test_takes_the_cost_of_what_was_found_once(self):
        self.assertIsNone(self.position()["cost"], "nobody knows what a gift cost")
        revision = self.holdfast.status()["revision"]
        status, plan = self.send(self.book(), "?dry_run=1")
        self.assertEqual((status, plan["taken"], plan["rows"][0]["taken"]), (200, 0, True))
        self.assertEqual(self.holdfast.status()["revision"], revision, "a rehearsal writes nothing")
        status, done = self.send(self.book())
        self.assertEqual((status, done["taken"]), (200, 1))
        held = self.position()
        self.assertEqual((held["cost"], held["quantity"]), ("4.1", "12"))
        self.assertEqual(held["opened_at"], "2026-01-02T03:04:05.000Z")
        status, again = self.send(self.book())
        self.assertEqual((status, again["taken"]), (200, 0), "it is known now")
        lines = self.holdfast.json(f"/api/v1/instruments/{self.token}/explanation")["keys"][0]["lines"]
        self.assertTrue(any("seed of cost 4.1" in line for line in lines), lines)

    def test_never_takes_a_quantity(self):
        status, done = self.send(self.book(contracts="13"))
        self.assertEqual((status, done["taken"]), (200, 0))
        self.assertEqual(done["rows"][0]["text"], "the book says 13, held is 12")
        self.assertIsNone(self.position()["cost"])

    def test_a_bad_row_is_named_and_nothing_is_taken(self):
        bad = {"broken": {"status": "open", "poly_yes": {"contracts": "many", "cost_basis": 1}}}
        status, problem = self.send(self.book(more=bad))
        self.assertEqual(status, 400)
        self.assertIn("row broken, poly_yes.contracts", problem["detail"])
        self.assertIsNone(self.position()["cost"])


    def test_shows_the_plan_and_takes_it(self):
        code, out, err = self.holdfast.run("import", str(self.book()), "--dry-run")
        self.assertEqual(code, 0, err)
        self.assertIn("cost 4.1 for 12", out)
        self.assertIn("nothing was written", err)
        code, out, err = self.holdfast.run("import", str(self.book()))
        self.assertEqual((code, err), (0, "cost taken over for 1 positions\n"))
        self.assertEqual(self.position()["cost"], "4.1")
        code, out, err = self.holdfast.run("import", "/nowhere/positions.json")
        self.assertEqual(code, 1)
        self.assertIn("/nowhere/positions.json", err)
        bad = self.book(more={"broken": {"status": "open", "poly_yes": {"contracts": "many"}}})
        code, out, err = self.holdfast.run("import", str(bad))
        self.assertEqual((code, out), (1, ""))
        self.assertIn(f"{bad}: ", err)
        self.assertIn("row broken, poly_yes.contracts", err)

    def test_a_table_is_read_as_its_book_is(self):
        played = str(self.holdfast.path / "played.csv")
        code, out, err = self.holdfast.run("import", played)
        self.assertEqual((code, err), (0, "cost taken over for 0 positions\n"), out)
        self.assertIsNone(self.position()["cost"], "what was played for no money cost none")
        code, _, err = self.holdfast.run("import", played, "--book", "shet")
        self.assertEqual(code, 1)
        self.assertIn("no book is called shet", err)
        code, out, err = self.holdfast.run("import", played, "--book", "sheet")
        self.assertEqual((code, err), (0, "cost taken over for 1 positions\n"), out)
        self.assertEqual(self.position()["cost"], "4.1")


if __name__ == "__main__":
    unittest.main()
