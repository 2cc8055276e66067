"""Lets the rows of pnl_table.py happen in the simulator's world, lets Holdfast look, and compares what
its command line then says with what was worked out by hand."""
import collections
import decimal
import json
import time
import unittest

import pnl_table
from pnl_table import Life
from stage import Holdfast, Venues, eventually, free_port
from test_solana import solana_env

D = decimal.Decimal
OTHER = "0x" + "ab" * 20  # somebody else's wallet on Polygon


class World:
    """One venue of the simulator. Each row of the table has a market of its own here."""

    toml = ""
    seen_everywhere_s = 2.0
    trade_lists = []  # which views are late when a row says that the list is
    lagging = []  # what to let lag, so that a pass sees the world of ten minutes ago
    # How four such passes end. An older state is left aside, and the third in a row is told of.
    met = [("done", None), ("done", None), ("partly", "unreachable"), ("partly", "unreachable")]
    listing_has_no_moment = False  # then it is taken, and what it leaves out is held back
    # What no such pass may even suspect: it is older than what is applied already.
    never_raised = ("suspected", "unproven_absence", "suspicious_empty", "witness_conflict", "brake")

    def __init__(self, venues):
        self.venues = venues

    def currency(self, row):
        return row.market.get("rail", self.paid_in)

    def act(self, actions):
        if actions:
            self.venues.act(*({"venue": self.venue, **one} for one in actions))

    def prepare(self):
        pass

    def env(self):
        raise NotImplementedError

    def add(self, index, row):
        """Makes the row's market; the instruments of its legs."""
        raise NotImplementedError

    def action(self, index, action):
        """An action of the table in the simulator's words."""
        raise NotImplementedError


class Kalshi(World):
    venue = "kalshi"
    trade_lists = [{"venue": "kalshi", "endpoint": "fills"}]
    paid_in = "USD"
    lagging = [{"venue": "kalshi", "endpoint": "positions"}]

    def env(self):
        ready = self.venues.ready
        return {"KALSHI_API_KEY_ID": ready["kalshi_key_id"],
                "KALSHI_PRIVATE_KEY_PATH": ready["kalshi_key_file"],
                "KALSHI_API_BASE": self.venues.services["kalshi"], "KALSHI_WS_BASE": "off"}

    def ticker(self, index):
        return f"KXPNL{index}-26DEC-A"

    def add(self, index, row):
        self.act([{"do": "add_market", "ticker": self.ticker(index),
                   "event_ticker": f"KXPNL{index}-26DEC"}])
        return {"": self.ticker(index)}

    def action(self, index, action):
        return {"ticker": self.ticker(index), **action}


class Solana(World):
    venue = "kalshi_solana"
    trade_lists = [{"venue": "dflow-metadata", "endpoint": "onchain_trades"}]
    paid_in = "USDC"
    lagging = [{"venue": "solana/1"}, {"venue": "solana/2"}]
    met = [("partly", "not_now")] * 4  # asked for the slot that is applied, the nodes refuse
    toml = '[chain.solana]\ncommitment = "confirmed"\n'  # finalised state is 13 seconds old
    seen_everywhere_s = 6.0

    def prepare(self):
        self.wallet = self.venues.ready["solana_wallet"]
        self.act([{"do": "deposit", "wallet": self.wallet, "mint": mint, "amount": "1000",
                   "at": "-7200"} for mint in ("USDC", "CASH")])

    def env(self):
        return solana_env(self.venues, self.wallet)

    def ticker(self, index):
        return f"KXPNL{index}-26DEC-A"

    def add(self, index, row):
        done = self.venues.act({"venue": self.venue, "do": "add_market", "at": "-7200",
                                "ticker": self.ticker(index),
                                "rails": [row.market.get("rail", "USDC")]})["done"][0]
        rail = next(iter(done["rails"].values()))
        return {"yes": rail["yes_mint"], "no": rail["no_mint"]}

    def action(self, index, action):
        action = {"ticker": self.ticker(index), **action}
        if "count" in action:
            action["contracts"] = action.pop("count")
        if action["do"] in ("buy", "deposit"):
            action.setdefault("at", "-3600")
        if action["do"] == "transfer":
            # A movement of the last two minutes may be an order that nobody has indexed yet.
            return {"from": self.wallet, "to": "11111111111111111111111111111112", "at": "-300",
                    **action}
        return action if action["do"] == "settle" else {"wallet": self.wallet, **action}


class Polymarket(World):
    venue = "polymarket"
    trade_lists = [{"venue": "polymarket-data", "endpoint": "v2_activity"},
                   {"venue": "polymarket-data", "endpoint": "v1_activity"}]
    paid_in = "pUSD"
    # Its listing has no moment of its own: what it leaves out is held back, and only that.
    met = [("done", None)] * 4
    listing_has_no_moment = True
    never_raised = ("suspected", "witness_conflict")
    lagging = [{"venue": "polymarket-data", "endpoint": "v2_positions"}, {"venue": "polygon/1"},
               {"venue": "polygon/2"}]
    seen_everywhere_s = 12.0

    def prepare(self):
        self.wallet = self.venues.wallet()
        self.markets = {}
        self.venues.quick()
        self.act([{"do": "deposit", "wallet": self.wallet, "amount": "1000"}])

    def env(self):
        services = self.venues.services
        return {"POLY_FUNDER": self.wallet, "POLY_DATA_API_BASE": services["polymarket_data"],
                "POLY_GAMMA_API_BASE": services["polymarket_gamma"], "POLY_WS_BASE": "off",
                "POLYGON_RPC_URLS": services["polygon_1"] + ","
                + services["polygon_2"].replace("127.0.0.1", "localhost")}

    def add(self, index, row):
        plan = {"event_slug": f"pnl-{index}", **row.market}
        tokens, conditions = {}, {}
        for number in range(1, plan.pop("outcomes_of_event", 1) + 1):
            made = self.venues.act({"venue": self.venue, "do": "add_market",
                                    "slug": f"pnl-{index}-{number}", **plan})["done"][0]
            names = [side if number == 1 else f"{side} {number}" for side in ("yes", "no")]
            tokens.update(zip(names, made["token_ids"]))
            conditions.update((name, made["condition_id"]) for name in names)
        self.markets[index] = (conditions, tokens)
        return tokens

    def action(self, index, action):
        conditions, tokens = self.markets[index]
        action = dict(action)
        if "count" in action:
            action["size"] = action.pop("count")
        if "leg" in action:
            action["token_id"] = tokens[action.pop("leg")]
        if action["do"] in ("resolve", "redeem", "merge", "split", "set_market"):
            action["condition_id"] = conditions["yes"]
        if action["do"] == "convert":
            action["condition_ids"] = [conditions[name] for name in action.pop("of")]
        if action["do"] == "transfer":
            return {"from": self.wallet, "to": OTHER, **action}
        if action["do"] == "receive":
            self.act([{**action, "do": "buy", "wallet": OTHER, "price": "0.5"}])
            return {**action, "do": "transfer", "from": OTHER, "to": self.wallet}
        market_wide = action["do"] in ("resolve", "set_market")
        return action if market_wide else {"wallet": self.wallet, **action}


class Pacifica(World):
    venue = "pacifica"
    trade_lists = [{"venue": "pacifica", "endpoint": "trade_history"}]
    paid_in = "USDC"
    lagging = [{"venue": "pacifica", "endpoint": "positions"},
               {"venue": "pacifica", "endpoint": "account"}]

    def env(self):
        return {"PACIFICA_ACCOUNT": self.venues.ready["pacifica_account"],
                "PACIFICA_API_BASE": self.venues.services["pacifica"]}

    def add(self, index, row):
        self.act([{"do": "add_market", "symbol": f"PNL{index}", "price": "100"}])
        return {"": f"PNL{index}"}

    def action(self, index, action):
        action = {"symbol": f"PNL{index}", **action}
        if "count" in action:
            action["amount"] = action.pop("count")
        return action


class Ledger:
    """What the command line says: positions and history, profit and loss, and each key's causes."""

    def __init__(self, holdfast, account):
        self.account = account
        self.lives = collections.defaultdict(dict)  # by instrument: number of the life -> position
        for command in ("positions", "history"):
            for position in self.said(holdfast, command)["positions"]:
                if position["account"] == account:
                    self.lives[position["instrument"]][position["life"]] = position
        self.pnl = {one["group"]: one for one in self.said(holdfast, "pnl")["rows"]}
        self.entries = [entry for entry in self.journal(holdfast)
                        if entry["change"] != "0" or entry["kind"] == "funding"]

    @staticmethod
    def said(holdfast, *words):
        code, out, err = holdfast.run(*words, "--json")
        assert code == 0, out + err
        return json.loads(out)

    def journal(self, holdfast):
        after = 0
        while after is not None:
            page = holdfast.json(f"/api/v1/journal?account={self.account}&limit=1000"
                                 f"&after={after}")
            yield from page["rows"]
            after = page["next_after"]

    def causes(self, instrument):
        mine = [entry for entry in self.entries if entry["instrument"] == instrument]
        return [one["cause"] for one in sorted(mine, key=lambda e: (e["at"], e["sequence"]))]

    def phase(self, instrument):
        lives = self.lives[instrument]
        return lives[max(lives)]["phase"]

    def currencies(self, instrument):
        keys = [life["key"] + "#" for life in self.lives[instrument].values()]
        return {currency for group, earned in self.pnl.items()
                if any(group.startswith(key) for key in keys) for currency in earned["currencies"]}

    def ended_by(self, instrument):
        lives = self.lives[instrument]
        return lives[max(lives)]["ended_by"]

    def legs(self, instrument):
        """The lives of an instrument as `Life`, with what `pnl` says of each."""
        lives = []
        for number, position in sorted(self.lives[instrument].items()):
            figures = [position[name] for name in ("quantity", "cost", "realized_pnl", "fees",
                                                   "funding", "unpriced")]
            lives.append(Life(*(None if text is None else D(text) for text in figures)))
            self.check_pnl(f"{position['key']}#{number}", lives[-1])
        return lives

    def check_pnl(self, group, life):
        earned = self.pnl.get(group)
        if earned is None:  # brought nothing yet
            assert not (life.realized or life.fees or life.funding or life.unpriced), group
            return
        said = tuple(None if earned[name] is None else D(earned[name])
                     for name in ("realized_pnl", "fees", "funding", "net"))
        net = None if life.realized is None else life.realized - life.fees + life.funding
        assert said == (life.realized, life.fees, life.funding, net), (group, said, life)
        assert earned["unpriced"] == (1 if life.unpriced else 0), (group, earned)


def expected_lives(leg):
    return [Life(*(None if text is None else D(text) for text in life)) for life in leg.lives]


class Table:
    """For one venue: everything happens in one world, then each row is a test."""

    world_class = None

    @classmethod
    def setUpClass(cls):
        cls.rows = pnl_table.TABLE[cls.world_class.venue]
        cls.venues = Venues()
        cls.addClassCleanup(cls.venues.close)
        cls.world = cls.world_class(cls.venues)
        cls.world.prepare()
        cls.instruments = [cls.world.add(index, row) for index, row in enumerate(cls.rows)]
        cls.play(0)
        cls.holdfast = Holdfast(None, interval_s=3600, env=cls.world.env(), port=free_port(),
                                toml=cls.world.toml)
        cls.addClassCleanup(cls.holdfast.close)
        cls.holdfast.start()
        for stage in range(1, max(len(row.stages) for row in cls.rows)):
            cls.sync()
            cls.play(stage)
        cls.sync()
        # Views of one event come in one by one; what is wrong in the end, each test shows.
        end = time.monotonic() + 30
        while not cls.quantities_are_right() and time.monotonic() < end:
            cls.sync()
        # A guess is asked about after a minute, then after two.
        end = time.monotonic() + 200
        while not cls.late_rows_are_right() and time.monotonic() < end:
            time.sleep(3)
            cls.sync()
        cls.ledger = cls.look()

    @classmethod
    def play(cls, stage):
        """What the rows have for that stage; it has then reached every view."""
        planned = [(index, action) for index, row in enumerate(cls.rows) if stage < len(row.stages)
                   for action in row.stages[stage]]
        verbs = {action["do"] for _, action in planned}
        if "list_is_late" in verbs:
            for view in cls.world.trade_lists:
                cls.venues.fault(kind="lag", params={"ms": 900000}, **view)
        if "list_comes" in verbs:
            cls.venues.heal()
        cls.world.act([cls.world.action(index, action) for index, action in planned
                       if not action["do"].startswith("list_")])
        time.sleep(cls.world.seen_everywhere_s)

    @classmethod
    def sync(cls):
        eventually(lambda: cls.holdfast.sync()[0] == 200, 120, "a whole pass")

    @classmethod
    def look(cls):
        return Ledger(cls.holdfast, cls.world_class.venue + "/main")

    @classmethod
    def quantities_are_right(cls):
        ledger = cls.look()
        return all([one.quantity for one in ledger.legs(names[side])]
                   == [one.quantity for one in expected_lives(leg)]
                   for row, names in zip(cls.rows, cls.instruments)
                   for side, leg in row.legs.items())

    @classmethod
    def late_rows_are_right(cls):
        ledger = cls.look()
        return all(ledger.legs(names[side]) == expected_lives(leg)
                   for row, names in zip(cls.rows, cls.instruments) if row.event == pnl_table.LATE
                   for side, leg in row.legs.items())

    def check(self, index):
        row = self.rows[index]
        for side, instrument in self.instruments[index].items():
            leg = row.legs.get(side)
            if leg is None:
                self.assertEqual(self.ledger.legs(instrument), [], side)
                continue
            self.assertEqual(self.ledger.legs(instrument), expected_lives(leg), side)
            self.assertEqual(self.ledger.causes(instrument), leg.causes, side)
            self.assertEqual(self.ledger.phase(instrument), leg.phase, side)
            self.assertLessEqual(self.ledger.currencies(instrument),
                                 {self.world.currency(row)}, side)
            if leg.phase in ("closed", "redeemed"):
                self.assertEqual(self.ledger.ended_by(instrument), leg.ended_by, side)

    def test_a_snapshot_older_than_the_fills_changes_nothing(self):
        before = self.look()
        applied = self.holdfast.status()["venues"][0]["snapshot"]
        for view in self.world.lagging:
            self.venues.fault(kind="lag", params={"ms": 600000}, **view)
        self.addCleanup(self.venues.heal)
        said = [self.holdfast.sync()[1] for _ in range(4)]
        # Each pass was answered with what was before all that this table did.
        for fault in self.venues.faults():
            self.assertGreaterEqual(fault["fired"], 4, fault)
        self.assertEqual([(one["outcome"], one["error"] and one["error"]["fault"]) for one in said],
                         self.world.met)
        now = self.holdfast.status()["venues"][0]["snapshot"]
        self.assertEqual(now != applied, self.world.listing_has_no_moment)
        after = self.look()
        self.assertEqual(after.entries, before.entries)
        self.assertEqual([case for case in self.holdfast.cases()
                          if case["reason"] in self.world.never_raised], [])
        for instrument in before.lives:
            self.assertEqual(after.legs(instrument), before.legs(instrument))
        self.venues.heal()
        time.sleep(self.world.seen_everywhere_s)
        self.sync()
        self.assertEqual(self.look().entries, before.entries)
        self.assertEqual(self.holdfast.status()["verdict"], "agrees")

    def test_nothing_is_booked_twice(self):
        before = self.look().entries
        for _ in range(3):
            self.sync()
        self.assertEqual(self.look().entries, before)
        self.assertEqual(self.holdfast.status()["verdict"], "agrees")
        self.holdfast.verified()


def table_of(world):
    def test_of(index):
        return lambda self: self.check(index)

    tests = {"test_" + "_".join((f"{index:02}", row.event, row.name)).replace(" ", "_"):
             test_of(index) for index, row in enumerate(pnl_table.TABLE[world.venue])}
    return type(world.__name__ + "Table", (Table, unittest.TestCase),
                {"world_class": world, **tests})
