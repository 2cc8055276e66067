"""py-clob-client-v2, Polymarket's own Python client, against the simulator."""
import unittest

from py_clob_client_v2.client import ClobClient
from py_clob_client_v2.clob_types import (ApiCreds, BalanceAllowanceParams, MarketOrderArgs,
                                          OpenOrderParams, OrderArgs, OrderPayload, OrderType,
                                          PartialCreateOrderOptions, PostOrdersV2Args, TradeParams)
from py_clob_client_v2.exceptions import PolyApiException

from venues import Venues, eventually, exact

# The owner of the demo's wallet: the first key of every development chain. TEST ONLY.
KEY = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"
STRANGER = "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d"


def tradeable(venues, **more):
    made = venues.act({"venue": "polymarket", "do": "add_market", **more})[0]
    token = made["token_ids"][0]
    venues.act(*[{"venue": "polymarket", "do": "quote", "token_id": token, "side": side,
                  "price": price, "size": size}
                 for side, price, size in (("ask", "0.52", "100"), ("ask", "0.54", "40"),
                                           ("bid", "0.48", "60"))])
    return made["condition_id"], token


class WithVenues(unittest.TestCase):
    options = ()

    @classmethod
    def setUpClass(cls):
        cls.venues = Venues(*cls.options)
        cls.addClassCleanup(cls.venues.close)
        cls.safe = cls.venues.ready["polymarket_wallet"]
        cls.venues.act({"venue": "polymarket", "do": "set_service", "settlement_ms": 500})
        cls.condition, cls.token = tradeable(cls.venues, slug="a-market", fee_rate="0.05")
        cls.client = cls.made()
        cls.creds = cls.client.create_or_derive_api_key()
        cls.client.set_api_creds(cls.creds)

    @classmethod
    def made(cls, key=KEY, creds=None):
        return ClobClient(cls.venues.services["polymarket_clob"], 137, key=key, creds=creds,
                          signature_type=2, funder=cls.safe)

    def balance(self, token=None):
        params = (BalanceAllowanceParams(asset_type="COLLATERAL", signature_type=2) if token is None
                  else BalanceAllowanceParams(asset_type="CONDITIONAL", token_id=token,
                                              signature_type=2))
        return int(self.client.get_balance_allowance(params)["balance"])

    def order(self, price, size, side="BUY"):
        return OrderArgs(token_id=self.token, price=price, size=size, side=side)


class Trading(WithVenues):
    def test_keys_are_made_once_and_found_again(self):
        again = self.made().create_or_derive_api_key()
        self.assertEqual(again.api_key, self.creds.api_key)
        self.assertEqual(again.api_secret, self.creds.api_secret)

    def test_an_order_rests_and_is_canceled(self):
        posted = self.client.create_and_post_order(self.order(0.5, 20))
        self.assertEqual(posted["status"], "live")
        mine = [row for row in self.client.get_open_orders() if row["id"] == posted["orderID"]]
        self.assertEqual([(row["price"], row["original_size"]) for row in mine], [("0.5", "20")])
        said = self.client.cancel_order(OrderPayload(orderID=posted["orderID"]))
        self.assertEqual(said, {"canceled": [posted["orderID"]], "not_canceled": {}})
        self.assertEqual(self.client.get_open_orders(), [])

    def test_a_market_order_fills_and_moves_balance_and_position(self):
        before = self.balance()
        posted = self.client.create_and_post_market_order(
            MarketOrderArgs(token_id=self.token, amount=26, side="BUY", price=0.52,
                            order_type=OrderType.FAK), order_type=OrderType.FAK)
        self.assertEqual((posted["status"], posted["takingAmount"], posted["makingAmount"]),
                         ("matched", "50", "26"))
        trade = eventually(lambda: [row for row in self.client.get_trades(
            TradeParams(id=posted["tradeIDs"][0])) if row["transaction_hash"]], "the hash")[0]
        self.assertEqual((trade["size"], trade["price"]), ("50", "0.52"))
        self.assertEqual(self.balance(), before - 26_000_000 - 624_000)
        self.assertEqual(self.balance(self.token), 50_000_000)
        held = [row for row in self.venues.world()["polymarket"]["wallets"][self.safe]["holdings"]
                if row["token_id"] == self.token]
        self.assertEqual([exact(row["size"]) for row in held], [50])

    def test_refusals_come_as_words(self):
        with self.assertRaises(PolyApiException) as small:
            self.client.create_and_post_order(self.order(0.5, 4))
        self.assertEqual(small.exception.status_code, 400)
        self.assertIn("lower than the minimum: 5", str(small.exception))

    def test_a_broken_signature_of_either_kind_is_refused(self):
        broken = ApiCreds(self.creds.api_key, "A" * 43 + "=", self.creds.api_passphrase)
        with self.assertRaises(PolyApiException) as hmac:
            self.made(creds=broken).get_open_orders()
        self.assertEqual(hmac.exception.status_code, 401)
        signed = self.client.create_order(self.order(0.5, 6))
        last = signed.signature[-6]
        signed.signature = (signed.signature[:-6] + ("0" if last != "0" else "1")
                            + signed.signature[-5:])
        with self.assertRaises(PolyApiException) as order:
            self.client.post_order(signed)
        self.assertIn("invalid signature", str(order.exception))
        other = self.made(key=STRANGER)
        other.creds = self.creds
        with self.assertRaises(PolyApiException):
            other.get_api_keys()


class Many(WithVenues):
    options = ("--positions", "0")

    def test_501_and_1200_orders_and_their_fills_are_walked_to_the_end(self):
        self.venues.act({"venue": "polymarket", "do": "deposit", "wallet": self.safe,
                         "amount": "50000"})
        self.venues.advance(10_000)
        self.client.update_balance_allowance(
            BalanceAllowanceParams(asset_type="COLLATERAL", signature_type=2))
        self.assertEqual(self.client.get_open_orders(), [])
        options = PartialCreateOrderOptions(tick_size="0.01", neg_risk=False)
        placed = 0
        for rows in (1, 501, 1200):
            while placed < rows:
                batch = range(placed, min(placed + 15, rows))
                self.client.post_orders([PostOrdersV2Args(
                    order=self.client.create_order(
                        self.order((30 + i % 12) / 100, 5 + i % 37 / 4), options),
                    orderType=OrderType.GTC) for i in batch])
                placed += len(batch)
            read = self.client.get_open_orders(OpenOrderParams(asset_id=self.token))
            self.assertEqual(len(read), rows)
            self.assertEqual(
                sorted((row["id"], exact(row["price"]), exact(row["original_size"])) for row in read),
                sorted((row["id"], exact(row["price"]), exact(row["size"]))
                       for row in self.venues.world()["polymarket"]["orders"]))
        # Somebody sells to all of them: each order becomes one fill at its price.
        self.assertEqual(self.client.get_trades(), [])
        self.venues.act({"venue": "polymarket", "do": "take", "side": "sell", "size": "100000",
                         "price": "0.30", "token_id": self.token})
        self.venues.advance(10_000)
        fills = [(maker["order_id"], exact(maker["matched_amount"]), exact(maker["price"]))
                 for trade in self.client.get_trades(TradeParams(asset_id=self.token))
                 for maker in trade["maker_orders"] if maker["owner"] == self.creds.api_key]
        world = self.venues.world()["polymarket"]
        self.assertEqual(len(fills), placed)
        self.assertEqual(sorted(fills), sorted(
            (maker["order_id"], exact(maker["size"]), exact(maker["price"]))
            for match in world["matches"] for maker in match["makers"]
            if maker["wallet"] == self.safe))
        # What they have cost, and so their average, is the holding's.
        held = next(row for row in world["wallets"][self.safe]["holdings"]
                    if row["token_id"] == self.token)
        self.assertEqual((sum(size for _, size, _ in fills),
                          sum(size * price for _, size, price in fills)),
                         (exact(held["size"]), exact(held["entry_cost"])))


del WithVenues

if __name__ == "__main__":
    unittest.main()
