"""Wrong input ends with one message that names the place and the fix, and nothing half done."""
import contextlib
import json
import os
import pathlib
import shutil
import socket
import sqlite3
import unittest

from stage import BIN, Holdfast, Venues, eventually, free_port


class BadInput(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.venues = Venues()

    @classmethod
    def tearDownClass(cls):
        cls.venues.close()

    def holdfast(self, **more):
        holdfast = Holdfast(self.venues, **more)
        self.addCleanup(holdfast.close)
        return holdfast

    def refused(self, holdfast, *words, says, code=1, ledger_made=False):
        got, out, err = holdfast.run(*(words or ("serve", "--once", "--json")))
        self.assertEqual(got, code, out + err)
        self.assertEqual(out, "")
        problems = [json.loads(line) for line in err.splitlines() if line.startswith("{")]
        self.assertEqual(len(problems), 1, err)
        for word in [says] if isinstance(says, str) else says:
            self.assertIn(word, problems[0]["detail"])
        self.assertTrue(problems[0]["type"].startswith("urn:holdfast:problem:"))
        self.assertEqual(holdfast.ledger.exists(), ledger_made)
        return problems[0]["detail"]

    def test_as_text_it_is_one_line(self):
        holdfast = self.holdfast(toml="[sinc]\ninterval_s = 60\n")
        told = self.refused(holdfast, says="sinc")
        code, out, err = holdfast.run("serve", "--once")
        self.assertEqual((code, out), (1, ""))
        self.assertIn(f"holdfast: {told}\n", err)
        self.assertEqual(err.count("holdfast: "), 1)

    def test_wrong_words(self):
        code, out, err = self.holdfast().run("statsu", "--json")
        self.assertEqual((code, out), (2, ""))
        self.assertIn("no command 'statsu'", json.loads(err)["detail"])

    def test_a_line_that_is_no_toml(self):
        holdfast = self.holdfast()
        (holdfast.path / "holdfast.toml").write_text("[sync]\ninterval_s = = 3\n")
        self.refused(holdfast, says="holdfast.toml:2")

    def test_a_key_nobody_knows(self):
        self.refused(self.holdfast(toml="[sinc]\ninterval_s = 60\n"), says=["holdfast.toml", "sinc"])

    def test_a_venue_nobody_knows(self):
        holdfast = self.holdfast(toml='[[account]]\nname = "x"\nvenue = "robinhood"\n')
        self.refused(holdfast, says=["holdfast.toml:", "robinhood"])

    def test_a_key_file_that_others_can_read(self):
        holdfast = self.holdfast()
        key = holdfast.path / "key.pem"
        shutil.copyfile(self.venues.ready["kalshi_key_file"], key)
        key.chmod(0o644)
        holdfast.env["KALSHI_PRIVATE_KEY_PATH"] = str(key)
        holdfast.write_env()
        self.refused(holdfast, says=["key.pem", "chmod 600"], code=4)

    def test_a_key_file_that_is_not_there(self):
        holdfast = self.holdfast(env={"KALSHI_PRIVATE_KEY_PATH": "/nowhere/key.pem"})
        self.refused(holdfast, says="/nowhere/key.pem", code=4)

    def test_a_key_file_that_is_no_key(self):
        holdfast = self.holdfast()
        key = holdfast.path / "key.pem"
        key.write_text("-----BEGIN PRIVATE KEY-----\nnonsense\n-----END PRIVATE KEY-----\n")
        key.chmod(0o600)
        holdfast.env["KALSHI_PRIVATE_KEY_PATH"] = str(key)
        holdfast.write_env()
        self.assertNotIn("nonsense", self.refused(holdfast, says="kalshi/main", code=4))

    def test_an_address_with_a_typing_error(self):
        holdfast = self.holdfast(env={"POLY_FUNDER": "0x1234"})
        self.refused(holdfast, says="0x")

    def test_no_account_at_all(self):
        holdfast = Holdfast(None)
        self.addCleanup(holdfast.close)
        self.refused(holdfast, says="no account is configured", code=4)

    def test_the_wrong_key_is_unknown_not_empty(self):
        holdfast = self.holdfast(env={"KALSHI_API_KEY_ID": "99999999-2222-4333-8444-555555555555"})
        code, status = holdfast.once()
        self.assertEqual((code, status["headline"]), (5, "UNKNOWN"))
        self.assertEqual(status["venues"][0]["error"]["fault"], "unauthorised")
        self.assertIn("Kalshi does not know this key id. Keys of demo and production are separate: "
                      "check key id and host", status["venues"][0]["error"]["what"])
        self.assertIsNone(status["venues"][0]["holdings"])

    def test_a_host_nobody_answers_on(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        holdfast = self.holdfast(env={"KALSHI_API_BASE": f"http://127.0.0.1:{port}/trade-api/v2"})
        code, status = holdfast.once()
        self.assertEqual((code, status["headline"]), (5, "UNKNOWN"))
        self.assertEqual(status["venues"][0]["error"]["fault"], "unreachable")
        self.assertIn(f"127.0.0.1:{port}: Connection refused; check this machine's network",
                      status["venues"][0]["error"]["what"])
        self.assertEqual(status["venues"][1]["verdict"], "agrees")

    def test_a_damaged_ledger(self):
        holdfast = self.holdfast()
        holdfast.ledger.parent.mkdir(parents=True)
        holdfast.ledger.write_bytes(os.urandom(8192))
        content = holdfast.ledger.read_bytes()
        self.refused(holdfast, says=["ledger-simulated.sqlite", "restore the newest backup"],
                     ledger_made=True)
        self.assertEqual(holdfast.ledger.read_bytes(), content, "left as it was")

    def test_a_ledger_with_a_damaged_page_inside(self):
        holdfast = self.holdfast()
        self.assertEqual(holdfast.once()[0], 0)
        for table in ("journal", "positions"):
            with self.subTest(table=table):
                with contextlib.closing(sqlite3.connect(holdfast.ledger)) as database:
                    page = database.execute("PRAGMA page_size").fetchone()[0]
                    root = database.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?",
                                            (table,)).fetchone()[0]
                sound = holdfast.ledger.read_bytes()
                at = (root - 1) * page
                damaged = sound[:at] + b"\xff" * page + sound[at + page:]
                holdfast.ledger.write_bytes(damaged)
                self.refused(holdfast, says=["ledger-simulated.sqlite", "The file is damaged",
                                             "restore the newest backup"], ledger_made=True)
                self.assertEqual(holdfast.ledger.read_bytes(), damaged, "left as it was")
                holdfast.ledger.write_bytes(sound)

    def test_a_ledger_of_a_newer_version(self):
        holdfast = self.holdfast()
        self.assertEqual(holdfast.once()[0], 0)
        with sqlite3.connect(holdfast.ledger) as database:
            database.execute("PRAGMA user_version = 999")
        database.close()
        self.refused(holdfast, says=["ledger-simulated.sqlite", "Install that version again"],
                     ledger_made=True)

    def test_a_ledger_that_somebody_else_writes(self):
        holdfast = self.holdfast().start()
        self.refused(holdfast, says="ledger-simulated.sqlite", ledger_made=True)

    def test_a_port_in_use(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            self.refused(self.holdfast(), "serve", "--json", "--port", str(port),
                         says=[str(port), "choose another port"])

    def test_the_port_of_another_holdfast(self):
        first = self.holdfast(port=free_port()).start()
        token = first.token()
        second = self.holdfast(toml=f'[ledger]\npath = "{first.path}/second.sqlite"\n')
        second.folder, own = first.folder, second.folder  # the same user's state folder
        code, out, err = second.run("serve", "--port", str(first.port))
        second.folder = own
        self.assertEqual((code, out), (1, ""))
        self.assertIn("choose another port", err)
        self.assertFalse((first.path / "second.sqlite").exists())
        self.assertEqual(first.token(), token)
        eventually(lambda: first.status()["complete"], why="a first answer")
        self.assertEqual(first.run("status")[0], 0, "its command line still has the daemon's token")

    def test_another_key_on_the_same_ledger(self):
        holdfast = self.holdfast()
        self.assertEqual(holdfast.once()[0], 0)
        holdfast.env["KALSHI_API_KEY_ID"] = self.venues.ready["kalshi_ed25519_key_id"]
        holdfast.env["KALSHI_PRIVATE_KEY_PATH"] = self.venues.ready["kalshi_ed25519_key_file"]
        holdfast.write_env()
        before = holdfast.verified()
        code, status = holdfast.once()
        self.assertEqual((code, status["headline"]), (5, "UNKNOWN"))
        kalshi, polymarket = status["venues"]
        self.assertEqual(kalshi["error"]["fault"], "identity")
        self.assertIn("another name", kalshi["error"]["what"])
        self.assertEqual(polymarket["verdict"], "agrees", "the other venue is watched all the same")
        self.assertEqual(holdfast.verified(), before, "not one entry was booked")

    def test_a_book_with_a_bad_row(self):
        holdfast = self.holdfast()
        book = holdfast.path / "positions.json"
        book.write_text('{"positions": {"good": {"market_id": "good", "description": "KXFED", '
                        '"kalshi_yes": {"contracts": 1, "cost_basis": 0.5, "avg_price": 0.5}, '
                        '"kalshi_no": null, "poly_yes": null, "poly_no": null, "total_fees": 0, '
                        '"opened_at": "2026-11-01T00:00:00Z", "status": "open", '
                        '"realized_pnl": null}, "bad": 7}}')
        holdfast.env["POSITIONS_PATH"] = str(book)
        holdfast.write_env()
        holdfast.start()
        eventually(lambda: holdfast.status()["complete"], why="a first answer")
        overview = holdfast.json("/api/positions/overview")
        self.assertIn("good", overview["internal"]["positions"])
        books = holdfast.json("/api/v1/books")["books"]
        self.assertIn("bad", str(books))

    def test_a_token_that_is_not_the_daemons(self):
        holdfast = self.holdfast(port=free_port()).start()
        token = next(holdfast.path.rglob("token-*"))
        token.unlink()
        code, out, err = holdfast.run("sync")
        self.assertEqual((code, out), (4, ""))
        self.assertIn(str(token), err)
        self.assertNotIn("Bearer", err, "nobody types headers on a command line")

    def test_an_account_nobody_watches(self):
        holdfast = self.holdfast(port=free_port()).start()
        code, out, err = holdfast.run("sync", "kalshi/mian")
        self.assertEqual((code, out), (1, ""))
        self.assertIn("`holdfast status` names the watched ones", err)
        self.assertNotIn("GET /", err, "addresses of the API are not for a command line")
        status, text, _ = holdfast.http("/api/v1/holdings?account=kalshi/mian")
        self.assertEqual(status, 404, text)
        status, text, _ = holdfast.http("/api/v1/positions")
        self.assertEqual(status, 503)
        self.assertIn("No account of pacifica is watched", text)

    def test_words_that_are_no_command(self):
        code, out, err = self.holdfast().run("frobnicate")
        self.assertEqual((code, out), (2, ""))
        self.assertIn("--help", err)


if __name__ == "__main__":
    unittest.main()
