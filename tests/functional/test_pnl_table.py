"""The hand-made table of pnl_table.py, row by row on the real programs."""
import pathlib
import unittest

import pnl_table
from pnl_stage import Kalshi, Pacifica, table_of

KalshiTable = table_of(Kalshi)
PacificaTable = table_of(Pacifica)


class Matrix(unittest.TestCase):
    def test_the_document_shows_the_table(self):
        document = pathlib.Path(__file__).parents[2] / "docs" / "pnl.md"
        self.assertIn(pnl_table.matrix(), document.read_text())


if __name__ == "__main__":
    unittest.main()
