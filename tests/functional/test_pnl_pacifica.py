"""The hand-made table of pnl_table.py for Pacifica, row by row on the real programs."""
import unittest

from pnl_stage import Pacifica, table_of

PacificaTable = table_of(Pacifica)

if __name__ == "__main__":
    unittest.main()
