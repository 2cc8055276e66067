"""One venue is silent: no command may sound as if all were well."""
import json
import socket
import threading
import unittest

from stage import Holdfast, Venues, eventually, free_port


class OneVenueIsSilent(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.venues = Venues()
        cls.addClassCleanup(cls.venues.close)
        cls.venues.fault(venue="kalshi", kind="unauthorised")
        cls.holdfast = Holdfast(cls.venues, interval_s=60, port=free_port())
        cls.addClassCleanup(cls.holdfast.close)
        cls.holdfast.start()
        eventually(lambda: len(cls.holdfast.positions()) == 8, why="what answers")
        eventually(lambda: cls.holdfast.status()["venues"][0]["error"], why="what does not")

    def told(self, *words, code):
        got, out, err = self.holdfast.run(*words)
        self.assertEqual(got, code, out + err)
        return out, err

    def test_lists_name_it(self):
        for words in (("holdings",), ("positions",), ("alerts",), ("cases",), ("holdings", "--json")):
            _, err = self.told(*words, code=0)
            self.assertIn("kalshi/main is unknown: unauthorised: ", err, words)
            self.assertNotIn("polymarket/main is unknown", err, words)

    def test_status_into_a_pipe_is_the_table_alone(self):
        for words, comma in ((("status",), "\t"), (("status", "--csv"), ",")):
            out, err = self.told(*words, code=5)
            rows = [line.split(comma) for line in out.splitlines()]
            self.assertEqual([row[:3] for row in rows],
                             [["VENUE", "VERDICT", "HOLDINGS"],
                              ["kalshi/main", "◌ unknown", "unknown"],
                              ["polymarket/main", "● agrees", "8"]])
            self.assertEqual(rows[1][3], "unknown")
            self.assertIn("◌ UNKNOWN [dev]   kalshi/main: ", err)
            self.assertIn("kalshi/main: unauthorised: ", err)
            self.assertIn("1 open case: holdfast cases", err)

    def test_no_drift_is_no_agreement(self):
        out, err = self.told("drift", code=5)
        self.assertNotIn("No drift", out)
        self.assertIn("kalshi/main is unknown: unauthorised: ", err)
        out, err = self.told("drift", "--json", code=5)
        self.assertEqual(json.loads(out)["drifts"], [])
        self.assertIn("kalshi/main is unknown: unauthorised: ", err)


class NoDaemon(unittest.TestCase):
    def setUp(self):
        self.venues = Venues()
        self.addCleanup(self.venues.close)
        self.holdfast = Holdfast(self.venues, port=free_port())
        self.addCleanup(self.holdfast.close)

    def hang(self):
        """Something takes the daemon's connections and answers nothing."""
        server = socket.create_server(("127.0.0.1", self.holdfast.wanted_port))
        self.addCleanup(server.close)

        def drop():
            while True:
                try:
                    server.accept()[0].close()
                except OSError:
                    return

        threading.Thread(target=drop, daemon=True).start()

    def test_one_that_is_not_there_is_named_as_such(self):
        code, out, err = self.holdfast.run("drift")
        self.assertEqual((code, out), (1, ""))
        place = f"127.0.0.1:{self.holdfast.wanted_port}"
        self.assertIn(f"no daemon answers on {place}. Start one: holdfast serve", err)

    def test_one_that_does_not_answer_is_not_called_absent(self):
        self.assertEqual(self.holdfast.once()[0], 0)
        self.hang()
        place = f"127.0.0.1:{self.holdfast.wanted_port}"
        code, out, err = self.holdfast.run("drift")
        self.assertEqual((code, out), (1, ""))
        self.assertIn(f"what listens on {place} does not answer: ", err)
        self.assertNotIn("no daemon", err)
        code, out, err = self.holdfast.run("status", "--json")
        told = json.loads(out)
        self.assertEqual((code, told["verdict"]), (5, "unknown"), err)
        self.assertIn(f"what listens on {place} does not answer: ", told["text"])
        self.assertIn("The ledger has 16 open positions of 2 accounts", told["text"])


if __name__ == "__main__":
    unittest.main()
