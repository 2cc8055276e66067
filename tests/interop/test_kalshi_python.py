"""kalshi_python_sync 3.2.0, the newest that the package index serves: it signs and sends as Kalshi
wants it, but knows only the orders of version 1 and the integer fields of 2025. Its models are held
to what they really do with today's answers; its transport does the rest."""
import json
import unittest
from urllib.parse import parse_qsl

import kalshi_python_sync as kalshi
from kalshi_python_sync.exceptions import ApiException, UnauthorizedException
from pydantic import ValidationError

from venues import Venues, eventually, exact

TICKER = "KXORDERS-27-A"


def client_of(venues, pem):
    configuration = kalshi.Configuration(host=venues.services["kalshi"])
    configuration.api_key_id = venues.ready["kalshi_key_id"]
    configuration.private_key_pem = pem
    return kalshi.KalshiClient(configuration)


def ask(client, method, path, query=(), body=None):
    """Through the client's own signing and transport, which know no endpoints."""
    request = client.param_serialize(method=method, resource_path=path, query_params=list(query),
                                     header_params={"Content-Type": "application/json"}, body=body)
    answer = client.call_api(*request)
    answer.read()
    return answer.status, json.loads(answer.data) if answer.data else None


def walk(client, path, member):
    """Every row of every page of 500."""
    rows, cursor = [], ""
    while True:
        query = [("limit", "500")] + ([("cursor", cursor)] if cursor else [])
        status, page = ask(client, "GET", path, query)
        assert status == 200, page
        rows += page[member]
        cursor = page["cursor"]
        if not cursor:
            return rows


class KalshiPython(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.venues = Venues()
        cls.addClassCleanup(cls.venues.close)
        with open(cls.venues.ready["kalshi_key_file"], encoding="ascii") as file:
            cls.pem = file.read()
        cls.client = client_of(cls.venues, cls.pem)
        cls.venues.act(
            {"venue": "kalshi", "do": "add_market", "ticker": TICKER, "event_ticker": "KXORDERS-27"},
            {"venue": "kalshi", "do": "quote", "ticker": TICKER, "side": "no", "price": "0.48",
             "count": "10"})

    def send(self, method, path, body=None, client=None):
        path, _, query = path.partition("?")
        return ask(client or self.client, method, path, parse_qsl(query), body)

    def listed(self):
        status, page = self.send("GET", "/portfolio/positions?limit=1000")
        self.assertEqual(status, 200)
        return {row["ticker"]: exact(row["position_fp"]) for row in page["market_positions"]}

    def held(self):
        return {row["ticker"]: exact(row["position"])
                for row in self.venues.world()["kalshi"]["accounts"]["main"]["holdings"]
                if row["subaccount"] == 0}

    def test_reads_the_positions_that_the_world_holds(self):
        eventually(lambda: self.listed() == self.held(), "the positions")

    def test_its_models_refuse_todays_positions(self):
        with self.assertRaises(ValidationError) as old:
            self.client.get_positions()
        self.assertIn("position", str(old.exception))

    def test_its_orders_are_gone(self):
        with self.assertRaises(ApiException) as gone:
            self.client.create_order(ticker=TICKER, side="yes", action="buy", count=1, yes_price=40)
        self.assertEqual(gone.exception.status, 410)
        self.assertIn("deprecated_v1_order_endpoint", gone.exception.body)

    def test_places_sees_the_fill_and_cancels(self):
        order = {"ticker": TICKER, "side": "bid", "count": "2.00", "price": "0.5200",
                 "time_in_force": "good_till_canceled",
                 "self_trade_prevention_type": "taker_at_cross"}
        status, placed = self.send("POST", "/portfolio/events/orders", order)
        self.assertEqual((status, placed["fill_count"]), (201, "2.00"))
        path = "/portfolio/fills?order_id=" + placed["order_id"]
        fills = eventually(lambda: self.send("GET", path)[1]["fills"], "the fill")
        self.assertEqual([(row["count_fp"], row["yes_price_dollars"]) for row in fills],
                         [("2.00", "0.5200")])
        eventually(lambda: self.listed().get(TICKER) == 2, "the position")
        status, resting = self.send("POST", "/portfolio/events/orders", order | {"price": "0.1000"})
        self.assertEqual((status, resting["remaining_count"]), (201, "2.00"))
        cancel = "/portfolio/events/orders/" + resting["order_id"]
        self.assertEqual(self.send("DELETE", cancel)[1]["reduced_by"], "2.00")
        self.assertEqual(self.send("DELETE", cancel)[0], 404)

    def test_a_key_that_is_not_the_ids_is_refused(self):
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import rsa
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                serialization.NoEncryption()).decode()
        with self.assertRaises(UnauthorizedException) as refused:
            client_of(self.venues, pem).get_balance()
        self.assertIn("INCORRECT_API_KEY_SIGNATURE", refused.exception.body)
        self.assertEqual(self.send("POST", "/portfolio/events/orders", {},
                                   client=client_of(self.venues, pem))[0], 401)


class Rows(unittest.TestCase):
    def test_reads_any_number_of_positions_and_fills_as_the_world_holds_them(self):
        for rows in (0, 1, 501, 1200):
            venues = Venues("--positions", str(rows))
            try:
                self.compare(venues, rows)
            finally:
                venues.close()

    def compare(self, venues, rows):
        with open(venues.ready["kalshi_key_file"], encoding="ascii") as file:
            client = client_of(venues, file.read())
        truth = venues.world()["kalshi"]["accounts"]["main"]
        positions = walk(client, "/portfolio/positions", "market_positions")
        self.assertEqual(len(positions), rows)
        self.assertEqual(
            {row["ticker"]: (exact(row["position_fp"]), exact(row["market_exposure_dollars"]))
             for row in positions},
            {row["ticker"]: (exact(row["position"]), exact(row["exposure"]))
             for row in truth["holdings"]})
        fills = walk(client, "/portfolio/fills", "fills")
        self.assertEqual(len(fills), rows)
        self.assertEqual(
            {row["fill_id"]: (exact(row["count_fp"]), exact(row["yes_price_dollars"]))
             for row in fills},
            {row["fill_id"]: (abs(exact(row["change"])), exact(row["yes_price"]))
             for row in truth["fills"]})


if __name__ == "__main__":
    unittest.main()
