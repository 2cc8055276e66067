"""An error between any two writes of a pass: the ledger is as it was before the pass, the status says
so, and the next pass books what happened, once."""
import unittest

from preloaded import PreloadedCase, content_of
from stage import eventually


class FailedWrites(PreloadedCase):
    def setUp(self):
        super().setUp()
        self.holdfast = self.daemon()
        self.note = self.folder / "failed-at"

    def buy(self):
        row = self.venues.kalshi_holdings()[0]
        said = self.venues.act({"venue": "kalshi", "do": "buy", "ticker": row["ticker"],
                                "side": "no" if row["position"].startswith("-") else "yes",
                                "count": "1", "price": "0.4000", "subaccount": row["subaccount"]})
        self.clock.step(30)
        return f"fill:kalshi/main:{said['done'][0]['fill_id']}"

    def entries(self):
        rows = self.holdfast.json("/api/v1/journal?account=kalshi/main&limit=1000")["rows"]
        return [row["id"] for row in rows]

    def error(self):
        return self.holdfast.status()["venues"][0]["error"] or {"fault": ""}

    def test_at_every_write_of_a_commit(self):
        self.holdfast.start()
        eventually(lambda: len(self.holdfast.positions()) == 8, why="eight positions")
        self.assertEqual(self.holdfast.stop(), 0)
        failed = []
        while True:
            entry = self.buy()
            before = content_of(self.holdfast, self.folder)
            self.note.unlink(missing_ok=True)
            self.holdfast.preloaded.update(FAIL_AT=str(len(failed) + 1), FAIL_NOTE=str(self.note))
            self.holdfast.start()
            eventually(lambda: self.note.exists() or entry in self.entries(), why="a pass")
            if not self.note.exists():
                break  # the commit has no such write any more
            failed.append(self.note.read_text().split()[0])
            eventually(lambda: self.error()["fault"] == "storage", why="the status says it")
            self.assertEqual(content_of(self.holdfast, self.folder), before)
            self.assertEqual(self.holdfast.sync()[0], 200)
            self.assertEqual(self.entries().count(entry), 1)
            self.assertEqual(self.error()["fault"], "")
            self.assertEqual(self.holdfast.stop(), 0)
            self.holdfast.verified()
        self.assertEqual(set(failed), {"write", "sync"})
        self.assertGreater(len(failed), 5, "there is more than one write to fail at")


if __name__ == "__main__":
    unittest.main()
