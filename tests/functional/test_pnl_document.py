"""docs/pnl.md shows what pnl_table.py works out."""
import unittest

import pnl_document


class Document(unittest.TestCase):
    def test_the_document_shows_the_table(self):
        self.assertTrue(pnl_document.DOCUMENT.read_text().endswith(pnl_document.section()))


if __name__ == "__main__":
    unittest.main()
