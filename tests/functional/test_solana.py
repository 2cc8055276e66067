"""Kalshi on Solana, with the real programs: the wallet that nobody configured, a short answer among
hundreds of token accounts, one market in two custodies."""
import re
import unittest

from stage import Holdfast, Venues, eventually

LOST = "KXHIGHLAX-26NOV17-T82"  # what resolved at zero before is nothing to the ledger
ACCOUNT = '\n[[account]]\nname = "main"\nvenue = "kalshi_solana"\n'


def solana_env(venues, wallet=None):
    services = venues.services
    return {"DFLOW_METADATA_API_BASE": services["dflow_metadata"],
            "DFLOW_TRADE_API_BASE": services["dflow_trade"],
            "SOLANA_RPC_URLS": services["solana_1"] + "," +
            services["solana_2"].replace("127.0.0.1", "localhost"),
            "SOLANA_WALLET": wallet}


def solana_only(venues, wallet=None, toml="", **more):
    """A folder that knows nothing but one Solana account."""
    holdfast = Holdfast(None, toml=toml, env=solana_env(venues, wallet), **more)
    return holdfast


def account_of(status, name="kalshi_solana/main"):
    return next(one for one in status["venues"] if one["name"] == name)


class WalletTest(unittest.TestCase):
    def setUp(self):
        self.venues = Venues()
        self.addCleanup(self.venues.close)
        self.wallet = self.venues.ready["solana_wallet"]

    def test_found_in_what_the_ledger_has_seen(self):
        holdfast = solana_only(self.venues, self.wallet)
        self.addCleanup(holdfast.close)
        code, status = holdfast.once()
        self.assertIn(code, (0, 3), status)
        # The wallet goes from the configuration; the account stays.
        holdfast.env["SOLANA_WALLET"] = None
        holdfast.write_env()
        toml = holdfast.path / "holdfast.toml"
        toml.write_text(toml.read_text() + ACCOUNT)
        holdfast.start()
        eventually(lambda: holdfast.status()["complete"], why="a complete answer")
        held = {row["instrument"] for row in holdfast.positions()}
        world = self.venues.world()["kalshi_solana"]["wallets"][self.wallet]
        self.assertEqual(held, {row["mint"] for row in world
                                if row.get("ticker", LOST) != LOST and row["amount"] != "0"})
        self.assertIn(self.wallet, holdfast.logged())
        self.assertIn("kalshi_solana/main", holdfast.logged())

    def test_found_under_an_earlier_name_and_written_back(self):
        holdfast = solana_only(self.venues, self.wallet)
        self.addCleanup(holdfast.close)
        self.assertIn(holdfast.once()[0], (0, 3))
        holdfast.env["SOLANA_WALLET"] = None
        holdfast.write_env()
        toml = holdfast.path / "holdfast.toml"
        toml.write_text(toml.read_text() + ACCOUNT.replace('"main"', '"new"'))
        code, status = holdfast.once()
        self.assertIn(code, (0, 3), status)
        holdfast.start()
        eventually(lambda: holdfast.status()["complete"], why="a complete answer")
        accounts = {row["account"] for row in holdfast.positions()}
        self.assertIn("kalshi_solana/new", accounts)
        holdfast.stop()
        # Written back: another wallet can never be given to this account now.
        toml.write_text(toml.read_text().replace('venue = "kalshi_solana"',
                                                 'venue = "kalshi_solana"\naddress = '
                                                 '"11111111111111111111111111111112"'))
        code, _, err = holdfast.run("serve", "--once")
        self.assertNotIn(code, (0, 3))
        self.assertIn(self.wallet, err)

    def test_without_any_history_nothing_is_known(self):
        holdfast = solana_only(self.venues, toml=ACCOUNT)
        self.addCleanup(holdfast.close)
        code, status = holdfast.once()
        self.assertEqual(code, 5, status)
        self.assertEqual(status["verdict"], "unknown")
        account = account_of(status)
        self.assertEqual(account["error"]["fault"], "identity")
        self.assertIn("SOLANA_WALLET", account["error"]["what"])
        # Once it is configured, the account that was opened for nobody takes it.
        holdfast.env["SOLANA_WALLET"] = self.wallet
        holdfast.write_env()
        code, status = holdfast.once()
        self.assertIn(code, (0, 3), status)


class ShortAnswerTest(unittest.TestCase):
    def test_a_silently_short_batch_closes_nothing(self):
        venues = Venues("--positions", "396")
        self.addCleanup(venues.close)
        wallet = venues.ready["solana_wallet"]
        strangers = ["So11111111111111111111111111111111111111112",
                     "Vote111111111111111111111111111111111111111",
                     "Stake11111111111111111111111111111111111111"]
        venues.act(*({"venue": "kalshi_solana", "do": "deposit", "wallet": wallet, "mint": mint,
                      "amount": "1", "at": "-3600", "program": "token-2022"}
                     for mint in strangers))
        accounts = venues.world()["kalshi_solana"]["wallets"][wallet]
        self.assertEqual(len(accounts), 401)  # 396 outcomes, three strangers, USDC and CASH
        holdfast = solana_only(venues, wallet, interval_s=30)
        self.addCleanup(holdfast.close)
        holdfast.start()
        eventually(lambda: holdfast.status()["complete"], 60, "a complete answer")
        held = {row["instrument"] for row in holdfast.positions()}
        self.assertEqual(len(held), 396)
        self.assertFalse(held & set(strangers))
        # Of 399 mints, 199 at a time and one in each question that proves its answer; then 100 at
        # a time, once all of them for the proof and once the outcomes for the listing.
        asked = [one["endpoint"] for one in venues.ask("GET", "/_sim/requests")["requests"]]
        self.assertEqual((asked.count("filter_outcome_mints"), asked.count("markets_batch")), (2, 8))
        venues.fault(venue="dflow-metadata", endpoint="markets_batch", kind="short_rows", skip=1)
        holdfast.sync()
        account = account_of(holdfast.status())
        self.assertEqual(account["verdict"], "unknown")
        self.assertEqual(account["error"]["fault"], "incomplete")
        # The last one of each answer but the first was not there: those three are named, and none
        # of the mints that are no outcome at all.
        said = re.search(r"\b3 of 396 asked outcome mints are missing from the answer: (.+)$",
                         account["error"]["what"])
        self.assertIsNotNone(said, account["error"]["what"])
        missing = set(said[1].split(", "))
        self.assertEqual((len(missing), missing - held), (3, set()))
        self.assertEqual({row["instrument"] for row in holdfast.positions()}, held)
        self.assertTrue(any(case["reason"] == "incomplete" for case in holdfast.cases()))
        venues.heal()
        holdfast.sync()
        self.assertEqual({row["instrument"] for row in holdfast.positions()}, held)
        self.assertIn("accounts", holdfast.verified())


class TwoCustodiesTest(unittest.TestCase):
    def test_one_market_through_rest_and_through_tokens(self):
        venues = Venues()
        self.addCleanup(venues.close)
        wallet = venues.ready["solana_wallet"]
        ticker = "KXBOTH-26DEC-A"
        venues.act({"venue": "kalshi", "do": "add_market", "ticker": ticker,
                    "event_ticker": "KXBOTH-26DEC", "at": "-7200"},
                   {"venue": "kalshi", "do": "buy", "ticker": ticker, "count": "7",
                    "price": "0.40", "at": "-3600"},
                   {"venue": "kalshi_solana", "do": "add_market", "ticker": ticker,
                    "at": "-7200"},
                   {"venue": "kalshi_solana", "do": "buy", "wallet": wallet, "ticker": ticker,
                    "side": "yes", "contracts": "5", "price": "0.42", "at": "-3600"})
        holdfast = Holdfast(venues, env=solana_env(venues, wallet))
        self.addCleanup(holdfast.close)
        holdfast.start()
        eventually(lambda: holdfast.status()["complete"], why="a complete answer")
        unified = holdfast.json("/api/trading/positions?platform=kalshi")["positions"]
        both = [row for row in unified if row["kalshiTicker"] == ticker]
        self.assertEqual({(row["custody"], row["size"]) for row in both},
                         {("kalshi", "7"), ("kalshi_solana", "5")})
        self.assertEqual({row["platform"] for row in both}, {"kalshi"})
        external = holdfast.json("/api/positions/overview")["external"]
        tokens = [row for row in external["kalshi_solana"] if row["market_ticker"] == ticker]
        self.assertEqual([row["contracts"] for row in tokens], [5])
        self.assertEqual([row["contracts"] for row in external["kalshi"]
                          if row["market_ticker"] == ticker], [7])
        # Selling the tokens leaves the other custody alone.
        venues.act({"venue": "kalshi_solana", "do": "sell", "wallet": wallet, "ticker": ticker,
                    "side": "yes", "contracts": "5", "price": "0.50", "close_account": True})

        def only_rest_is_left():
            holdfast.sync()
            rows = holdfast.json("/api/trading/positions?platform=kalshi")["positions"]
            return [(row["custody"], row["size"]) for row in rows
                    if row["kalshiTicker"] == ticker] == [("kalshi", "7")]

        eventually(only_rest_is_left, 60, "the end of the tokens")
        closed = [row for row in holdfast.positions("closed") if row["venue"] == "kalshi_solana"]
        self.assertEqual(len(closed), 1)
        self.assertEqual(closed[0]["unpriced"], "0")


if __name__ == "__main__":
    unittest.main()
