"""The bodies that parsers are measured on, and what is in them.

Each body comes with its truth: one line a row, written from the values the row was made of and
never from the JSON, so that it is an oracle independent of every parser that is measured. Amounts
in it are integers of 10^-9. Keys are shuffled in every row, unknown keys stand between the known
ones, and texts hold escapes.
"""

import json
import random
from decimal import Decimal

WALLET = "0x56687bf447db6ffa42ffe2204a05edaa20f55839"
TITLES = [
    'Will "{0}" win the seat in district {1}?',
    "Höchste Temperatur in Zürich über {1} °C? {0}",
    "Path C:\\temp\\{0} / tab\there {1}",
    "{0} to the moon 🚀 before {1}?",
    "Will the Fed cut rates by {1} bps after the {0} meeting?",
]
WORDS = ["alpha", "bravo", "kilo", "november", "quebec", "sierra", "tango", "yankee"]


def units(amount):
    return str(int(Decimal(amount) * 10**9))


def amount(dice, low, high, places):
    return Decimal(dice.randint(low * 10**places, high * 10**places)).scaleb(-places)


def plain(number):
    return format(number, "f")


def shuffled(dice, fields):
    """One JSON object of (key, JSON text) in any order."""
    dice.shuffle(fields)
    return "{" + ",".join(f"{json.dumps(key)}:{text}" for key, text in fields) + "}"


def text(dice, value):
    """A JSON string, its letters beyond ASCII written raw or as escapes."""
    return json.dumps(value, ensure_ascii=dice.random() < 0.5)


def unknown_fields(dice):
    return [
        ("x_note", text(dice, "new “field” with \\ and \" in it")),
        ("x_flags", '{"deep":[1,2,{"a":null}],"b":true}'),
        ("x_rank", str(dice.randint(0, 10**6))),
    ]


def kalshi_row(dice, number):
    ticker = f"KX{dice.choice(WORDS).upper()}-26DEC{number:05d}-T{dice.randint(1, 99)}"
    shard = dice.randint(0, 3)
    position = amount(dice, -5000, 5000, 2)
    exposure = amount(dice, 0, 5000, 4)
    realized = amount(dice, -500, 500, 4)
    fees = amount(dice, 0, 50, 4)
    fields = [
        ("ticker", text(dice, ticker)),
        ("exchange_index", str(shard)),
        ("position_fp", f'"{position:.2f}"'),
        ("position", str(int(position))),  # left out by the venue today; ccxt still reads it
        ("market_exposure_dollars", f'"{exposure:.4f}"'),
        ("realized_pnl_dollars", f'"{realized:.4f}"'),
        ("fees_paid_dollars", f'"{fees:.4f}"'),
        ("total_traded_dollars", f'"{amount(dice, 0, 9000, 4):.4f}"'),
        ("resting_orders_count", str(dice.randint(0, 9))),
        ("last_updated_ts", '"2026-11-25T08:15:30.123456Z"'),
        *unknown_fields(dice),
    ]
    truth = [ticker, str(shard), *map(units, (position, exposure, realized, fees))]
    ours_to_ccxt = [ticker, str(abs(int(position))), "long" if int(position) >= 0 else "short"]
    return shuffled(dice, fields), truth, ours_to_ccxt


def number_text(dice, value):
    """A JSON number as the Data API prints doubles: at times with an exponent."""
    if value and dice.random() < 0.05:
        digits, exponent = f"{value:E}".split("E")
        return f"{Decimal(digits).normalize():f}e{int(exponent):+03d}"
    return plain(value)


def polymarket_row(dice, number):
    token = str(dice.getrandbits(250) + 10**70)
    opposite = str(dice.getrandbits(250) + 10**70)
    condition = f"0x{dice.getrandbits(256):064x}"
    word = dice.choice(WORDS)
    slug = f"will-{word}-win-the-seat-in-district-{number}"
    size = amount(dice, 0, 90000, 4)
    average, price = amount(dice, 0, 1, 4), amount(dice, 0, 1, 3)
    figures = {
        "size": size,
        "avgPrice": average,
        "initialValue": amount(dice, 0, 90000, 4),
        "currentValue": amount(dice, 0, 90000, 4),
        "cashPnl": amount(dice, -9000, 9000, 4),
        "realizedPnl": amount(dice, -900, 900, 6),
        "percentPnl": amount(dice, -100, 400, 4),
        "curPrice": price,
    }
    unsaid = dice.choice(["cashPnl", "percentPnl", "realizedPnl", "none", "none"])
    texts = {
        "title": TITLES[number % len(TITLES)].format(word, number),
        "outcome": dice.choice(["Yes", "No", "Up", 'The "Lakers"']),
        "conditionId": condition,
        "slug": slug,
        "eventSlug": f"event-{slug}",
        "oppositeOutcome": "No",
        "oppositeAsset": opposite,
        "endDate": f"2026-12-{dice.randint(1, 31):02d}",
    }
    redeemable, negative_risk = dice.random() < 0.1, dice.random() < 0.3
    fields = [
        ("proxyWallet", f'"{WALLET}"'),
        ("asset", f'"{token}"'),
        *((key, "null" if key == unsaid else number_text(dice, value)) for key, value in figures.items()),
        *((key, text(dice, value)) for key, value in texts.items()),
        ("totalBought", plain(amount(dice, 0, 90000, 4))),
        ("percentRealizedPnl", plain(amount(dice, -100, 100, 4))),
        ("currentPrice", plain(price)),  # the name ccxt reads
        ("redeemable", "true" if redeemable else "false"),
        ("mergeable", "false"),
        ("negativeRisk", "true" if negative_risk else "false"),
        ("icon", f'"https://polymarket-upload.s3.us-east-2.amazonaws.com/{slug}-icon.png"'),
        *unknown_fields(dice),
    ]
    said = ["-" if key == unsaid else units(value) for key, value in figures.items()]
    truth = [token, *said, str(int(redeemable)), str(int(negative_risk)), *texts.values()]
    ours_to_ccxt = [token, units(size), units(average), units(price)]
    return shuffled(dice, fields), truth, ours_to_ccxt


def make(venue, rows, seed=1):
    """(body, truth lines, lines in ccxt's own words)"""
    dice = random.Random(f"{venue} {rows} {seed}")
    make_row = {"kalshi": kalshi_row, "polymarket": polymarket_row}[venue]
    made = [make_row(dice, number) for number in range(rows)]
    joined = "[" + ",".join(row for row, _, _ in made) + "]"
    if venue == "kalshi":
        joined = '{"cursor":"","market_positions":' + joined + ',"event_positions":[]}'
    lines = ["\t".join(truth) for _, truth, _ in made]
    return joined, lines, ["\t".join(known) for _, _, known in made]
