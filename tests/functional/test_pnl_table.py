"""The hand-made table of pnl_table.py, row by row on the real programs."""
import unittest

import pnl_document
from pnl_stage import Kalshi, Pacifica, table_of

KalshiTable = table_of(Kalshi)
PacificaTable = table_of(Pacifica)


class Matrix(unittest.TestCase):
    def test_the_document_shows_the_table(self):
        self.assertTrue(pnl_document.DOCUMENT.read_text().endswith(pnl_document.section()))


if __name__ == "__main__":
    unittest.main()
