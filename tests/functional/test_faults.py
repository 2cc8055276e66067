"""The same empty answer as a fault: the word, the exit code and the case reason of the table, and not
one position changed."""
import time
import unittest

from stage import Holdfast, Venues, eventually, free_port


class Faults(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.venues = Venues()
        cls.venues.quick()

    @classmethod
    def tearDownClass(cls):
        cls.venues.close()

    def setUp(self):
        self.venues.heal()
        self.holdfast = Holdfast(self.venues, interval_s=60, port=free_port())
        self.addCleanup(self.holdfast.close)
        code, _ = self.holdfast.once()
        self.assertEqual(code, 0)
        self.before = self.held()

    def held(self):
        """What the ledger holds, read from its file."""
        code, out, err = self.holdfast.run("ledger", "verify")
        self.assertEqual(code, 0, out + err)
        return out

    def meets(self, account, word, exit_code, reason, *faults):
        for fault in faults:
            self.venues.fault(**fault)
        self.holdfast.start()
        venue = eventually(lambda: next((v for v in self.holdfast.status()["venues"]
                                         if v["name"] == account and v["passes"] > 0
                                         and (v["error"] or v["applied_at"])), None),
                           why="an attempt")
        self.says(word, exit_code)
        cases = [c for c in self.holdfast.cases() if c["account"] == account]
        self.assertEqual([c["reason"] for c in cases], [reason], venue["error"])
        self.assertEqual(len(self.holdfast.positions()), 16)
        self.assertEqual(self.holdfast.stop(), 0)
        self.assertEqual(self.held(), self.before, "not one entry was booked")

    def says(self, word, exit_code):
        """The headline, and with what `holdfast status` ends."""
        status = self.holdfast.status()
        self.assertEqual((status["headline"], status["exit_code"]), (word, exit_code), status)
        code, out, err = self.holdfast.run("status")
        self.assertEqual(code, exit_code, out + err)

    def kalshi(self, reason, **fault):
        self.meets("kalshi/main", "UNKNOWN", 5, reason,
                   {"venue": "kalshi", "endpoint": "positions", **fault})

    def polymarket(self, reason, **fault):
        self.meets("polymarket/main", "UNKNOWN", 5, reason,
                   {"venue": "polymarket-data", "endpoint": "v2_positions", **fault})

    def test_an_empty_200_is_schema(self):
        self.kalshi("schema", kind="empty", params={"body": ""})

    def test_an_empty_array_is_schema(self):
        self.kalshi("schema", kind="empty", params={"body": "[]"})

    def test_an_empty_object_is_schema(self):
        self.polymarket("schema", kind="empty", params={"body": "{}"})

    def test_null_is_schema(self):
        self.polymarket("schema", kind="empty", params={"body": "null"})

    def test_an_auth_failure_dressed_as_an_empty_list_is_unauthorised(self):
        self.meets("kalshi/main", "UNKNOWN", 5, "unauthorised",
                   {"venue": "kalshi", "kind": "auth_as_empty"})

    def test_a_401_is_unauthorised(self):
        self.kalshi("unauthorised", kind="unauthorised")

    def test_a_renamed_field_is_schema(self):
        self.kalshi("schema", kind="rename_field", params={"from": "position_fp", "to": "position"})

    def test_a_missing_field_is_schema(self):
        self.polymarket("schema", kind="drop_field", params={"field": "current_size"})

    def test_a_cursor_loop_is_incomplete(self):
        self.kalshi("incomplete", kind="cursor_loop")

    def test_a_row_listed_twice_is_incomplete(self):
        self.polymarket("incomplete", kind="duplicate_row")

    def test_rows_of_another_wallet_are_identity(self):
        self.polymarket("identity", kind="wrong_owner",
                        params={"owner": "0x00000000000000000000000000000000000000aa"})

    def test_a_truncated_body_is_schema(self):
        self.polymarket("schema", kind="truncated", params={"at": 200})

    def test_a_body_that_is_cut_once_is_asked_for_again(self):
        self.holdfast.start()
        eventually(lambda: self.holdfast.status()["complete"], why="a first answer")
        self.venues.fault(venue="polymarket-data", endpoint="v2_positions", kind="truncated", count=1,
                          params={"at": 200})
        status, said = self.holdfast.sync()
        self.assertEqual(status, 200, said)
        self.assertEqual([fault["fired"] for fault in self.venues.faults()], [1])
        self.says("IN AGREEMENT", 0)
        self.assertEqual(self.holdfast.cases(), [])

    def test_5xx_is_no_news_up_to_the_stale_limit_and_then_stale(self):
        self.holdfast.write_toml(5, 0, "[sync.kalshi]\nstale_after_s = 12\n")
        self.holdfast.start()
        eventually(lambda: self.holdfast.status()["complete"], why="a first answer")
        self.venues.fault(venue="kalshi", kind="http", params={"status": 502})
        eventually(lambda: self.holdfast.status()["venues"][0]["error"], why="a pass that fails")
        self.says("IN AGREEMENT", 0)
        self.assertEqual(self.holdfast.cases(), [])
        eventually(self.holdfast.cases, why="a case")
        self.says("UNKNOWN", 5)
        self.assertEqual([(c["account"], c["reason"]) for c in self.holdfast.cases()],
                         [("kalshi/main", "stale")])
        self.assertEqual(len(self.holdfast.positions()), 16)

    def test_an_older_watermark_changes_not_even_the_headline(self):
        self.holdfast.start()
        eventually(lambda: self.holdfast.status()["complete"], why="a first answer")
        self.venues.fault(venue="kalshi", kind="stale", params={"age_ms": 600000})
        status, said = self.holdfast.sync()
        self.assertEqual(status, 200, said)
        self.says("IN AGREEMENT", 0)
        self.assertEqual(self.holdfast.cases(), [])
        for _ in range(2):
            self.holdfast.sync()
        eventually(lambda: self.holdfast.status()["venues"][0]["error"], why="three in a row are told")
        self.assertEqual([(c["account"], c["reason"]) for c in self.holdfast.cases()],
                         [("kalshi/main", "stale")])
        self.assertEqual(len(self.holdfast.positions()), 16)

    def test_one_venues_fault_leaves_the_other_alone(self):
        self.venues.fault(venue="kalshi", kind="http", params={"status": 502})
        self.holdfast.start()
        eventually(lambda: self.holdfast.status()["venues"][1]["applied_at"], why="polymarket")
        time.sleep(0.3)
        venues = {v["name"]: v["verdict"] for v in self.holdfast.status()["venues"]}
        self.assertEqual(venues, {"kalshi/main": "unknown", "polymarket/main": "agrees"})


class Contradictions(unittest.TestCase):
    def test_one_fill_with_two_contents_holds_its_position_back_and_no_other(self):
        venues = Venues()
        self.addCleanup(venues.close)
        venues.quick()
        holdfast = Holdfast(venues, interval_s=60)
        self.addCleanup(holdfast.close)
        holdfast.start()
        eventually(lambda: holdfast.status()["complete"], why="a first answer")
        rows = [row for row in venues.kalshi_holdings() if row["subaccount"] == 0]
        torn, sound = rows[0]["ticker"], rows[1]["ticker"]
        before = {p["instrument"]: p["quantity"] for p in holdfast.positions()}
        for ticker, sizes in ((torn, ("3", "4")), (sound, ("5",))):
            for size in sizes:
                venues.act({"venue": "kalshi", "do": "buy", "ticker": ticker, "side": "yes",
                            "count": size, "price": "0.5000"})
        venues.fault(venue="kalshi", endpoint="fills", kind="set_field",
                     params={"field": "fill_id", "json": '"one-id"', "row": torn})
        def synced():
            holdfast.sync()
            return {p["instrument"]: p["quantity"] for p in holdfast.positions()}

        now = eventually(lambda: (found := synced())[sound] != before[sound] and found,
                         why="the other position")
        self.assertEqual(now[torn], before[torn])
        cases = holdfast.cases()
        self.assertEqual([(c["key"].rsplit(":", 1)[-1], c["reason"]) for c in cases],
                         [(torn, "witness_conflict")])
        self.assertIn("told twice, differently", cases[0]["text"])
        venues.heal()
        now = eventually(lambda: (found := synced())[torn] != before[torn] and found, why="its turn")
        self.assertEqual(float(now[torn]), float(before[torn]) + 7)
        self.assertEqual(holdfast.cases(), [])
        holdfast.verified()


class ManyPages(unittest.TestCase):
    def test_a_missing_page_is_incomplete_and_the_thousand_stay(self):
        venues = Venues("--positions", "1001")
        self.addCleanup(venues.close)
        holdfast = Holdfast(venues, interval_s=60)
        self.addCleanup(holdfast.close)
        holdfast.start()
        eventually(lambda: holdfast.status()["positions"] == 2002, why="2,002 positions")
        venues.fault(venue="kalshi", endpoint="positions", kind="page_cut")
        holdfast.sync()
        status = holdfast.status()
        self.assertEqual((status["headline"], status["exit_code"]), ("UNKNOWN", 5))
        self.assertEqual([c["reason"] for c in holdfast.cases()], ["incomplete"])
        self.assertEqual(status["positions"], 2002)


if __name__ == "__main__":
    unittest.main()
