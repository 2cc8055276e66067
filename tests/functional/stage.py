"""The real programs on loopback, as a person would start them: holdfast-sim with its world, and
holdfast in a folder of its own with nothing but a .env and a holdfast.toml."""
import http.client
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import time

BIN = pathlib.Path(os.environ.get("HOLDFAST_BIN_DIR", "../../build/release/bin")).resolve()


def eventually(check, within_s=30.0, why="it"):
    """Asks again until the answer is true; what it last said is in the failure."""
    end = time.monotonic() + within_s
    while True:
        said = check()
        if said:
            return said
        if time.monotonic() > end:
            raise AssertionError(f"{why} did not come true within {within_s} s: {said!r}")
        time.sleep(0.1)


class Venues:
    """holdfast-sim."""

    def __init__(self, *options):
        self.folder = tempfile.TemporaryDirectory()
        self.process = subprocess.Popen(
            [str(BIN / "holdfast-sim"), "--port", "0", "--port-polymarket-data", "0",
             "--port-polymarket-gamma", "0", "--no-rate-limits", "--keys-dir",
             self.folder.name + "/keys", *options],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.ready = json.loads(self.process.stdout.readline())
        self.services = self.ready["services"]

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.folder.cleanup()

    def ask(self, method, target, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.ready["port"], timeout=30)
        try:
            connection.request(method, target, None if body is None else json.dumps(body))
            answer = connection.getresponse()
            text = answer.read().decode()
            assert answer.status == 200, text
            return json.loads(text) if text else None
        finally:
            connection.close()

    def world(self):
        return self.ask("GET", "/_sim/world")

    def act(self, *actions):
        return self.ask("POST", "/_sim/world", {"actions": list(actions)})

    def fault(self, **switch):
        return self.ask("POST", "/_sim/faults", switch)

    def heal(self):
        return self.ask("DELETE", "/_sim/faults")

    def quick(self):
        """Trades are seen everywhere within a few seconds: no CDN, quick blocks."""
        self.act({"venue": "polymarket", "do": "set_service", "cdn": False, "settlement_ms": 300,
                  "finality_blocks": 1})

    def wallet(self):
        return self.ready["polymarket_wallet"]

    def kalshi_holdings(self):
        holdings = self.world()["kalshi"]["accounts"]["main"]["holdings"]
        return [row for row in holdings if row["position"] != "0"]

    def polymarket_holdings(self):
        return self.world()["polymarket"]["wallets"][self.wallet()]["holdings"]

    def close_kalshi(self, rows=None):
        for row in self.kalshi_holdings() if rows is None else rows:
            size = row["position"].lstrip("-")
            side = "no" if row["position"].startswith("-") else "yes"
            self.act({"venue": "kalshi", "do": "sell", "ticker": row["ticker"], "side": side,
                      "count": size, "price": "0.4000", "subaccount": row["subaccount"]})

    def close_polymarket(self, rows=None):
        for row in self.polymarket_holdings() if rows is None else rows:
            if row["resolved"]:
                self.act({"venue": "polymarket", "do": "redeem", "wallet": self.wallet(),
                          "condition_id": row["condition_id"]})
            else:
                self.act({"venue": "polymarket", "do": "sell", "wallet": self.wallet(),
                          "token_id": row["token_id"], "size": row["size"], "price": "0.5"})


class Holdfast:
    """One folder with its configuration, its ledger and, when started, its daemon."""

    def __init__(self, venues, interval_s=5, polygon=None, book=None, toml="", env=None):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)
        self.daemon = None
        self.port = None
        services = venues.services if venues else {}
        self.env = {
            "KALSHI_API_KEY_ID": venues.ready["kalshi_key_id"],
            "KALSHI_PRIVATE_KEY_PATH": venues.ready["kalshi_key_file"],
            "KALSHI_API_BASE": services["kalshi"],
            "POLY_FUNDER": venues.wallet(),
            "POLY_DATA_API_BASE": services["polymarket_data"],
            "POLY_GAMMA_API_BASE": services["polymarket_gamma"],
            # Two names, or both endpoints would count as one provider.
            "POLYGON_RPC_URLS": polygon or ",".join(
                (services["polygon_1"], services["polygon_2"].replace("127.0.0.1", "localhost"))),
        } if venues else {}
        if book:
            self.env["POSITIONS_PATH"] = str(book)
        self.env.update(env or {})
        self.write_env()
        (self.path / "holdfast.toml").write_text(
            f"[sync]\ninterval_s = {interval_s}\nstale_after_s = {interval_s * 4}\n" + toml)

    def write_env(self):
        lines = [f"{name}={text}\n" for name, text in self.env.items() if text is not None]
        (self.path / ".env").write_text("".join(lines))

    def environment(self):
        return {"PATH": os.environ["PATH"], "HOME": self.folder.name,
                "XDG_STATE_HOME": self.folder.name + "/state", "NO_COLOR": "1",
                **{k: v for k, v in os.environ.items() if k.startswith(("ASAN", "TSAN", "UBSAN"))}}

    @property
    def ledger(self):
        return self.path / "state" / "holdfast" / "ledger-simulated.sqlite"

    def run(self, *words, within_s=60):
        """(exit code, stdout, stderr)"""
        words = list(words)
        done = subprocess.run([str(BIN / "holdfast"), *words], cwd=self.path, timeout=within_s,
                              env=self.environment(), stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        return done.returncode, done.stdout, done.stderr

    def once(self):
        code, out, err = self.run("serve", "--once", "--json")
        return code, json.loads(out) if out else err

    def start(self):
        self.log = open(self.path / "daemon.log", "ab")
        self.daemon = subprocess.Popen(
            [str(BIN / "holdfast"), "serve", "--port", "0"], cwd=self.path, env=self.environment(),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.log, text=True)
        line = self.daemon.stdout.readline()
        assert line.startswith("Dashboard"), line + self.logged()
        self.port = int(line.strip().rsplit(":", 1)[1])
        return self

    def stop(self, how=signal.SIGTERM):
        if self.daemon is None:
            return None
        self.daemon.send_signal(how)
        code = self.daemon.wait(20)
        self.daemon.stdout.close()
        self.log.close()
        self.daemon = None
        return code

    def close(self):
        self.stop(signal.SIGKILL)
        self.folder.cleanup()

    def logged(self):
        return (self.path / "daemon.log").read_text(errors="replace")

    def token(self):
        return (self.path / "state" / "holdfast" / "token-0").read_text().strip()

    def http(self, target, method="GET", body=None, headers=None):
        """(status, text, headers)"""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            all_headers = dict(headers or {})
            if body is not None:
                all_headers.setdefault("Content-Type", "application/json")
                all_headers.setdefault("Authorization", "Bearer " + self.token())
            connection.request(method, target, body, all_headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), dict(answer.getheaders())
        finally:
            connection.close()

    def json(self, target):
        status, text, _ = self.http(target)
        assert status == 200, f"{target}: {status} {text}"
        return json.loads(text)

    def post(self, target, body):
        status, text, _ = self.http(target, "POST", json.dumps(body))
        return status, json.loads(text)

    def sync(self):
        """A pass that begins after this call, and how it ended."""
        return self.post("/api/v1/sync", {})

    def status(self):
        return self.json("/api/v1/status")

    def positions(self, scope="open"):
        return self.json(f"/api/v1/ledger/positions?scope={scope}")["positions"]

    def cases(self):
        return self.json("/api/v1/cases")["cases"]

    def verified(self):
        code, out, err = self.run("ledger", "verify")
        assert code == 0, out + err
        return out
