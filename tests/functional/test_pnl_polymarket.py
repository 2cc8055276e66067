"""The hand-made table of pnl_table.py for Polymarket, row by row on the real programs."""
import unittest

from pnl_stage import Polymarket, table_of

PolymarketTable = table_of(Polymarket)

if __name__ == "__main__":
    unittest.main()
