"""The commands that only show: each says to a person, a pipe and a program what the API says."""
import json
import sqlite3
import unittest

from stage import CANARY, Holdfast, Venues, eventually, free_port


class Commands(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.venues = Venues()
        cls.addClassCleanup(cls.venues.close)
        cls.holdfast = Holdfast(cls.venues, port=free_port(), interval_s=60)
        cls.addClassCleanup(cls.holdfast.close)
        cls.holdfast.start()
        eventually(lambda: len(cls.holdfast.positions()) == 16, why="sixteen positions")

    def told(self, *words, code=0):
        """(rows of the table that goes into a pipe, the object of --json)"""
        got, out, err = self.holdfast.run(*words)
        self.assertEqual(got, code, out + err)
        rows = [line.split("\t") for line in out.splitlines()]
        self.assertEqual(len({len(row) for row in rows}), 1, "every row has every column")
        got, out, err = self.holdfast.run(*words, "--json")
        self.assertEqual(got, code, out + err)
        return rows, json.loads(out)

    def test_holdings(self):
        rows, told = self.told("holdings")
        held = {row["token_id"]: row["size"] for row in self.venues.polymarket_holdings()}
        held.update({(row["ticker"], row["subaccount"]): row["position"]
                     for row in self.venues.kalshi_holdings()})
        self.assertEqual(len(rows) - 1, len(held))
        self.assertEqual(sorted(row[rows[0].index("QUANTITY")] for row in rows[1:]),
                         sorted(held.values()))
        self.assertEqual(len(told["holdings"]), len(held))

    def test_drift(self):
        rows, told = self.told("drift")
        self.assertEqual(len(rows), 1, "the titles alone")
        self.assertEqual(told["drifts"], [])

    def test_accounts(self):
        rows, told = self.told("accounts")
        self.assertEqual([row[:2] for row in rows[1:]],
                         [["kalshi/main", "kalshi"], ["polymarket/main", "polymarket"]])
        self.assertEqual([account["verdict"] for account in told["accounts"]], ["agrees", "agrees"])

    def test_history(self):
        rows, told = self.told("history")
        self.assertEqual((len(rows), told["positions"]), (1, []))

    def test_reconcile(self):
        rows, told = self.told("reconcile")
        seen = self.holdfast.json("/api/positions/overview")["reconciliation"]
        self.assertEqual(told["summary"], seen["summary"])
        self.assertEqual(told["by_market_id"], seen["by_market_id"])
        self.assertEqual({row[0]: row[1] for row in rows[1:]},
                         {market: entry["status"] for market, entry in seen["by_market_id"].items()})

    def test_explain_of_a_key_that_nothing_has(self):
        key = "kalshi/main#2.0:KXCPIYOY-26DEC-T2.9"
        code, out, err = self.holdfast.run("explain", key, "--json")
        self.assertEqual((code, [one["key"] for one in json.loads(out)["keys"]]), (0, [key]), err)
        wrong = key.replace("#2.0", "#3.0")
        for more in ((), ("--json",)):
            code, out, err = self.holdfast.run("explain", wrong, *more)
            self.assertEqual((code, out), (1, ""), err)
            self.assertIn(f"no position has the key {wrong}", err)
            self.assertIn(key, err)

    def test_config_show(self):
        rows, told = self.told("config", "show")
        shown = {row[0]: row[1:] for row in rows[1:]}
        self.assertEqual(shown["http.port"][0], str(self.holdfast.port))
        self.assertIn("holdfast.toml", shown["http.port"][1])
        self.assertEqual({setting["key"] for setting in told["settings"]}, set(shown))
        self.assertNotIn(CANARY, str(rows) + str(told))

    def test_ledger_backup(self):
        copy = self.holdfast.path / "copy.sqlite"
        code, out, err = self.holdfast.run("ledger", "backup", str(copy))
        self.assertEqual((code, out), (0, f"Backup written to {copy}.\n"), err)
        (self.holdfast.path / "copy.toml").write_text(f'[ledger]\npath = "{copy}"\n')
        code, out, err = self.holdfast.run("--config", "copy.toml", "ledger", "verify", "--json")
        self.assertEqual(code, 0, err)
        self.assertEqual(json.loads(out)["findings"], [])
        with sqlite3.connect(copy) as backup:
            entries = backup.execute("SELECT count(*) FROM journal").fetchone()[0]
        self.assertEqual(json.loads(out)["entries"], entries)
        self.assertGreaterEqual(entries, 16)
        code, out, err = self.holdfast.run("ledger", "backup", str(copy))
        self.assertEqual((code, out), (1, ""), "a backup is never overwritten")
        self.assertIn(str(copy), err)


if __name__ == "__main__":
    unittest.main()
