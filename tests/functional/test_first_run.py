"""The first commands that anybody types: ./run in an empty folder, and a folder with only a .env."""
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import unittest
import urllib.error
import urllib.request

from stage import Holdfast, Venues, eventually, free_port

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Run(unittest.TestCase):
    def run_once(self, folder, *words, **more):
        """./run as it is typed; it finds everything built, as its second start does."""
        kept = {"PATH", "HOME", "CCACHE_DIR", "LANG"}
        env = {name: text for name, text in os.environ.items() if name in kept}
        return subprocess.run([str(ROOT / "run"), "--once", *words], cwd=folder, timeout=300,
                              env={**env, "NO_COLOR": "1", **more}, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def test_in_an_empty_folder_it_watches_four_simulated_venues(self):
        with tempfile.TemporaryDirectory() as folder:
            done = self.run_once(folder, "--json")
            self.assertEqual(os.listdir(folder), [], "a look around leaves nothing behind")
        status = json.loads(done.stdout)
        self.assertEqual((done.returncode, status["verdict"]), (0, "agrees"), done.stderr)
        venues = status["venues"]
        self.assertEqual(sorted(venue["venue"] for venue in venues),
                         ["kalshi", "kalshi_solana", "pacifica", "polymarket"])
        for venue in venues:
            self.assertEqual(venue["verdict"], "agrees")
            self.assertGreater(venue["holdings"], 0)
            self.assertIs(venue["complete"], True)
            for field in ("name", "as_of", "witness"):
                self.assertTrue(venue[field], (field, venue))
        self.assertIn("Nothing here is real", done.stderr)

    def test_to_a_person_it_shows_a_table(self):
        with tempfile.TemporaryDirectory() as folder:
            done = self.run_once(folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("● IN AGREEMENT", done.stdout)
        for word in ("VENUE", "WITNESS", "kalshi", "polymarket", "pacifica", "endpoints"):
            self.assertIn(word, done.stdout)

    def test_with_an_account_in_the_environment_it_is_no_demo(self):
        with tempfile.TemporaryDirectory() as folder:
            done = self.run_once(folder, HOME=folder, PACIFICA_ACCOUNT="no address")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stdout, "")
        self.assertIn("account.pacifica/main.address", done.stderr)
        self.assertNotIn("Nothing here is real", done.stderr)


class Server(unittest.TestCase):
    """./run as most people start it: it serves until it is told to stop."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.state = tempfile.TemporaryDirectory()
        self.addCleanup(self.state.cleanup)
        kept = {"PATH", "HOME", "CCACHE_DIR", "LANG"}
        env = {name: text for name, text in os.environ.items() if name in kept}
        self.process = subprocess.Popen(
            [str(ROOT / "run"), "--port", "0"], cwd=self.folder.name, stdin=subprocess.DEVNULL,
            env={**env, "NO_COLOR": "1", "XDG_STATE_HOME": self.state.name},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(self.end)

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()

    def simulators(self):
        """The processes beside it: ./run has become holdfast by the time that it says its address."""
        found = []
        for status in pathlib.Path("/proc").glob("[0-9]*/status"):
            try:
                lines = dict(line.split(":\t", 1) for line in status.read_text().splitlines()
                             if ":\t" in line)
            except OSError:  # it ended while we looked
                continue
            if lines["PPid"] == str(self.process.pid) and lines["Name"] == "holdfast-sim":
                found.append(int(status.parent.name))
        return found

    def overview(self, address):
        try:
            with urllib.request.urlopen(address + "/api/positions/overview", timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as early:  # before the first complete snapshot
            self.assertEqual(early.code, 503)
            return None

    def test_serves_the_simulators_venues_until_it_is_stopped(self):
        line = self.process.stdout.readline()
        self.assertRegex(line, r"^Dashboard  http://127\.0\.0\.1:\d+$")
        address = line.split()[1]
        simulators = self.simulators()
        self.assertEqual(len(simulators), 1)
        counts = {"match": 16, "mismatch": 0, "unknown_mapping": 0, "api_error": 0}
        eventually(lambda: (self.overview(address) or {"reconciliation": {"summary": {}}})
                   ["reconciliation"]["summary"] == counts, 60, "all four counts")
        overview = self.overview(address)
        for venue, rows in (("kalshi", 8), ("polymarket", 8), ("pacifica", 6), ("kalshi_solana", 5)):
            self.assertEqual(len(overview["external"][venue]), rows, venue)
        self.process.send_signal(signal.SIGTERM)
        out, err = self.process.communicate(timeout=30)
        self.assertEqual(self.process.returncode, 0, out + err)
        self.assertIn("Nothing here is real", err)
        self.assertFalse(pathlib.Path(f"/proc/{simulators[0]}").exists(), "its simulator is gone")
        self.assertEqual(os.listdir(self.folder.name), [], "a look around leaves nothing behind")


class OnlyEnv(unittest.TestCase):
    def setUp(self):
        self.venues = Venues()
        self.addCleanup(self.venues.close)

    def test_a_folder_with_nothing_but_a_env(self):
        services = self.venues.services
        holdfast = Holdfast(self.venues, toml=None, port=free_port(),
                            env={"KALSHI_WS_BASE": services["kalshi_ws"],
                                 "POLY_WS_BASE": services["polymarket_ws"]})
        self.addCleanup(holdfast.close)
        self.assertEqual([path.name for path in holdfast.path.iterdir()], [".env"])
        holdfast.start()
        eventually(lambda: holdfast.status()["complete"], why="a first answer")
        external = holdfast.json("/api/positions/overview")["external"]
        self.assertEqual(len(external["kalshi"]), len(self.venues.kalshi_holdings()))
        self.assertEqual(len(external["polymarket"]), len(self.venues.polymarket_holdings()))
        self.assertTrue(external["kalshi"] and external["polymarket"])
        shown = [holdfast.daemon.stdout.readline() for _ in ("link", "token", "ledger", "verdict")]
        self.assertIn("● IN AGREEMENT", shown[-1])
        # The port stands in no file: every command takes it, as serve did.
        port = str(holdfast.wanted_port)
        for words in (("status",), ("drift",), ("sync",)):
            code, out, err = holdfast.run(*words, "--port", port)
            self.assertEqual(code, 0, (words, out, err))


if __name__ == "__main__":
    unittest.main()
