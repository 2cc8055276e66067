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
        eventually(lambda: len(self.books()) == 12, why="twelve books at Kalshi")
        self.assertEqual(self.books(), sorted(r["ticker"] for r in self.venues.kalshi_holdings()))
        eventually(lambda: len(self.tokens()) == 8, why="eight tokens at Polymarket")

        sold = self.venues.kalshi_holdings()[:6]
        self.venues.close_kalshi(sold)
        time.sleep(1)
        holdfast.sync()
        eventually(lambda: len(self.books()) == 6, why="six books are left")
        self.assertEqual(self.books(), sorted(r["ticker"] for r in self.venues.kalshi_holdings()))
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
        self.assertIn('holdfast_stream_books_watched{account="polymarket/main",stream="market"} 8',
                      text)


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
