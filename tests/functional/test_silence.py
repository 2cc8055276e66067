"""One venue is silent: no command may sound as if all were well."""
import json
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

    def test_no_drift_is_no_agreement(self):
        out, err = self.told("drift", code=5)
        self.assertNotIn("No drift", out)
        self.assertIn("kalshi/main is unknown: unauthorised: ", err)
        out, err = self.told("drift", "--json", code=5)
        self.assertEqual(json.loads(out)["drifts"], [])
        self.assertIn("kalshi/main is unknown: unauthorised: ", err)


if __name__ == "__main__":
    unittest.main()
