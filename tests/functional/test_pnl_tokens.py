"""The hand-made table of pnl_table.py for what is held as tokens, row by row on the real programs."""
import unittest

from pnl_stage import Polymarket, Solana, table_of

SolanaTable = table_of(Solana)
PolymarketTable = table_of(Polymarket)

if __name__ == "__main__":
    unittest.main()
