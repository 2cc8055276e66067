"""Accounts that are configured without their wallet: it is found in what ledger and books have seen,
proven at the venue and written back, for all accounts at once, and only when it is told to."""
import json
import unittest

from stage import Holdfast, Venues, eventually

STRANGER = "0x00000000000000000000000000000000000000aa"
ACCOUNT = '[[account]]\nname = "{}"\nvenue = "{}"\n'


class Backfill(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.venues = Venues()
        cls.wallet = cls.venues.ready["solana_wallet"]

    @classmethod
    def tearDownClass(cls):
        cls.venues.close()

    def holdfast(self, *accounts, **env):
        """Polymarket and Kalshi on Solana, without Kalshi."""
        services = self.venues.services
        solana = ",".join((services["solana_1"],
                           services["solana_2"].replace("127.0.0.1", "localhost")))
        holdfast = Holdfast(self.venues, toml="".join(ACCOUNT.format(*one) for one in accounts),
                            env={"KALSHI_API_KEY_ID": None, "KALSHI_PRIVATE_KEY_PATH": None,
                                 "POLY_PRIVATE_KEY": None, "SOLANA_RPC_URLS": solana,
                                 "DFLOW_METADATA_API_BASE": services["dflow_metadata"],
                                 "DFLOW_TRADE_API_BASE": services["dflow_trade"], **env})
        self.addCleanup(holdfast.close)
        return holdfast

    def rename(self, holdfast, **env):
        """The same folder and ledger with other accounts, as after a change of configuration."""
        holdfast.env.update(env)
        holdfast.write_env()
        toml = holdfast.path / "holdfast.toml"
        toml.write_text(toml.read_text() + ACCOUNT.format("new", "polymarket")
                        + ACCOUNT.format("new", "kalshi_solana"))

    def backfill(self, holdfast, *words, code=0):
        got, out, err = holdfast.run("accounts", "backfill", "--json", *words)
        self.assertEqual(got, code, out + err)
        return {row["account"]: row for row in json.loads(out)["accounts"]}

    def test_all_accounts_dry_run_first(self):
        holdfast = self.holdfast(SOLANA_WALLET=self.wallet)
        self.assertEqual(holdfast.once()[0], 0)
        self.rename(holdfast, POLY_FUNDER=None, SOLANA_WALLET=None)
        before = holdfast.verified()
        for words in ((), ("--dry-run",)):
            rows = self.backfill(holdfast, *words)
            self.assertEqual({name: (row["state"], row["owner"].lower(), row["source"])
                              for name, row in rows.items()},
                             {"polymarket/new": ("found", self.venues.wallet().lower(),
                                                 "the ledger's account polymarket/main"),
                              "kalshi_solana/new": ("found", self.wallet.lower(),
                                                    "the ledger's account kalshi_solana/main")})
            self.assertEqual(holdfast.verified(), before, "nothing was written")
        rows = self.backfill(holdfast, "--write")
        self.assertEqual({row["state"] for row in rows.values()}, {"written"})
        rows = self.backfill(holdfast)
        self.assertEqual({row["state"] for row in rows.values()}, {"bound"})
        self.assertEqual(rows["polymarket/new"]["source"], "the ledger's account polymarket/main")
        # And the accounts are read by it.
        code, status = holdfast.once()
        self.assertEqual(code, 0, status)
        self.assertEqual({venue["name"]: venue["holdings"] for venue in status["venues"]},
                         {"polymarket/new": 8, "kalshi_solana/new": 5})

    def test_the_wallet_a_book_names(self):
        holdfast = self.holdfast(("main", "polymarket"), POLY_FUNDER=None)
        token = self.venues.polymarket_holdings()[0]["token_id"]
        book = holdfast.path / "positions.json"
        holdfast.env["POSITIONS_PATH"] = str(book)
        holdfast.write_env()

        def names(*wallets):
            book.write_text(json.dumps({"positions": {wallet: {
                "market_id": wallet, "description": "", "status": "open",
                "external_ids": {"poly_asset_yes": token, "account_ids": {"poly_address": wallet}},
            } for wallet in wallets}}))

        names(STRANGER)
        rows = self.backfill(holdfast, code=5)
        self.assertEqual(rows["polymarket/main"]["state"], "unknown")
        self.assertIn("none of those", rows["polymarket/main"]["why"])
        names(STRANGER, self.venues.wallet())
        rows = self.backfill(holdfast)
        self.assertEqual((rows["polymarket/main"]["owner"].lower(), rows["polymarket/main"]["source"]),
                         (self.venues.wallet().lower(), "the book positions"))
        # The daemon finds it in the same way, and the position with it.
        code, status = holdfast.once()
        self.assertEqual((code, status["venues"][0]["holdings"]), (0, 8), status)
        self.assertEqual(self.backfill(holdfast)["polymarket/main"]["state"], "bound")

    def test_without_history_it_is_unknown_with_the_fix(self):
        holdfast = self.holdfast(("main", "polymarket"), POLY_FUNDER=None)
        rows = self.backfill(holdfast, "--write", code=5)
        self.assertIn("POLY_FUNDER", rows["polymarket/main"]["why"])
        self.assertFalse(holdfast.ledger.exists(), "no ledger is made for nobody")
        code, status = holdfast.once()
        self.assertEqual((code, status["headline"]), (5, "UNKNOWN"))
        self.assertEqual(status["venues"][0]["error"]["fault"], "identity")
        self.assertIsNone(status["venues"][0]["holdings"])

    def test_a_key_hints_at_its_wallets(self):
        # TEST ONLY: the first key of every development chain, whose Safe the simulator keeps.
        key = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"
        holdfast = self.holdfast(("main", "polymarket"), POLY_FUNDER=None, POLY_PRIVATE_KEY=key)
        row = self.backfill(holdfast)["polymarket/main"]
        self.assertEqual((row["owner"].lower(), row["source"]),
                         (self.venues.wallet().lower(), "Safe of the configured key"))

    def test_a_pacifica_account_without_its_address(self):
        services = self.venues.services
        hosts = {"PACIFICA_API_BASE": services["pacifica"],
                 "PACIFICA_WS_BASE": services["pacifica_ws"]}
        nobody = self.holdfast(("main", "pacifica"), **hosts)
        code, status = nobody.once()
        venues = {venue["name"]: venue for venue in status["venues"]}
        self.assertEqual((code, venues["pacifica/main"]["error"]["fault"]), (5, "identity"), status)
        self.assertIsNone(venues["pacifica/main"]["holdings"])
        self.assertEqual(venues["polymarket/main"]["verdict"], "agrees", "it stops no other account")
        self.assertIn("PACIFICA_ACCOUNT", self.backfill(nobody, code=5)["pacifica/main"]["why"])

        address = self.venues.ready["pacifica_account"]
        holdfast = self.holdfast(PACIFICA_ACCOUNT=address, **hosts)
        self.assertEqual(holdfast.once()[0], 0)
        holdfast.env["PACIFICA_ACCOUNT"] = None
        holdfast.write_env()
        toml = holdfast.path / "holdfast.toml"
        toml.write_text(toml.read_text() + ACCOUNT.format("new", "pacifica"))
        for words, state in (((), "found"), (("--write",), "written"), ((), "bound")):
            row = self.backfill(holdfast, *words)["pacifica/new"]
            self.assertEqual((row["state"], row["owner"], row["source"]),
                             (state, address, "the ledger's account pacifica/main"))
        holdfast.start()
        eventually(lambda: len(holdfast.positions()) == 14, why="eight and six")
        eventually(lambda: len(self.venues.subscriptions("pacifica-ws", "book")) == 6,
                   why="its books, by the address that was found")

    def test_beside_a_daemon_nothing_is_written_twice(self):
        holdfast = self.holdfast(SOLANA_WALLET=self.wallet)
        self.assertEqual(holdfast.once()[0], 0)
        holdfast.start()
        code, out, _ = holdfast.run("accounts", "backfill", "--write")
        self.assertEqual(code, 0)
        self.assertIn("nothing to write back", out)


if __name__ == "__main__":
    unittest.main()
