"""Several books beside each other: a positions.json and a table, each with a verdict of its own, and the
ids that a book without them is given on a copy."""
import json
import signal
import time
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

    def book_cases(self):
        return {(case["account"], case["reason"]): case for case in self.holdfast.cases()}

    def test_what_is_wrong_in_a_book_has_a_case_and_the_rest_goes_on(self):
        """A table cut in half, a row of too many cells, and two books that claim one position."""
        self.write("sheet.csv", f"Market,YES,Ticker\nmine,1")
        case = eventually(lambda: self.book_cases().get(("book/sheet", "unreadable_book")),
                          why="half a table has a case")
        self.assertIn("the last line has no end", case["text"])
        self.assertEqual(self.entry("sheet", "mine")["status"], "mismatch", "the last good rows")
        alerts = self.holdfast.json("/api/v1/alerts")["alerts"]
        self.assertTrue(any(alert["case"] == case["id"] for alert in alerts), alerts)

        self.write("sheet.csv", f"Market,YES,Ticker\nother,5,{TICKER},hm\nmine,30,{TICKER}\n")
        case = eventually(lambda: self.book_cases().get(("book/sheet", "quarantined_rows")),
                          why="the row has a case")
        self.assertIn("line 2: has 4 cells, the header 3", case["text"])
        eventually(lambda: ("book/sheet", "unreadable_book") not in self.book_cases(),
                   why="the table is whole again")
        self.assertEqual(self.entry("sheet", "mine")["status"], "match", "the other row goes on")

        self.write("bot.json", json.dumps({"positions": {"theirs": {
            "status": "open", "kalshi_yes": {"contracts": 20},
            "external_ids": {"kalshi_market_ticker": TICKER}}}}))
        case = eventually(lambda: self.book_cases().get(("book/bot", "claimed_twice")),
                          why="two books claim one position")
        self.assertIn("bot (theirs), sheet (mine) claim 50", case["text"])
        self.assertEqual(case["theirs"], "50")
        self.assertEqual(case["ours"], "30")
        for book, market in (("bot", "theirs"), ("sheet", "mine")):
            self.assertIn("claimed_twice", self.entry(book, market)["sub_reasons"])
        # None of it is a word against what is held.
        row = next(row for row in self.holdfast.positions() if row["instrument"] == TICKER)
        self.assertEqual((row["quantity"], row["verdict"]), ("30", "agrees"))

        # The case outlives the daemon, and ends when the claims fit.
        self.holdfast.stop()
        self.holdfast.start()
        self.assertEqual(self.book_cases()["book/bot", "claimed_twice"]["id"], case["id"])
        self.write("sheet.csv", f"Market,YES,Ticker\nmine,10,{TICKER}\n")
        eventually(lambda: not self.book_cases(), why="all is mended")
        every = self.holdfast.json("/api/v1/cases?scope=all")["cases"]
        ended = next(one for one in every if one["id"] == case["id"])
        self.assertEqual(ended["state"], "explained")
        self.assertEqual(ended["evidence"][-1]["kind"], "book")
        self.holdfast.stop()
        self.holdfast.verified()

    def test_a_book_that_is_handed_in(self):
        whole = f"market_id,kalshi_yes.contracts,external_ids.kalshi_market_ticker\npushed,30,{TICKER}\n"
        self.write("sheet.csv", "Market,YES,Ticker\n")
        post = lambda text: self.holdfast.http("/api/v1/books/pushed", "POST", text)
        self.assertEqual(post(whole)[0], 200)
        eventually(lambda: self.entry("pushed", "pushed")["status"] == "match", why="30 are held")
        status, text, _ = post(whole[:-1])
        self.assertEqual(status, 400)
        self.assertIn("the last line has no end", text)
        self.assertEqual(self.entry("pushed", "pushed")["status"], "match")
        eventually(lambda: ("book/pushed", "unreadable_book") in self.book_cases(), why="a case")
        self.assertEqual(post(whole)[0], 200)
        eventually(lambda: not self.book_cases(), why="it is whole again")

    def summaries(self):
        return {head["name"]: head for head in self.holdfast.json("/api/v1/books")["books"]}

    def test_what_was_handed_in_outlives_a_restart_and_can_be_taken_away(self):
        """With a case of its own, beside one whose file is damaged, and one that was configured."""
        toml = self.holdfast.path / "holdfast.toml"
        toml.write_text(toml.read_text() + (
            '[[book]]\nname = "sent"\ncolumns = ["market_id=Market", "kalshi_yes.contracts=YES", '
            '"external_ids.kalshi_market_ticker=Ticker"]\n'))
        self.write("sheet.csv", "Market,YES,Ticker\n")
        self.holdfast.stop()
        self.holdfast.start()
        eventually(self.is_held, why="a first answer")
        sent = self.summaries()["sent"]
        self.assertEqual((sent["error"], sent["read_at"], sent["rows"]),
                         ("not handed in yet", None, 0))
        self.write("mine.csv", f"Market,YES,Ticker\nmine,30,{TICKER}\n")
        self.write("theirs.csv", "market_id,kalshi_yes.contracts\nx,1\n,2\n")
        for name, path in (("sent", "mine.csv"), ("theirs", "theirs.csv"), ("hurt", "theirs.csv")):
            code, out, err = self.holdfast.run("books", "add", name, path)
            self.assertEqual(code, 0, out + err)
        eventually(lambda: self.entry("sent", "mine")["status"] == "match", why="30 are held")
        case = eventually(lambda: self.book_cases().get(("book/theirs", "quarantined_rows")),
                          why="a row without a market has a case")
        self.assertNotIn(("book/sent", "unreadable_book"), self.book_cases())
        before = self.summaries()

        self.holdfast.stop(signal.SIGKILL)
        kept = self.holdfast.ledger.with_name(self.holdfast.ledger.name + ".books")
        self.assertEqual({(path.name, path.stat().st_mode & 0o777) for path in kept.iterdir()},
                         {(f"{name}.book", 0o600) for name in ("sent", "theirs", "hurt")})
        hurt = kept / "hurt.book"
        hurt.write_bytes(hurt.read_bytes()[:-2])
        self.holdfast.start()
        eventually(lambda: self.holdfast.status()["complete"], why="a first answer")
        after = self.summaries()
        self.assertNotIn("hurt", after)
        self.assertIn("hurt.book is passed over", self.holdfast.logged())
        for name in ("sent", "theirs"):
            self.assertEqual(after[name]["read_at"], before[name]["read_at"])
            self.assertEqual(after[name]["rows"], before[name]["rows"])
        eventually(lambda: self.entry("sent", "mine")["status"] == "match", why="30 are held")
        self.assertEqual(self.book_cases()["book/theirs", "quarantined_rows"]["id"], case["id"])

        code, out, err = self.holdfast.run("books", "remove", "theirs")
        self.assertEqual(code, 0, out + err)
        eventually(lambda: not self.book_cases(), why="the case goes with its book")
        self.assertNotIn("theirs", self.summaries())
        code, _, err = self.holdfast.run("books", "remove", "theirs")
        self.assertEqual(code, 1)
        self.assertIn("No book of that name was handed in. `holdfast books` lists all books.", err)
        code, _, err = self.holdfast.run("books", "remove", "sheet")
        self.assertEqual(code, 1)
        self.assertIn("read from a file", err)
        code, _, err = self.holdfast.run("books", "add", "sheet", "mine.csv")
        self.assertEqual(code, 1)
        self.assertIn("read from a file", err)
        code, out, err = self.holdfast.run("books", "remove", "sent")
        self.assertEqual(code, 0, out + err)
        self.holdfast.stop()
        self.holdfast.start()
        eventually(lambda: self.holdfast.status()["complete"], why="a first answer")
        self.assertEqual(self.summaries()["sent"]["error"], "not handed in yet")
        self.holdfast.stop()
        self.holdfast.verified()

    def test_a_column_for_nothing_is_refused_at_the_start(self):
        broken = Holdfast(self.venues, toml=(
            '[[book]]\nname = "sheet"\npath = "sheet.csv"\ncolumns = ["kalshi_maybe=YES"]\n'))
        self.addCleanup(broken.close)
        code, _, err = broken.run("serve", "--once")
        self.assertNotEqual(code, 0)
        self.assertIn("kalshi_maybe", err)


class Strategies(unittest.TestCase):
    """One position, two strategies with a book each, and a third that only plays."""

    def setUp(self):
        self.venues = Venues()
        self.addCleanup(self.venues.close)
        self.venues.quick()
        self.buy("30")
        self.holdfast = Holdfast(self.venues, interval_s=600, port=free_port(), toml="".join(
            f'[[book]]\nname = "{name}"\npath = "{name}.json"\nstrategy = "{name}"\n{more}'
            for name, more in (("arb", ""), ("trend", ""), ("game", 'mode = "paper"\n'))))
        self.addCleanup(self.holdfast.close)
        self.write("arb", 20)
        self.write("trend", 5)
        self.write("game", 30)
        self.holdfast.start()
        eventually(lambda: self.sync() and self.row(), why="the purchase is known")

    def buy(self, count):
        self.venues.act(
            {"venue": "kalshi", "do": "add_market", "ticker": TICKER, "event_ticker": "KXBOOK-27",
             "title": "A book"},
            {"venue": "kalshi", "do": "buy", "ticker": TICKER, "count": count, "price": "0.40"})

    def write(self, name, contracts):
        text = json.dumps({"positions": {name: {
            "status": "open", "kalshi_yes": {"contracts": contracts},
            "external_ids": {"kalshi_market_ticker": TICKER}}}})
        (self.holdfast.path / f"{name}.json").write_text(text)

    def sync(self):
        return self.holdfast.sync()[0] == 200

    def row(self):
        return next((row for row in self.holdfast.positions() if row["instrument"] == TICKER), None)

    def shares(self):
        return {share["strategy"]: share["quantity"] for share in self.row()["shares"]}

    def eventually_shares(self, shares, unallocated):
        eventually(lambda: (self.shares(), self.row()["unallocated"]) == (shares, unallocated),
                   why=f"{shares}, {unallocated} of nobody")

    def test_no_strategy_moves_anothers_share_and_no_sync_does(self):
        self.eventually_shares({"arb": "20", "trend": "5"}, "5")
        # A strategy's own word moves its own share.
        self.write("arb", 12)
        self.eventually_shares({"arb": "12", "trend": "5"}, "13")
        # More than there is: nobody's share is moved, and there is a case.
        self.write("trend", 19)
        case = eventually(lambda: next((one for one in self.holdfast.cases()
                                        if one["reason"] == "claimed_twice"), None), why="a case")
        self.assertIn("arb/arb (arb), trend/trend (trend) claim 31", case["text"])
        self.eventually_shares({"arb": "12", "trend": "5"}, "13")
        self.write("trend", 5)
        eventually(lambda: not self.holdfast.cases(), why="the claims fit")
        # A sale by hand at the venue: the sync takes it, and touches no share.
        self.venues.act({"venue": "kalshi", "do": "sell", "ticker": TICKER, "count": "15",
                         "price": "0.40"})
        eventually(lambda: self.sync() and self.row()["quantity"] == "15", why="the sale is known")
        self.eventually_shares({"arb": "12", "trend": "5"}, "-2")
        self.write("arb", 10)
        self.eventually_shares({"arb": "10", "trend": "5"}, "0")
        # Half a book takes nothing away.
        (self.holdfast.path / "arb.json").write_text('{"positions": {')
        eventually(lambda: self.holdfast.json("/api/v1/books/arb")["book"]["error"], why="half")
        self.write("trend", 3)
        self.eventually_shares({"arb": "10", "trend": "3"}, "2")
        code, out, err = self.holdfast.run("explain", self.row()["key"])
        self.assertIn("allocation of 10 to arb (book): arb", out, err)
        # 30 were bought, and 15 sold at the same price while arb and trend shared them.
        code, out, err = self.holdfast.run("pnl", "--by", "strategy", "--csv")
        self.assertIn("arb + trend + unallocated,0,", out, err)
        self.holdfast.stop()
        self.holdfast.verified()

    def test_a_ledger_of_play_money_takes_no_live_account(self):
        live = Holdfast(self.venues)
        self.addCleanup(live.close)
        (live.path / "holdfast.toml").write_text(
            f'mode = "live"\n[ledger]\npath = "{self.holdfast.ledger}"\n')
        self.eventually_shares({"arb": "20", "trend": "5"}, "5")
        self.holdfast.stop()
        code, _, err = live.run("serve", "--once")
        self.assertNotEqual(code, 0)
        self.assertIn("is of simulated accounts, and these are live", err)
        self.holdfast.start()
        self.eventually_shares({"arb": "20", "trend": "5"}, "5")

    def test_paper_is_shown_and_compared_with_nothing(self):
        book = self.holdfast.json("/api/v1/books/game")
        self.assertEqual(list(book["internal"]["positions"]), ["game"])
        self.assertNotIn("game", book["reconciliation"]["by_market_id"])
        self.eventually_shares({"arb": "20", "trend": "5"}, "5")
        self.assertEqual(self.holdfast.cases(), [])


class OnlyBook(unittest.TestCase):
    """The last book is taken away: what was wrong in it must not stay as a case of nothing."""

    def test_its_case_ends(self):
        venues = Venues()
        self.addCleanup(venues.close)
        holdfast = Holdfast(venues, interval_s=600, port=free_port())
        self.addCleanup(holdfast.close)
        holdfast.start()
        eventually(lambda: holdfast.status()["complete"], why="a first answer")
        self.assertEqual(holdfast.http("/api/v1/books/bot", "POST", '{"positions": {"m": 7}}')[0], 200)
        eventually(holdfast.cases, why="a row that is none has a case")
        time.sleep(5)  # two looks find it as it was, and there is nothing more to compare
        self.assertEqual(holdfast.http("/api/v1/books/bot", "DELETE", "")[0], 200)
        eventually(lambda: not holdfast.cases(), why="the book is gone")
        self.assertEqual(holdfast.http("/api/v1/books/bot", "DELETE", "")[0], 404)


if __name__ == "__main__":
    unittest.main()
