"""The hand-made table of pnl_table.py for Solana, row by row on the real programs."""
import unittest

from pnl_stage import Solana, table_of

SolanaTable = table_of(Solana)

if __name__ == "__main__":
    unittest.main()
