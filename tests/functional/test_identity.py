"""Each venue proves whose account is read, at start and daily. What is wrong is a typed fault with
its fix, shown everywhere; nothing is changed by it, and no other venue suffers."""
import json
import subprocess
import unittest

from stage import CANARY, Holdfast, Venues, eventually

NOBODY = "0x00000000000000000000000000000000000000aa"
# TEST ONLY: the first key of every development chain; the simulator's wallet is its Safe.
OWNER = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266"
OWNER_KEY = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"
NO_WALLET = "14BGX7Knx1pJrMnQGdmxDykxFEzkMghYVqsBSTzppbFX"


def everything(venues):
    """All four venues in one configuration."""
    services = venues.services
    two = [services["solana_1"], services["solana_2"].replace("127.0.0.1", "localhost")]
    return {"POLY_PRIVATE_KEY": None,
            "SOLANA_WALLET": venues.ready["solana_wallet"], "SOLANA_RPC_URLS": ",".join(two),
            "DFLOW_METADATA_API_BASE": services["dflow_metadata"],
            "DFLOW_TRADE_API_BASE": services["dflow_trade"],
            "PACIFICA_ACCOUNT": venues.ready["pacifica_account"],
            "PACIFICA_API_BASE": services["pacifica"]}


class Identity(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.venues = Venues()

    @classmethod
    def tearDownClass(cls):
        cls.venues.close()

    def setUp(self):
        self.venues.heal()

    def holdfast(self, toml="", **env):
        holdfast = Holdfast(self.venues, interval_s=60, toml=toml,
                            env={**everything(self.venues), **env})
        self.addCleanup(holdfast.close)
        return holdfast

    def wrong(self, holdfast, account, fault, text, fix, check=None):
        """The account alone is unknown by that fault, on status, cases, doctor and identify."""
        code, status = holdfast.once()
        self.assertEqual((code, status["headline"]), (5, "UNKNOWN"), status)
        venues = {venue["name"]: venue for venue in status["venues"]}
        self.assertEqual(venues[account]["error"]["fault"], fault, venues[account]["error"])
        self.assertIn(text, venues[account]["error"]["what"])
        self.assertIn(fix, venues[account]["error"]["what"])
        self.assertIsNone(venues[account]["holdings"], "never like no positions")
        others = {name: venue["verdict"] for name, venue in venues.items() if name != account}
        self.assertEqual(set(others.values()), {"agrees"}, others)
        for words in (("doctor",), ("accounts", "identify")):
            code, out, err = holdfast.run(*words, "--json")
            self.assertEqual(code, 1, out + err)
            failed = [c for c in json.loads(out)["checks"] if not c["passed"]]
            self.assertEqual([c["fault"] for c in failed if c["name"].startswith(account)],
                             [fault], failed)
            self.assertTrue(all(c["fix"] for c in failed), failed)
            if check:
                self.assertIn(f"{account} {check}", [c["name"] for c in failed])
        holdfast.start()
        eventually(lambda: len(holdfast.cases()) == 1, why="its case")
        self.assertEqual(holdfast.cases()[0]["account"], account)
        self.assertEqual(holdfast.cases()[0]["reason"], fault)
        self.assertEqual([p for p in holdfast.positions("all") if p["account"] == account], [])
        holdfast.stop()
        holdfast.verified()

    def test_all_four_prove_themselves_and_the_daemon_says_when(self):
        holdfast = self.holdfast()
        code, out, err = holdfast.run("accounts", "identify", "--json")
        self.assertEqual(code, 0, out + err)
        holdfast.start()
        eventually(lambda: holdfast.status()["complete"], why="all answers")
        for account in holdfast.json("/api/v1/accounts")["accounts"]:
            self.assertTrue(account["identity"]["asked_at"], account)
            self.assertTrue(account["identity"]["checks"], account)
            self.assertTrue(all(c["passed"] for c in account["identity"]["checks"]), account)

    def test_a_wrong_address_on_polymarket(self):
        self.wrong(self.holdfast(POLY_FUNDER=NOBODY), "polymarket/main", "identity",
                   "nothing was ever held or traded", "POLY_FUNDER", "positions")

    def test_the_key_itself_where_the_safe_holds(self):
        self.wrong(self.holdfast(POLY_FUNDER=OWNER, POLY_PRIVATE_KEY=OWNER_KEY), "polymarket/main",
                   "identity", "there are some in", "(POLY_FUNDER) to 0xd93B25", "positions")

    def test_a_key_of_somebody_else_is_shown_and_stops_no_reading(self):
        holdfast = self.holdfast(POLY_PRIVATE_KEY=CANARY)
        self.assertEqual(holdfast.once()[0], 0)
        code, out, _ = holdfast.run("accounts", "identify")
        self.assertEqual(code, 1)
        self.assertIn("none of the wallets", out)

    def test_a_wrong_wallet_on_solana(self):
        self.wrong(self.holdfast(SOLANA_WALLET=NO_WALLET), "kalshi_solana/main", "identity",
                   "0 token accounts", "SOLANA_WALLET", "token accounts")

    def test_an_agent_wallet_on_pacifica(self):
        self.venues.act({"venue": "pacifica", "do": "bind_agent", "agent_wallet": NO_WALLET})
        self.wrong(self.holdfast(PACIFICA_ACCOUNT=NO_WALLET), "pacifica/main", "identity",
                   "account", "agent wallet", "account")

    def test_a_key_locked_to_a_subaccount(self):
        pem = self.venues.ready["kalshi_ed25519_key_file"]
        public = subprocess.run(["openssl", "pkey", "-in", pem, "-pubout"], text=True,
                                capture_output=True, check=True).stdout
        self.venues.act({"venue": "kalshi", "do": "add_key", "key_id": "locked-key",
                         "public_pem": public, "scopes": ["read"], "subaccount": 2})
        locked = {"KALSHI_API_KEY_ID": "locked-key", "KALSHI_PRIVATE_KEY_PATH": pem}
        self.wrong(self.holdfast(**locked), "kalshi/main", "unauthorised", "403", "subaccount",
                   "key")
        # With its number it may read that one, and nothing else is looked for.
        holdfast = self.holdfast(
            toml=f'[[account]]\nname = "main"\nvenue = "kalshi"\nkey_id = "locked-key"\n'
                 f'private_key_path = "{pem}"\nsubaccounts = [2]\n',
            KALSHI_API_KEY_ID=None, KALSHI_PRIVATE_KEY_PATH=None)
        code, status = holdfast.once()
        self.assertEqual(code, 0, status)
        self.assertEqual(next(v["holdings"] for v in status["venues"]
                              if v["name"] == "kalshi/main"), 2)

    def test_another_owner_than_the_ledgers(self):
        holdfast = self.holdfast()
        self.assertEqual(holdfast.once()[0], 0)
        before = holdfast.verified()
        holdfast.env["POLY_FUNDER"] = NOBODY
        holdfast.write_env()
        code, status = holdfast.once()
        self.assertEqual((code, status["headline"]), (5, "UNKNOWN"))
        venues = {venue["name"]: venue for venue in status["venues"]}
        self.assertEqual(venues["polymarket/main"]["error"]["fault"], "identity")
        self.assertEqual({v["verdict"] for name, v in venues.items() if name != "polymarket/main"},
                         {"agrees"})
        self.assertEqual(holdfast.verified(), before, "not one entry was booked")
        holdfast.env["POLY_FUNDER"] = self.venues.wallet()
        holdfast.write_env()
        self.assertEqual(holdfast.once()[0], 0)

    def endpoint(self, holdfast, name):
        code, out, err = holdfast.run("doctor", "--json")
        self.assertEqual(code, 1, out + err)
        failed = [c for c in json.loads(out)["checks"] if not c["passed"]]
        found = [c for c in failed if c["name"].startswith(name)]
        self.assertEqual(len(found), 1, failed)
        self.assertTrue(found[0]["fix"])
        return found[0]

    def test_an_rpc_of_another_chain(self):
        self.venues.fault(venue="polygon/2", kind="wrong_chain")
        holdfast = self.holdfast()
        code, status = holdfast.once()
        self.assertEqual(code, 0, "one endpoint less, said and shown")
        witness = next(v["witness"] for v in status["venues"] if v["name"] == "polymarket/main")
        self.assertIn("1 of 2 endpoints", witness)
        self.assertIn("chain", witness)
        check = self.endpoint(holdfast, "polygon localhost")
        self.assertEqual(check["fault"], "identity")
        self.assertIn("POLYGON_RPC_URLS", check["fix"])

    def test_an_rpc_that_lies(self):
        holdfast = self.holdfast()
        self.assertEqual(holdfast.once()[0], 0)
        before = holdfast.verified()
        self.venues.fault(venue="polygon/2", kind="lie", params={"balance": "7000000"})
        check = self.endpoint(holdfast, "polymarket/main witness")
        self.assertEqual(check["fault"], "incomplete")
        self.assertIn("differ about 8 of 8", check["text"])
        _, status = holdfast.once()
        witness = next(v["witness"] for v in status["venues"] if v["name"] == "polymarket/main")
        self.assertIn("which differ about 8", witness)
        self.assertEqual({v["verdict"] for v in status["venues"]
                          if v["name"] != "polymarket/main"}, {"agrees"})
        self.assertEqual(holdfast.verified(), before, "not one entry was booked")

    def test_a_mint_nobody_knows(self):
        """DFlow calls it an outcome and has no market for it: named, and nothing concluded."""
        holdfast = self.holdfast()
        self.assertEqual(holdfast.once()[0], 0)
        before = holdfast.verified()
        self.venues.fault(venue="dflow-metadata", endpoint="markets_batch", kind="short_rows")
        code, status = holdfast.once()
        self.assertEqual(code, 5, status)
        venues = {venue["name"]: venue for venue in status["venues"]}
        self.assertEqual(venues["kalshi_solana/main"]["error"]["fault"], "incomplete")
        self.assertIn("missing from the answer", venues["kalshi_solana/main"]["error"]["what"])
        self.assertEqual({v["verdict"] for name, v in venues.items()
                          if name != "kalshi_solana/main"}, {"agrees"})
        self.assertEqual(holdfast.verified(), before)

    def test_a_market_of_a_version_nobody_knows(self):
        """Nobody can say which contract keeps its tokens: each is unknown and named, nothing changes."""
        holdfast = self.holdfast()
        code, before = holdfast.once()
        self.assertEqual(code, 0, before)
        entries = holdfast.verified()
        self.venues.fault(venue="polymarket-gamma", kind="set_field",
                          params={"field": "version", "json": '"v9"'})
        code, status = holdfast.once()
        self.assertEqual(code, 5, status)
        self.assertEqual({v["name"]: v["verdict"] for v in status["venues"]},
                         {"kalshi/main": "agrees", "kalshi_solana/main": "agrees",
                          "pacifica/main": "agrees", "polymarket/main": "unknown"})
        self.assertGreater(status["cases"], 0)
        self.assertEqual(status["positions"], before["positions"])
        self.assertEqual(holdfast.verified(), entries)


class Explained(unittest.TestCase):
    def test_each_venue_names_listing_witness_and_watermark(self):
        venues = Venues()
        self.addCleanup(venues.close)
        holdfast = Holdfast(venues, interval_s=60, env=everything(venues))
        self.addCleanup(holdfast.close)
        holdfast.start()
        eventually(lambda: holdfast.status()["complete"], why="all answers")
        with open(holdfast.path / "holdfast.toml", "a") as toml:
            toml.write(f"\n[http]\nport = {holdfast.port}\n")
        seen = {}
        for position in holdfast.positions():
            seen.setdefault(position["venue"], position)
        self.assertEqual(set(seen), {"kalshi", "kalshi_solana", "polymarket", "pacifica"})
        witness = {"kalshi": "fills and settlements", "kalshi_solana": "2 of 2 endpoints at slot",
                   "polymarket": "2 of 2 endpoints at block",
                   "pacifica": "the venue's count of positions"}
        for venue, position in seen.items():
            code, out, err = holdfast.run("explain", position["key"], "--json")
            self.assertEqual(code, 0, out + err)
            answer = next(k for k in json.loads(out)["keys"] if k["key"] == position["key"])
            snapshot = answer["snapshot"]
            self.assertTrue(snapshot["id"] and snapshot["pages"] >= 1, snapshot)
            self.assertTrue(snapshot["as_of"], "the moment it speaks of")
            self.assertEqual(snapshot["has_watermark"], venue in ("kalshi", "kalshi_solana"),
                             venue)
            if venue == "pacifica":
                self.assertIsInstance(snapshot["sequence"], int)
            self.assertIn(witness[venue], answer["witness"])
            code, out, err = holdfast.run("explain", position["key"])
            self.assertEqual(code, 0, out + err)
            for word in ("listing: ", "watermark: ", "witness: ", snapshot["id"]):
                self.assertIn(word, out)


if __name__ == "__main__":
    unittest.main()
