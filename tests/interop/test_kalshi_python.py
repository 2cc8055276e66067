"""kalshi_python_sync 3.34.0, Kalshi's own Python client and the newest that the package index has. It
asks for Python 3.13 but names nothing of it: every module of it loads under 3.11, so it is installed
there all the same (scripts/venv.sh). All that is asked here goes through its own methods."""
import unittest

import kalshi_python_sync as kalshi
from kalshi_python_sync.exceptions import (ApiException, BadRequestException, NotFoundException,
                                           UnauthorizedException)

from venues import Venues, eventually, exact

TICKER = "KXORDERS-27-A"


def read(path):
    with open(path, encoding="ascii") as file:
        return file.read()


def client_of(venues, pem=None, key_id=None):
    configuration = kalshi.Configuration(host=venues.services["kalshi"])
    configuration.api_key_id = key_id or venues.ready["kalshi_key_id"]
    configuration.private_key_pem = pem or read(venues.ready["kalshi_key_file"])
    return kalshi.KalshiClient(configuration)


def liar_of(venues):
    """Signs as it always does; then one character of the signature is another."""
    client = client_of(venues)
    sign = client.kalshi_auth.create_auth_headers

    def bent(method, url):
        headers = sign(method, url)
        signature = headers["KALSHI-ACCESS-SIGNATURE"]
        other = "B" if signature[40] == "A" else "A"
        return headers | {"KALSHI-ACCESS-SIGNATURE": signature[:40] + other + signature[41:]}

    client.kalshi_auth.create_auth_headers = bent
    return client


def walk(ask, member):
    """Every row of every page of 500; a cursor that comes twice would walk for ever."""
    rows, seen, cursor = [], set(), None
    while cursor != "":
        page = ask(limit=500, cursor=cursor)
        rows += getattr(page, member)
        cursor = page.cursor or ""
        assert cursor not in seen, cursor
        seen.add(cursor)
    return rows


def listed(client):
    return {(row.exchange_index, row.ticker):
            (exact(row.position_fp), exact(row.market_exposure_dollars),
             exact(row.realized_pnl_dollars), exact(row.fees_paid_dollars))
            for row in walk(client.get_positions, "market_positions")}


def held(venues):
    return {(row["shard"], row["ticker"]):
            tuple(exact(row[name]) for name in ("position", "exposure", "realized", "fees"))
            for row in venues.world()["kalshi"]["accounts"]["main"]["holdings"]
            if row["subaccount"] == 0 and not row["archived"]}


def filled(client):
    """Buying YES and selling NO are both "yes": the position grows."""
    return {row.fill_id: (row.ticker, exact(row.count_fp) * (1 if row.outcome_side == "yes" else -1),
                          exact(row.yes_price_dollars))
            for row in walk(client.get_fills, "fills")}


def traded(venues):
    return {row["fill_id"]: (row["ticker"], exact(row["change"]), exact(row["yes_price"]))
            for row in venues.world()["kalshi"]["accounts"]["main"]["fills"]}


class KalshiPython(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.venues = Venues()
        cls.addClassCleanup(cls.venues.close)
        cls.client = client_of(cls.venues)
        cls.venues.act(
            {"venue": "kalshi", "do": "add_market", "ticker": TICKER, "event_ticker": "KXORDERS-27"},
            {"venue": "kalshi", "do": "quote", "ticker": TICKER, "side": "no", "price": "0.48",
             "count": "10"})

    def place(self, price, count="2.00", client=None, **more):
        return (client or self.client).create_order_v2(
            ticker=TICKER, side="bid", count=count, price=price,
            time_in_force="good_till_canceled", self_trade_prevention_type="taker_at_cross", **more)

    def test_reads_the_positions_and_fills_that_the_world_has(self):
        eventually(lambda: listed(self.client) == held(self.venues), "the positions")
        eventually(lambda: filled(self.client) == traded(self.venues), "the fills")

    def test_reads_the_cash_of_every_shard(self):
        def asked(subaccount):
            balance = self.client.get_balance(subaccount=subaccount)
            return (exact(balance.balance_dollars),
                    {row.exchange_index: exact(row.balance) for row in balance.balance_breakdown})

        def true(subaccount):
            rows = {row["shard"]: exact(row["amount"])
                    for row in self.venues.world()["kalshi"]["accounts"]["main"]["cash"]
                    if row["subaccount"] == subaccount}
            return sum(rows.values()), rows

        for subaccount in (0, 2):
            eventually(lambda: asked(subaccount) == true(subaccount), f"the cash of {subaccount}")

    def test_places_sees_the_fill_and_the_position(self):
        before = held(self.venues).get((0, TICKER), (0, 0))
        placed = self.place("0.5200")
        self.assertEqual((placed.fill_count, placed.remaining_count, placed.average_fill_price),
                         ("2.00", "0.00", "0.5200"))
        fills = eventually(lambda: self.client.get_fills(order_id=placed.order_id).fills, "the fill")
        self.assertEqual([(row.count_fp, row.yes_price_dollars, row.is_taker) for row in fills],
                         [("2.00", "0.5200", True)])
        eventually(lambda: listed(self.client) == held(self.venues), "the position")
        self.assertEqual(listed(self.client)[(0, TICKER)][:2],
                         (before[0] + 2, before[1] + 2 * exact("0.52")))

    def test_changes_an_order_and_cancels_it(self):
        resting = self.place("0.1000", "4.00")
        self.assertEqual(resting.remaining_count, "4.00")
        amended = self.client.amend_order_v2(resting.order_id, ticker=TICKER, side="bid",
                                             price="0.1100", count="3.00")
        self.assertEqual(amended.remaining_count, "3.00")
        decreased = self.client.decrease_order_v2(resting.order_id, reduce_to="1.25")
        self.assertEqual(decreased.remaining_count, "1.25")
        order = eventually(lambda: self.order(resting.order_id, "1.25"), "the resting order")
        self.assertEqual((order.status, order.yes_price_dollars), ("resting", "0.1100"))
        self.assertEqual(self.client.cancel_order_v2(resting.order_id).reduced_by, "1.25")
        with self.assertRaises(NotFoundException):
            self.client.cancel_order_v2(resting.order_id)

    def order(self, order_id, remaining):
        try:
            order = self.client.get_order(order_id).order
        except NotFoundException:
            return None
        return order if order.remaining_count_fp == remaining else None

    def test_reads_the_refusals(self):
        with self.assertRaises(BadRequestException) as crossing:
            self.place("0.5200", post_only=True)
        self.assertIn("post only cross", crossing.exception.body)

    def test_signs_with_an_ed25519_key_too(self):
        client = client_of(self.venues, read(self.venues.ready["kalshi_ed25519_key_file"]),
                           self.venues.ready["kalshi_ed25519_key_id"])
        eventually(lambda: listed(client) == held(self.venues), "the positions")

    def test_a_broken_signature_is_refused_and_nothing_was_placed(self):
        liar = liar_of(self.venues)
        for ask in (liar.get_positions, liar.get_fills, liar.get_balance,
                    lambda: self.place("0.1000", client=liar, client_order_id="never"),
                    lambda: liar.cancel_order_v2("never")):
            with self.assertRaises(UnauthorizedException) as refused:
                ask()
            self.assertIn("INCORRECT_API_KEY_SIGNATURE", refused.exception.body)
        # The id was not burnt by it.
        resting = self.place("0.1000", client_order_id="never")
        self.client.cancel_order_v2(resting.order_id)

    def test_a_key_that_is_not_the_ids_is_refused(self):
        stranger = client_of(self.venues, read(self.venues.ready["kalshi_ed25519_key_file"]))
        with self.assertRaises(ApiException) as refused:
            stranger.get_balance()
        self.assertEqual(refused.exception.status, 401)


class Rows(unittest.TestCase):
    def test_reads_any_number_of_positions_and_fills_as_the_world_holds_them(self):
        for rows in (0, 1, 501, 1200):
            venues = Venues("--positions", str(rows))
            try:
                self.compare(venues, rows)
            finally:
                venues.close()

    def compare(self, venues, rows):
        client = client_of(venues)
        positions, fills = listed(client), filled(client)
        self.assertEqual((len(positions), len(fills)), (rows, rows))
        self.assertEqual(positions, held(venues))
        self.assertEqual(fills, traded(venues))
        # What they have cost is the fills': the average of each follows.
        costs = {}
        for ticker, change, yes_price in fills.values():
            price = yes_price if change > 0 else 1 - yes_price
            costs[ticker] = costs.get(ticker, 0) + abs(change) * price
        self.assertEqual(costs, {ticker: row[1] for (_, ticker), row in positions.items()})


if __name__ == "__main__":
    unittest.main()
