"""Keys and tokens stay where they are: not a run of their characters in anything that is said or kept."""
import pathlib
import unittest

from stage import Holdfast, Venues, eventually

CANARY = "0x" + "c0ffee15dead" * 5 + "c0fe"  # a private key that must be seen nowhere


class Secrets(unittest.TestCase):
    def test_no_answer_page_log_metric_or_ledger_file_holds_one(self):
        venues = Venues()
        self.addCleanup(venues.close)
        holdfast = Holdfast(venues, interval_s=60, env={"POLY_PRIVATE_KEY": CANARY})
        self.addCleanup(holdfast.close)
        (holdfast.path / ".env").chmod(0o600)
        holdfast.start()
        eventually(lambda: holdfast.status()["complete"], why="a first answer")
        pem = pathlib.Path(venues.ready["kalshi_key_file"]).read_text()
        secrets = [line for line in pem.splitlines() if len(line) > 40 and "-----" not in line]
        secrets += [CANARY[2:], CANARY[2:].upper(), holdfast.token()]
        heard = [self.said(holdfast, target) for target in (
            "/", "/api/v1/status", "/api/v1/accounts", "/api/v1/holdings", "/api/v1/journal?account="
            "kalshi/main", "/api/v1/ledger/positions", "/api/v1/cases", "/api/v1/books", "/metrics",
            "/api/positions/overview", "/positions", "/openapi.json", "/nowhere")]
        for words in (("status", "--json"), ("config", "show"), ("doctor",), ("positions",)):
            code, out, err = holdfast.run(*words)
            heard.append(out + err)
        command = pathlib.Path(f"/proc/{holdfast.daemon.pid}/cmdline").read_bytes()
        heard.append(command.decode(errors="replace"))
        holdfast.stop()
        heard.append(holdfast.logged())
        for file in (holdfast.path / "state").rglob("*"):
            if file.is_file() and not file.name.startswith("token-"):
                heard.append(file.read_bytes().decode("latin-1"))
        self.assertGreater(len(heard), 20)
        for secret in secrets:
            for text in heard:
                for start in range(0, len(secret) - 16, 8):
                    self.assertNotIn(secret[start:start + 16], text)

    def said(self, holdfast, target):
        status, text, headers = holdfast.http(target)
        return f"{status} {text} {headers}"


if __name__ == "__main__":
    unittest.main()
