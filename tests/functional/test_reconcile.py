"""`holdfast reconcile` on books that are not whole: what counts for nothing must not look like
agreement."""
import json
import unittest

from stage import Holdfast, Venues, eventually, free_port


class Reconcile(unittest.TestCase):
    def setUp(self):
        self.venues = Venues()
        self.addCleanup(self.venues.close)
        self.holdfast = Holdfast(self.venues, interval_s=600, port=free_port(), toml=(
            '[[book]]\nname = "bot"\npath = "bot.json"\n'))
        self.addCleanup(self.holdfast.close)
        self.book = self.holdfast.path / "bot.json"
        self.book.write_text('{"positions": {}}')
        self.holdfast.start()
        eventually(lambda: len(self.holdfast.positions()) == 16, why="sixteen positions")
        # A book that says of every holding what is held.
        ledger = self.holdfast.json("/api/positions/overview?book=ledger")["internal"]["positions"]
        self.rows = {name: json.dumps(row) for name, row in ledger.items()}
        self.write(self.whole(self.rows))
        eventually(lambda: self.reconciled()[0] == 0, why="the book agrees")

    def write(self, text):
        """In one step, as a program does that writes with care: only a test cuts it."""
        new = self.book.with_suffix(".new")
        new.write_text(text)
        new.rename(self.book)

    def whole(self, rows):
        return '{"positions": {\n' + ",\n".join(
            f"{json.dumps(name)}: {row}" for name, row in rows.items()) + "\n}}\n"

    def reconciled(self, *words):
        return self.holdfast.run("reconcile", *words)

    def ends(self, code, *says):
        """The summary is as good as before: only what is said and the code tell."""
        def told():
            got, out, err = self.reconciled()
            return got == code and all(word in err for word in says) and (out, err)
        out, err = eventually(told, why=f"{code} with {says}")
        self.assertIn("16 match, 0 mismatch, 0 unknown mapping, 0 api error", err)
        got, out, err = self.reconciled("--json")
        self.assertEqual(got, code, err)
        self.assertEqual(json.loads(out)["summary"]["match"], 16)
        for word in says:
            self.assertIn(word, err)

    def test_a_row_that_is_none(self):
        self.write(self.whole({**self.rows, "bad": "7"}))
        self.ends(5, "book:bot: row bad (line 18): is no position: an object should stand here: 7; "
                     "it counts for nothing", "fix: ")
        self.write(self.whole(self.rows))
        self.ends(0)

    def test_a_file_cut_in_half_while_it_is_written(self):
        text = self.whole(self.rows)
        self.write(text[:len(text) // 2])
        self.ends(5, "book:bot: ", "its last good content", "fix: write the book whole")
        self.write(text)
        self.ends(0)


if __name__ == "__main__":
    unittest.main()
