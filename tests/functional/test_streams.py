"""Streams: what is held is watched, what is sold is not, and a trade elsewhere shows by itself."""
import time
import unittest

from stage import Holdfast, Venues, eventually


class Streams(unittest.TestCase):
    def setUp(self):
        self.venues = Venues()
        self.addCleanup(self.venues.close)
        self.venues.quick()

    def watched(self, positions, **more):
        services = self.venues.services
        streams = {"KALSHI_WS_BASE": services["kalshi_ws"],
                   "POLY_WS_BASE": services["polymarket_ws"]}
        holdfast = Holdfast(self.venues, interval_s=60, env=streams, **more)
        self.addCleanup(holdfast.close)
        holdfast.start()
        eventually(lambda: len(holdfast.positions()) == positions, why="the positions")
        return holdfast

    def books(self):
        return self.venues.subscriptions("kalshi-ws", "orderbook_delta")

    def watches_what_is_held_at_kalshi(self):
        """On every channel: a ticker that stays subscribed is a leak as a book is."""
        held = sorted(row["ticker"] for row in self.venues.kalshi_holdings())
        return self.venues.channels("kalshi-ws") == {
            "orderbook_delta": held, "ticker": held, "fill": [""], "market_positions": [""],
            "user_orders": [""]}

    def tokens(self):
        return self.venues.subscriptions("polymarket-ws", "market")

    def streams(self, holdfast):
        return {venue["name"] + " " + stream["name"]: stream
                for venue in holdfast.status()["venues"] for stream in venue["streams"]}

    def test_twelve_watched_six_sold_by_hand_six_are_left(self):
        holdfast = self.watched(16)
        for number in range(4):
            ticker = f"KXFEED-{number}"
            self.venues.act({"venue": "kalshi", "do": "add_market", "ticker": ticker,
                             "event_ticker": "E" + ticker, "title": ticker},
                            {"venue": "kalshi", "do": "buy", "ticker": ticker, "count": "3",
                             "price": "0.40"})
        # Nobody asked for a pass: the fills themselves did.
        eventually(self.watches_what_is_held_at_kalshi, why="twelve markets at Kalshi")
        self.assertEqual(len(self.books()), 12)
        # The eighth can be redeemed: its market is over and has no book.
        traded = sorted(r["token_id"] for r in self.venues.polymarket_holdings()
                        if not r["resolved"])
        eventually(lambda: self.tokens() == traded, why="the tokens that are still traded")
        self.assertEqual(len(traded), 7)
        self.assertEqual([name for name in self.streams(holdfast) if "polymarket" in name],
                         ["polymarket/main market"], "spare connections are not told of")

        sold = self.venues.kalshi_holdings()[:6]
        self.venues.close_kalshi(sold)
        time.sleep(1)
        holdfast.sync()
        eventually(self.watches_what_is_held_at_kalshi, why="six markets are left, on each channel")
        self.assertEqual(len(self.books()), 6)
        for row in sold:
            self.assertIn("Removed sold position: kalshi/main", holdfast.logged())
            self.assertIn(row["ticker"], holdfast.logged())
        self.assertEqual(holdfast.logged().count("Removed sold position: "), 6)
        self.assertEqual(self.streams(holdfast)["kalshi/main all"]["watched"], 6)

    def test_a_sale_elsewhere_shows_without_a_pass(self):
        holdfast = self.watched(16)
        row = next(r for r in self.venues.kalshi_holdings() if r["subaccount"] == 0)
        eventually(lambda: row["ticker"] in self.books(), why="the book is watched")
        self.venues.close_kalshi([row])
        eventually(lambda: len(holdfast.positions()) == 15, within_s=20,
                   why="the sale shows long before the next pass is due")

    def test_a_dead_line_is_found_and_another_one_opened(self):
        holdfast = self.watched(16)
        eventually(lambda: self.streams(holdfast)["kalshi/main all"]["state"] == "live",
                   why="the stream is live")
        self.venues.fault(venue="kalshi-ws", kind="half_open", count=1)
        row = self.venues.kalshi_holdings()[0]
        self.venues.act({"venue": "kalshi", "do": "quote", "ticker": row["ticker"], "side": "yes",
                         "price": "0.01", "count": "7"})
        began = time.monotonic()
        eventually(lambda: self.streams(holdfast)["kalshi/main all"]["connections"] == 2,
                   within_s=25, why="another connection")
        self.assertLess(time.monotonic() - began, 20, "found within 15 s, opened soon after")
        eventually(lambda: len(self.books()) == 8 and
                   self.streams(holdfast)["kalshi/main all"]["fresh"] == 8, why="all is watched again")

    def test_metrics_say_how_the_streams_are(self):
        holdfast = self.watched(16)
        eventually(lambda: self.streams(holdfast)["polymarket/main market"]["state"] == "live",
                   why="the stream is live")
        text = holdfast.http("/metrics")[1]
        self.assertIn('holdfast_stream_up{account="kalshi/main",stream="all"} 1', text)
        self.assertIn('holdfast_stream_books_watched{account="polymarket/main",stream="market"} 7',
                      text)


class PolymarketStreams(unittest.TestCase):
    """Nothing but one wallet with twelve tokens, and no API key: no channel tells of its trades."""

    def test_twelve_watched_six_sold_by_hand_six_are_left(self):
        venues = Venues("--positions", "12")
        self.addCleanup(venues.close)
        venues.quick()
        services = venues.services
        holdfast = Holdfast(None, interval_s=10, env={
            "POLY_FUNDER": venues.wallet(), "POLY_DATA_API_BASE": services["polymarket_data"],
            "POLY_GAMMA_API_BASE": services["polymarket_gamma"],
            "POLY_WS_BASE": services["polymarket_ws"], "POLYGON_RPC_URLS": ",".join(
                (services["polygon_1"], services["polygon_2"].replace("127.0.0.1", "localhost")))})
        self.addCleanup(holdfast.close)

        def watches_what_is_held():
            held = sorted(row["token_id"] for row in venues.polymarket_holdings())
            return venues.channels("polymarket-ws") == {"market": held}

        holdfast.start()
        eventually(watches_what_is_held, why="twelve tokens")
        sold = venues.polymarket_holdings()[:6]
        self.assertEqual(len(venues.polymarket_holdings()), 12)
        venues.close_polymarket(sold)
        eventually(watches_what_is_held, 60, why="six tokens are left")
        self.assertEqual(len(venues.polymarket_holdings()), 6)
        logged = holdfast.logged()
        self.assertEqual(logged.count("Removed sold position: "), 6)
        for row in sold:
            self.assertRegex(logged, f"Removed sold position: .*{row['token_id']}")
            self.assertIn(f"Sold token {row['token_id']}: {row['size']} @ 0.5, evidence ", logged)
        self.assertEqual(logged.count("it is the id that was bought"), 6)
        stream, = holdfast.status()["venues"][0]["streams"]
        self.assertEqual((stream["name"], stream["watched"], stream["state"]),
                         ("market", 6, "live"))


class PacificaStreams(unittest.TestCase):
    """Nothing but one Pacifica account of twelve positions."""

    def setUp(self):
        self.venues = Venues("--positions", "12")
        self.addCleanup(self.venues.close)
        self.account = self.venues.ready["pacifica_account"]
        services = self.venues.services
        self.holdfast = Holdfast(None, interval_s=60, env={
            "PACIFICA_ACCOUNT": self.account, "PACIFICA_API_BASE": services["pacifica"],
            "PACIFICA_WS_BASE": services["pacifica_ws"]})
        self.addCleanup(self.holdfast.close)
        self.holdfast.start()
        eventually(lambda: len(self.books()) == 12, why="twelve books at Pacifica")

    def books(self):
        return self.venues.subscriptions("pacifica-ws", "book")

    def holdings(self):
        return self.venues.world()["pacifica"]["accounts"][self.account]["holdings"]

    def close_by_hand(self, rows):
        self.venues.act(*({"venue": "pacifica",
                           "do": "buy" if row["amount"].startswith("-") else "sell",
                           "symbol": row["symbol"], "amount": row["amount"].lstrip("-")}
                          for row in rows))

    def test_twelve_watched_six_sold_by_hand_six_are_left(self):
        self.assertEqual(self.books(), sorted(row["symbol"] for row in self.holdings()))
        sold = self.holdings()[:6]
        self.close_by_hand(sold)  # nobody asks for a pass: the trades do
        eventually(lambda: len(self.books()) == 6, why="six books are left")
        self.assertEqual(self.books(), sorted(row["symbol"] for row in self.holdings()))
        self.assertEqual(self.venues.subscriptions("pacifica-ws", "bbo"), self.books())
        logged = self.holdfast.logged()
        self.assertEqual(logged.count("Removed sold position: "), 6)
        for row in sold:
            self.assertRegex(logged, f"Removed sold position: .*{row['symbol']}")
        stream, = self.holdfast.status()["venues"][0]["streams"]
        self.assertEqual((stream["watched"], stream["state"]), (6, "live"))
        self.assertEqual(self.holdfast.status()["venues"][0]["polled_only"], [])
        text = self.holdfast.http("/metrics")[1]
        labels = '{account="pacifica/main",stream="all"}'
        self.assertIn("# TYPE holdfast_stream_connections_total counter", text)
        self.assertIn(f"holdfast_stream_connections_total{labels} 1\n", text)
        self.assertIn(f"holdfast_stream_books_stale{labels} 0\n", text)
        self.assertIn('holdfast_positions_polled_only{account="pacifica/main"} 0\n', text)

    def test_a_listing_from_before_a_told_trade_changes_nothing(self):
        row = self.holdings()[0]
        time.sleep(10)  # the passes that the connection asked for are over
        for endpoint in ("positions", "account"):
            self.venues.fault(venue="pacifica", endpoint=endpoint, kind="stale",
                              params={"frozen": "true"})
        self.close_by_hand([row])
        eventually(lambda: "the listing is behind" in self.holdfast.logged(), why="the refusal")
        self.assertEqual(len(self.holdfast.positions()), 12)
        self.assertEqual(self.holdfast.cases(), [], "a venue that is behind is no case yet")
        self.venues.heal()
        eventually(lambda: len(self.holdfast.positions()) == 11, why="the sale")


class SolanaStreams(unittest.TestCase):
    """Nothing but one wallet with twelve outcome tokens."""

    def test_twelve_watched_six_sold_by_hand_six_are_left(self):
        venues = Venues("--positions", "12")
        self.addCleanup(venues.close)
        wallet = venues.ready["solana_wallet"]
        services = venues.services
        holdfast = Holdfast(None, interval_s=60, env={
            "SOLANA_WALLET": wallet, "SOLANA_WS_URL": services["solana_ws"],
            "DFLOW_METADATA_API_BASE": services["dflow_metadata"],
            "DFLOW_TRADE_API_BASE": services["dflow_trade"],
            "SOLANA_RPC_URLS": services["solana_1"] + "," +
            services["solana_2"].replace("127.0.0.1", "localhost")},
            toml='[chain.solana]\ncommitment = "confirmed"\n')
        self.addCleanup(holdfast.close)

        def rows():
            return venues.world()["kalshi_solana"]["wallets"][wallet]

        money = {row["account"] for row in rows() if "ticker" not in row}
        self.assertEqual(len(money), 2)

        def held():
            return sorted(row["account"] for row in rows()
                          if "ticker" in row and row["amount"] != "0")

        def watched():
            subscribed = venues.subscriptions("solana-ws", "account")
            self.assertEqual(len(subscribed), len(set(subscribed)), "nothing twice")
            return sorted(set(subscribed) - money)

        holdfast.start()
        eventually(lambda: len(watched()) == 12, why="twelve token accounts")
        self.assertEqual(watched(), held())
        for row in [row for row in rows() if "ticker" in row][:6]:
            venues.act({"venue": "kalshi_solana", "do": "sell", "wallet": wallet,
                        "mint": row["mint"], "contracts": str(int(row["amount"]) // 1_000_000),
                        "price": "0.4"})
        # Nobody asks for a pass: the notifications do.
        eventually(lambda: len(watched()) == 6, 50, why="six token accounts are left")
        self.assertEqual(watched(), held())
        self.assertEqual(holdfast.logged().count("Removed sold position: "), 6)
        stream, = holdfast.status()["venues"][0]["streams"]
        self.assertEqual((stream["name"], stream["watched"], stream["state"]),
                         ("accounts", 6, "live"))


class NoStreams(unittest.TestCase):
    def test_off_means_off(self):
        venues = Venues()
        self.addCleanup(venues.close)
        holdfast = Holdfast(venues, env={"KALSHI_WS_BASE": "off", "POLY_WS_BASE": "off"})
        self.addCleanup(holdfast.close)
        holdfast.start()
        eventually(lambda: len(holdfast.positions()) == 16, why="the positions")
        self.assertEqual(venues.ask("GET", "/_sim/streams")["streams"], [])
        self.assertEqual([v["streams"] for v in holdfast.status()["venues"]], [[], []])


if __name__ == "__main__":
    unittest.main()
