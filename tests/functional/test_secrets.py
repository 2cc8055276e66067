"""Keys and tokens stay where they are: not a run of their characters in anything that is said or kept.

Every test of this folder searches what its programs say and leave behind (stage.py); here the search
itself is tried, and one run is looked at from all sides."""
import base64
import contextlib
import http.client
import json
import pathlib
import re
import sqlite3
import unittest
import urllib.parse

from secrecy import Search
from stage import CANARY, SECRETS, Holdfast, Venues, eventually, heard


class TheSearch(unittest.TestCase):
    SECRET = "Zq7-/secret+value\nwith 40 characters, told"

    def setUp(self):
        self.search = Search()
        self.search.hide("it", self.SECRET)

    def test_finds_a_secret_in_every_form_and_any_place(self):
        content = self.SECRET.encode()
        forms = {
            "plain": content, "hex": content.hex().encode(),
            "HEX": content.hex().upper().encode(), "json": json.dumps(self.SECRET).encode(),
            "json, strict": json.dumps(self.SECRET).replace("/", "\\/").encode(),
            "url": urllib.parse.quote(self.SECRET, safe="").encode(), "backwards": content[::-1],
            "hex backwards": content.hex()[::-1].encode(), "a piece of 24": content[7:31]}
        for before in range(3):
            forms[f"base64 after {before}"] = base64.b64encode(b"xyz"[:before] + content + b"abc")
            forms[f"base64url after {before}"] = base64.urlsafe_b64encode(b"xy"[:before] + content)
        for name, form in forms.items():
            for before in range(9):
                with self.subTest(form=name, before=before):
                    self.assertEqual(self.search.finds(b"=" * before + form + b" and so on"), {"it"})

    def test_finds_nothing_where_nothing_is(self):
        self.assertEqual(self.search.finds("a value of 40 characters, told by nobody to anybody"),
                         set())

    def test_knows_a_key_file_by_its_lines_and_by_its_bytes(self):
        content = bytes(range(7, 240))
        text = base64.encodebytes(content).decode()
        pem = f"-----BEGIN PRIVATE KEY-----\n{text}-----END PRIVATE KEY-----\n"
        self.search.hide_pem("the file", pem)
        self.assertEqual(self.search.finds("-----BEGIN PRIVATE KEY-----\n"), set())
        for leak in (pem, json.dumps(pem), "".join(text.split()), content, content.hex(), pem[::-1]):
            self.assertEqual(self.search.finds(leak), {"the file"})


class Exported(Holdfast):
    """With secrets in the environment of the process, where they do not belong."""

    def __init__(self, venues, exported):
        super().__init__(venues, interval_s=60, env={name: None for name in exported})
        self.exported = exported

    def environment(self):
        return {**super().environment(), **self.exported}


class Secrets(unittest.TestCase):
    def test_no_answer_page_log_metric_or_ledger_file_holds_one(self):
        venues = Venues()
        self.addCleanup(venues.close)
        holdfast = Holdfast(venues, interval_s=60)
        holdfast.start()
        self.addCleanup(holdfast.close)
        eventually(lambda: holdfast.status()["complete"], why="a first answer")
        before = SECRETS.searched
        for target in self.targets(holdfast):
            holdfast.http(target)
        self.hear_events(holdfast)
        for words in (("status", "--json"), ("config", "show"), ("doctor",), ("positions",)):
            holdfast.run(*words)
        command = pathlib.Path(f"/proc/{holdfast.daemon.pid}/cmdline").read_bytes()
        self.assertEqual(SECRETS.finds(command), set())
        holdfast.stop()
        self.assertGreater(SECRETS.searched - before, 40)
        # The folder of a daemon that took its secrets in: the search has them all.
        hidden = set(SECRETS.pieces.values())
        self.assertLessEqual({"the canary key", "a token"}, hidden)
        pem = pathlib.Path(venues.ready["kalshi_key_file"]).read_text()
        for secret in (CANARY, holdfast.token(), pem):
            self.assertTrue(SECRETS.finds(secret))

    def test_one_in_the_real_environment_is_wiped_from_it(self):
        venues = Venues()
        self.addCleanup(venues.close)
        given = {"POLY_PRIVATE_KEY": CANARY, "DFLOW_API_KEY": "canary-dflow-" + "d1e2f3" * 5,
                 "TELEGRAM_BOT_TOKEN": "12345:canary-bot-" + "a7b8c9" * 5,
                 "DISCORD_WEBHOOK_URL": "https://discord.com/api/webhooks/1/" + "q4w5e6" * 5}
        for name, text in given.items():
            SECRETS.hide(name, text.rpartition("/")[2])
        holdfast = Exported(venues, given)
        self.addCleanup(holdfast.close)
        holdfast.start()
        eventually(lambda: holdfast.status()["complete"], why="a first answer")
        try:
            block = pathlib.Path(f"/proc/{holdfast.daemon.pid}/environ").read_bytes()
        except PermissionError:
            return  # nobody but root may look at all
        for name in given:
            self.assertIn(name.encode() + b"=\0", block)
            self.assertIn(name, holdfast.logged(), "a warning asks to move it")
        self.assertEqual(SECRETS.finds(block), set())

    def hear_events(self, holdfast):
        """The stream, from the first event on, until it pauses."""
        connection = http.client.HTTPConnection("127.0.0.1", holdfast.port, timeout=2)
        with contextlib.closing(connection):
            connection.request("GET", "/api/v1/events", headers={"Accept": "text/event-stream",
                                                                 "Last-Event-ID": "0"})
            answer, content = connection.getresponse(), b""
            with contextlib.suppress(TimeoutError):
                while piece := answer.read1():
                    content += piece
        heard("the stream of events", content)
        self.assertGreaterEqual(content.count(b"position.created"), 16)

    def targets(self, holdfast):
        """Every GET that takes no name, each piece of the page, what is told of each position, and
        the venues' bytes as kept."""
        described = holdfast.json("/openapi.json")["paths"]
        for path, methods in described.items():
            if "get" in methods and "{" not in path and not path.endswith("/events"):
                yield path
        page = holdfast.http("/")[1]
        yield from ("/", "/nowhere", "/api/v1/journal?account=kalshi/main")
        yield from {"/" + name.lstrip("./") for name in re.findall(r'(?:src|href)="([^"#]+)"', page)
                    if not name.startswith(("http", "data:"))}
        with contextlib.closing(sqlite3.connect(f"file:{holdfast.ledger}?mode=ro", uri=True)) as file:
            kept = [name for name, in file.execute("SELECT id FROM snapshots")]
        self.assertGreater(len(kept), 0)
        for name in kept:
            yield f"/api/v1/snapshots/{urllib.parse.quote(name, safe='')}"
            yield f"/api/v1/snapshots/{urllib.parse.quote(name, safe='')}/raw"
        for position in holdfast.positions():
            yield f"/api/v1/instruments/{urllib.parse.quote(position['instrument'], safe='')}/explanation"
        for account in holdfast.status()["venues"]:
            if account["snapshot"]:  # the newest, in memory
                name = urllib.parse.quote(account["snapshot"], safe="")
                yield f"/api/v1/snapshots/{name}/raw"


if __name__ == "__main__":
    unittest.main()
