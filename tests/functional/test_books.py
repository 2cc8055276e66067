"""Several books beside each other: a positions.json and a table, each with a verdict of its own, and the
ids that a book without them is given on a copy."""
import json
import unittest

from stage import Holdfast, Venues, eventually, free_port

TICKER = "KXBOOK-27-A"


class Books(unittest.TestCase):
    def setUp(self):
        self.venues = Venues()
        self.addCleanup(self.venues.close)
        self.venues.quick()
        self.venues.act(
            {"venue": "kalshi", "do": "add_market", "ticker": TICKER, "event_ticker": "KXBOOK-27",
             "title": "A book"},
            {"venue": "kalshi", "do": "buy", "ticker": TICKER, "count": "30", "price": "0.40"})
        self.holdfast = Holdfast(self.venues, interval_s=600, port=free_port(), toml=(
            '[[book]]\nname = "bot"\npath = "bot.json"\n'
            '[[book]]\nname = "sheet"\npath = "sheet.csv"\n'
            'columns = ["market_id=Market", "kalshi_yes.contracts=YES", '
            '"external_ids.kalshi_market_ticker=Ticker"]\n'))
        self.addCleanup(self.holdfast.close)
        self.write("bot.json", json.dumps({"positions": {
            f"Will {TICKER} be?": {"status": "open", "kalshi_yes": {"contracts": 20}}}}))
        self.write("sheet.csv", f"Market,YES,Ticker\nmine,10,{TICKER}\n")
        self.holdfast.start()
        # The venue lists a trade a moment after it was made.
        eventually(self.is_held, why="the purchase is known")

    def is_held(self):
        return self.holdfast.sync()[0] == 200 and any(
            row["instrument"] == TICKER for row in self.holdfast.positions())

    def write(self, name, text):
        (self.holdfast.path / name).write_text(text)

    def verdicts(self):
        books = self.holdfast.json("/api/v1/books")["books"]
        return {book["name"]: book["summary"] for book in books}

    def entry(self, book, market):
        return self.holdfast.json(f"/api/v1/books/{book}")["reconciliation"]["by_market_id"][market]

    def test_each_has_its_verdict_and_what_both_claim_is_summed(self):
        bot = f"Will {TICKER} be?"
        self.assertEqual(self.entry("bot", bot)["status"], "unknown_mapping")
        # Alone the table claims 10 of the 30 that are held.
        self.assertEqual(self.entry("sheet", "mine")["status"], "mismatch")
        code, out, err = self.holdfast.run("books", "map", "bot", "--write", "mapped.json")
        self.assertEqual(code, 0, err)
        self.assertIn(TICKER, out)
        mapped = json.loads((self.holdfast.path / "mapped.json").read_text())
        self.assertEqual(mapped["positions"][bot]["external_ids"], {"kalshi_market_ticker": TICKER})
        self.assertNotIn("external_ids", (self.holdfast.path / "bot.json").read_text())
        code, _, err = self.holdfast.run("books", "map", "bot", "--write", "mapped.json")
        self.assertNotEqual(code, 0, "a file that is there is not overwritten")
        self.assertIn("exists already", err)

        self.write("bot.json", json.dumps(mapped))
        eventually(lambda: self.entry("bot", bot)["status"] == "match", why="20 and 10 are 30")
        self.assertEqual(self.entry("sheet", "mine")["status"], "match")
        self.assertIn("shared", self.entry("bot", bot)["sub_reasons"])

    def test_half_a_file_changes_nothing_but_the_error(self):
        before = self.entry("sheet", "mine")
        self.write("sheet.csv", f"Market,YES,Ticker\nmine,1")
        head = lambda: self.holdfast.json("/api/v1/books/sheet")["book"]
        eventually(lambda: head()["error"], why="it says so")
        self.assertEqual(self.entry("sheet", "mine"), before)
        self.write("sheet.csv", f"Market,YES,Ticker\nmine,30,{TICKER}\n")
        eventually(lambda: head()["error"] is None, why="it is whole again")
        self.assertEqual(self.entry("sheet", "mine")["status"], "match")

    def test_a_column_for_nothing_is_refused_at_the_start(self):
        broken = Holdfast(self.venues, toml=(
            '[[book]]\nname = "sheet"\npath = "sheet.csv"\ncolumns = ["kalshi_maybe=YES"]\n'))
        self.addCleanup(broken.close)
        code, _, err = broken.run("serve", "--once")
        self.assertNotEqual(code, 0)
        self.assertIn("kalshi_maybe", err)


if __name__ == "__main__":
    unittest.main()
