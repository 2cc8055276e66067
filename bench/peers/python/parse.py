"""A peer of goal a1: json.loads on the same bytes and orders as bench_parse.

  python3 parse.py kalshi|polymarket FILE

  check      -> one line a row of what was read; an empty line ends them
  run COUNT  -> "<wall ns> <cpu ns>" of parsing the body so many times
"""

import json
import pathlib
import sys
import time
from decimal import Decimal

venue, file = sys.argv[1:]
body = pathlib.Path(file).read_bytes()


def rows():
    read = json.loads(body)
    return read["market_positions"] if venue == "kalshi" else read


def units(value):
    return "-" if value is None else str(int(Decimal(str(value)) * 10**9))


def line(row):
    if venue == "kalshi":
        amounts = ["position_fp", "market_exposure_dollars", "realized_pnl_dollars", "fees_paid_dollars"]
        return [row["ticker"], str(row["exchange_index"]), *(units(row[name]) for name in amounts)]
    amounts = ["size", "avgPrice", "initialValue", "currentValue", "cashPnl", "realizedPnl", "percentPnl", "curPrice"]
    texts = ["title", "outcome", "conditionId", "slug", "eventSlug", "oppositeOutcome", "oppositeAsset", "endDate"]
    flags = [str(int(row["redeemable"])), str(int(row["negativeRisk"]))]
    return [row["asset"], *(units(row[name]) for name in amounts), *flags, *(row[name] for name in texts)]


for order in sys.stdin:
    word, *count = order.split()
    if word == "check":
        sys.stdout.write("".join("\t".join(line(row)) + "\n" for row in rows()) + "\n")
    if word == "run":
        cpu, start = time.process_time_ns(), time.perf_counter_ns()
        for _ in range(int(count[0])):
            rows()
        print(time.perf_counter_ns() - start, time.process_time_ns() - cpu)
    sys.stdout.flush()
