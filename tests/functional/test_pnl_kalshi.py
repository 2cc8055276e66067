"""The hand-made table of pnl_table.py for Kalshi, row by row on the real programs."""
import unittest

from pnl_stage import Kalshi, table_of

KalshiTable = table_of(Kalshi)

if __name__ == "__main__":
    unittest.main()
