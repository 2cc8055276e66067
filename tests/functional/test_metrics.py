"""What /metrics shows of a real run: every family of the page but those that it says are not there."""
import pathlib
import re
import socket
import time
import unittest

from stage import Holdfast, Venues, eventually

PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "operating" / "metrics.md"
NOT_HERE = "not in this version"
# Nothing of it happens in a run that goes well.
NEEDS_TROUBLE = {"holdfast_metric_series_dropped_total"}


def documented():
    """Whether each family is in this version, by name."""
    rows = [[cell.strip(" `") for cell in line.split("|")[1:-1]]
            for line in PAGE.read_text().splitlines() if line.startswith("| `holdfast_")]
    return {row[0]: row[5] != NOT_HERE for row in rows}


class Metrics(unittest.TestCase):
    def setUp(self):
        self.venues = Venues()
        self.addCleanup(self.venues.close)
        self.venues.quick()
        services = self.venues.services
        self.holdfast = Holdfast(self.venues, env={"KALSHI_WS_BASE": services["kalshi_ws"]})
        self.addCleanup(self.holdfast.close)
        self.holdfast.start()
        eventually(lambda: self.holdfast.status()["complete"], why="a first answer")

    def samples(self):
        """Each sample's value as text."""
        lines = self.holdfast.http("/metrics")[1].splitlines()
        return dict(line.rsplit(" ", 1) for line in lines if line and not line.startswith("#"))

    def trade(self):
        bought, sold = self.venues.kalshi_holdings()[:2]
        self.venues.act({"venue": "kalshi", "do": "buy", "ticker": bought["ticker"],
                         "side": "no" if bought["position"].startswith("-") else "yes",
                         "count": "1", "price": "0.4000", "subaccount": bought["subaccount"]})
        self.venues.close_kalshi([sold])
        eventually(lambda: len(self.holdfast.positions()) == 15 or not self.holdfast.sync(),
                   why="the sale is booked")

    def test_each_family_of_the_page_is_there(self):
        self.trade()
        eventually(lambda: any(name.startswith("holdfast_positions_updated") for name in
                               self.samples()), why="the purchase is counted")
        known = documented()
        self.assertEqual(sum(known.values()), len(known) - 5)
        shown = {re.sub(r"(_bucket|_sum|_count)?(\{.*)?$", "", name) for name in self.samples()}
        self.assertEqual(shown, {name for name, here in known.items() if here} - NEEDS_TROUBLE)

    def test_what_was_asked_and_what_came_of_it(self):
        self.trade()
        samples = self.samples()
        closed = [name for name in samples if name.startswith("holdfast_positions_closed_total")]
        self.assertEqual(len(closed), 1)
        self.assertNotIn("unknown", closed[0])
        self.assertEqual(samples['holdfast_drift_value{currency="USD"}'], "0")
        for venue in ("kalshi", "polymarket", "polygon"):
            name = f'holdfast_venue_requests_total{{venue="{venue}",outcome="ok"}}'
            self.assertGreater(int(samples[name]), 0, venue)
            self.assertIn(f'holdfast_rate_budget_left{{venue="{venue}"}}', samples)
        complete = 'holdfast_snapshots_total{account="kalshi/main",result="complete"}'
        self.assertEqual(samples[complete],
                         samples['holdfast_snapshot_duration_seconds_count{venue="kalshi"}'])
        self.venues.fault(venue="kalshi", endpoint="positions", kind="unauthorised")
        self.holdfast.sync()
        refused = 'holdfast_snapshots_total{account="kalshi/main",result="unauthorised"}'
        self.assertIn(refused, self.samples())
        self.assertIn('holdfast_venue_requests_total{venue="kalshi",outcome="unauthorised"}',
                      self.samples())

    def test_the_engine_beats(self):
        beat = 'holdfast_loop_heartbeat_timestamp_seconds{loop="engine"}'
        first = float(self.samples()[beat])
        self.assertLess(abs(time.time() - first), 5)
        eventually(lambda: float(self.samples()[beat]) > first, within_s=5, why="another beat")
        for target in ("/health/live", "/health/ready"):
            self.assertEqual(self.holdfast.http(target)[:2], (200, '{"status":"ok"}'))


class Supervised(Holdfast):
    """As systemd starts it: it is told where to say that it is well, and how often."""

    def __init__(self, venues):
        super().__init__(venues)
        self.ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.ear.bind(str(self.path / "notify"))
        self.ear.settimeout(20)

    def environment(self):
        return {**super().environment(), "NOTIFY_SOCKET": str(self.path / "notify"),
                "WATCHDOG_USEC": "800000"}

    def close(self):
        super().close()
        self.ear.close()


class Watchdog(unittest.TestCase):
    def test_hears_the_engine_turn_in_time(self):
        venues = Venues()
        self.addCleanup(venues.close)
        holdfast = Supervised(venues)
        self.addCleanup(holdfast.close)
        holdfast.start()
        words = [holdfast.ear.recv(200) for _ in range(2)]
        self.assertEqual(words, [b"READY=1", b"WATCHDOG=1"])
        began = time.monotonic()
        words = {holdfast.ear.recv(200) for _ in range(5)}
        self.assertEqual(words, {b"WATCHDOG=1"})
        self.assertLess(time.monotonic() - began, 5 * 0.8, "twice within the limit")


if __name__ == "__main__":
    unittest.main()
