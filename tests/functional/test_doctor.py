"""`holdfast doctor` looks at configuration, disk, ledger, clock, keys and identity, and says what to do
about what is wrong."""
import contextlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import unittest

from stage import BIN, CANARY, Holdfast, Venues, eventually, free_port


class Doctor(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.venues = Venues()

    @classmethod
    def tearDownClass(cls):
        cls.venues.close()

    def setUp(self):
        self.venues.heal()

    def holdfast(self, **more):
        # The simulator's owner is nobody whose key a test could know: without one it is not asked.
        env = {"POLY_PRIVATE_KEY": None, **more.pop("env", {})}
        holdfast = Holdfast(self.venues, env=env, **more)
        self.addCleanup(holdfast.close)
        return holdfast

    def checks(self, holdfast, code=0):
        got, out, err = holdfast.run("doctor", "--json")
        self.assertEqual(got, code, out + err)
        return {check["name"]: check for check in json.loads(out)["checks"]}

    def fails(self, holdfast, name, text, fix):
        checks = self.checks(holdfast, code=1)
        check = checks[name]
        self.assertFalse(check["passed"], check)
        self.assertIn(text, check["text"])
        self.assertIn(fix, check["fix"])
        _, out, _ = holdfast.run("doctor")
        self.assertIn("fix: " + check["fix"], out)
        return checks

    def test_a_sound_setup_passes_everywhere(self):
        holdfast = self.holdfast()
        self.assertEqual(holdfast.once()[0], 0)
        checks = self.checks(holdfast)
        self.assertLessEqual(
            {"configuration", "disk", "ledger", "kalshi/main clock", "kalshi/main key",
             "kalshi/main read scope", "kalshi/main subaccounts", "polymarket/main address",
             "polymarket/main positions"}, set(checks))
        self.assertEqual([c for c in checks.values() if not c["passed"]], [])
        self.assertIn("entries, chain and projections fit", checks["ledger"]["text"])
        self.assertIn("no daemon watches: ", checks["daemon"]["text"])
        self.assertIn("Start one: holdfast serve", checks["daemon"]["text"])

    def test_the_daemon_and_what_the_configuration_warns_of(self):
        holdfast = self.holdfast(port=free_port(), toml='[ledger]\nheads_path = "heads.txt"\n'
                                 'path = "ledger.sqlite"\n')
        holdfast.start()
        eventually(lambda: holdfast.status()["complete"], why="a first answer")
        checks = self.checks(holdfast)
        self.assertRegex(checks["daemon"]["text"],
                         rf"^answers at http://127\.0\.0\.1:{holdfast.port}, "
                         r"last pass over all accounts \d+ s ago$")
        self.assertTrue(checks["warning"]["passed"], "a warning is no failure")
        self.assertIn("lies in the ledger's own folder", checks["warning"]["text"])
        self.assertIn("▲ warning ", holdfast.run("doctor")[1])
        os.kill(holdfast.daemon.pid, signal.SIGSTOP)
        try:
            check = self.checks(holdfast, code=1)["daemon"]
        finally:
            os.kill(holdfast.daemon.pid, signal.SIGCONT)
        self.assertFalse(check["passed"])
        self.assertIn("does not answer: no answer within 20 s", check["text"])

    def test_configuration(self):
        holdfast = self.holdfast()
        (holdfast.path / "holdfast.toml").write_text("[sync]\nintervall_s = 3\n")
        self.fails(holdfast, "configuration", "holdfast.toml:2", "mend it")

    def test_keys(self):
        holdfast = self.holdfast()
        key = holdfast.path / "key.pem"
        shutil.copyfile(self.venues.ready["kalshi_key_file"], key)
        key.chmod(0o644)
        holdfast.env["KALSHI_PRIVATE_KEY_PATH"] = str(key)
        holdfast.write_env()
        self.fails(holdfast, "configuration", "chmod 600", "mend it")

    def test_a_key_the_venue_does_not_know(self):
        holdfast = self.holdfast(env={"KALSHI_API_KEY_ID": "99999999-2222-4333-8444-555555555555"})
        self.fails(holdfast, "kalshi/main key", "401", "key id, private key")

    def test_clock(self):
        self.venues.fault(venue="kalshi", kind="clock_skew", params={"ms": 40000})
        self.fails(self.holdfast(), "kalshi/main clock", "ahead of", "NTP")

    def test_identity_of_wallet_and_key(self):
        holdfast = self.holdfast(env={"POLY_PRIVATE_KEY": CANARY})
        self.fails(holdfast, "polymarket/main wallet and key", "none of the wallets", "POLY_FUNDER")

    def test_without_an_account_nothing_is_proven(self):
        with tempfile.TemporaryDirectory() as folder:
            for words in (("doctor",), ("accounts", "identify")):
                done = subprocess.run([BIN / "holdfast", *words], cwd=folder, text=True,
                                      capture_output=True, env={"HOME": folder, "PATH": "/bin"})
                self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
                self.assertIn("no account is configured here", done.stdout)
                self.assertIn("fix: name one in holdfast.toml", done.stdout)

    def test_what_the_chain_says_of_the_wallet(self):
        check = self.checks(self.holdfast(), code=0)["polymarket/main wallet on the chain"]
        self.assertTrue(check["passed"])
        self.assertIn("is a Safe of 0x", check["text"])

    def test_identity_of_a_venue_that_does_not_answer(self):
        holdfast = self.holdfast(env={
            "POLY_DATA_API_BASE": f"http://127.0.0.1:{free_port()}"})
        checks = self.checks(holdfast, code=1)
        self.assertFalse(checks["polymarket/main"]["passed"])
        self.assertTrue(checks["kalshi/main key"]["passed"], "one venue's silence is not the other's")

    def test_ledger(self):
        holdfast = self.holdfast()
        self.assertEqual(holdfast.once()[0], 0)
        with contextlib.closing(sqlite3.connect(holdfast.ledger)) as file:
            file.execute("UPDATE positions SET quantity = quantity + 1 WHERE key = 1")
            file.commit()
        self.fails(holdfast, "ledger", "the row is damaged", "restore a backup")

    def test_what_nobody_knows_is_named_with_how_to_see_it(self):
        holdfast = self.holdfast()
        before = len(self.venues.ask("GET", "/_sim/requests")["requests"])
        code, out, err = holdfast.run("doctor", "--probe", "--json")
        self.assertEqual(code, 0, out + err)
        points = json.loads(out)["uncertain"]
        self.assertEqual({point["venue"] for point in points}, {"Kalshi", "Polymarket", "Polygon"})
        self.assertTrue(all(point["probe"] and point["default"] for point in points))
        seen = {point["id"]: point["seen"] for point in points if point["seen"]}
        self.assertEqual(set(seen), {"K9", "P1", "P2", "C1"})
        self.assertIn("200 and 2 subaccounts", seen["K9"][0])
        self.assertIn("zero switches the floor off", seen["P1"][0])
        self.assertIn("answered with 200", seen["P2"][0])
        self.assertEqual(len(seen["C1"]), 2, "each endpoint")
        asked = self.venues.ask("GET", "/_sim/requests")["requests"][before:]
        self.assertEqual({row["method"] for row in asked
                          if row["venue"].split("/")[0] != "polygon"}, {"GET"}, "read-only")
        code, out, _ = holdfast.run("doctor", "--probe")
        self.assertIn("? K13 Kalshi: ", out)
        self.assertIn("    by hand: ", out)
        self.assertIn("    seen: kalshi/main: ", out)

    def test_what_the_venues_show_is_said_whatever_it_is(self):
        holdfast = self.holdfast()
        self.venues.act({"venue": "polymarket", "do": "set_service", "honours_zero_filter": False,
                         "v1_retired": True, "cdn": False})
        self.addCleanup(self.venues.act, {"venue": "polymarket", "do": "set_service",
                                          "honours_zero_filter": True, "v1_retired": False,
                         "cdn": True})
        self.venues.fault(venue="kalshi", endpoint="subaccount_balances", kind="http",
                          params={"status": 403})
        points = json.loads(holdfast.run("doctor", "--probe", "--json")[1])["uncertain"]
        seen = {point["id"]: point["seen"] for point in points}
        self.assertIn("NOT honoured", seen["P1"][0])
        self.assertIn("is not there", seen["P2"][0])
        self.assertIn("403", seen["K9"][0])

    def test_what_pacifica_and_dflow_show(self):
        services = self.venues.services
        holdfast = self.holdfast(env={
            "PACIFICA_ACCOUNT": self.venues.ready["pacifica_account"],
            "PACIFICA_API_BASE": services["pacifica"],
            "SOLANA_WALLET": self.venues.ready["solana_wallet"],
            "SOLANA_RPC_URLS": services["solana_1"],
            "DFLOW_METADATA_API_BASE": services["dflow_metadata"],
            "DFLOW_TRADE_API_BASE": services["dflow_trade"]})
        points = json.loads(holdfast.run("doctor", "--probe", "--json")[1])["uncertain"]
        seen = {point["id"]: point["seen"] for point in points}
        self.assertIn("404", seen["A1"][0])
        self.assertRegex(seen["A9"][0], "limit=1000")
        self.assertRegex(seen["S4"][0], "createdAt of the newest trade is [0-9]+: (milli)?seconds")

    def test_disk(self):
        holdfast = self.holdfast(toml='[ledger]\npath = "/proc/nowhere/ledger.sqlite"\n')
        checks = self.checks(holdfast, code=1)
        self.assertFalse(checks["disk"]["passed"])
        self.assertTrue(checks["disk"]["fix"])


if __name__ == "__main__":
    unittest.main()
