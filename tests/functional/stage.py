"""The real programs on loopback, as a person would start them: holdfast-sim with its world, and
holdfast in a folder of its own with nothing but a .env and a holdfast.toml.

All that the programs say to anybody and all that they leave behind is searched for their secrets, in
every test: a canary as Polymarket key, the PEM files of the simulator, the tokens."""
import collections
import http.client
import json
import os
import pathlib
import signal
import socket
import subprocess
import tempfile
import time

from secrecy import Search

CANARY = "0x" + "c0ffee15dead" * 5 + "c0fe"  # a private key that must be seen nowhere
CONDITIONAL_TOKENS = "0x4D97DCd97eC945f40cF65F87097ACe5EA0476045"
BALANCE_OF = "0x00fdd58e"  # balanceOf(address,uint256)
SECRETS = Search()
SECRETS.hide("the canary key", CANARY[2:])
SECRETS.hide("the canary key's bytes", bytes.fromhex(CANARY[2:]))
SECRETS.hide("the canary key as a number", str(int(CANARY, 16)))

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


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def heard(where, content):
    """Something a program said or kept: it holds no secret."""
    found = SECRETS.finds(content)
    assert not found, f"{where} holds a piece of {', '.join(sorted(found))}"
    return content


class Venues:
    """holdfast-sim."""

    def __init__(self, *options, env=None):
        self.folder = tempfile.TemporaryDirectory()
        keys = pathlib.Path(self.folder.name) / "keys"
        self.said = open(self.folder.name + "/stderr", "ab")
        self.process = subprocess.Popen(
            [str(BIN / "holdfast-sim"), "--port", "0", "--port-polymarket-data", "0",
             "--port-polymarket-gamma", "0", "--port-dflow-metadata", "0", "--port-dflow-trade", "0",
             "--port-pacifica", "0", "--no-rate-limits", "--keys-dir", str(keys), *options],
            stdout=subprocess.PIPE, stderr=self.said, text=True,
            env=dict(os.environ, **(env or {})))
        line = self.process.stdout.readline()
        self.ready = json.loads(line)
        for pem in keys.glob("*.pem"):
            if "PRIVATE KEY" in pem.read_text():
                SECRETS.hide_pem("the key file " + pem.name, pem.read_text())
        heard("the simulator's stdout", line)
        self.services = self.ready["services"]

    def close(self):
        self.process.kill()
        self.process.wait()
        rest = self.process.stdout.read()
        self.process.stdout.close()
        self.said.close()
        said = pathlib.Path(self.said.name).read_bytes()
        self.folder.cleanup()
        heard("the simulator's stdout", rest)
        heard("the simulator's stderr", said)

    def ask(self, method, target, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.ready["port"], timeout=30)
        try:
            connection.request(method, target, None if body is None else json.dumps(body))
            answer = connection.getresponse()
            text = heard("the simulator's " + target, answer.read().decode())
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

    def faults(self):
        return self.ask("GET", "/_sim/faults")["faults"]

    def heal(self):
        return self.ask("DELETE", "/_sim/faults")

    def channels(self, venue):
        """What the venue itself counts as subscribed: each channel's keys, over all connections."""
        keys = collections.defaultdict(list)
        for stream in self.ask("GET", "/_sim/streams")["streams"]:
            for one in stream["subscriptions"] if stream["venue"] == venue else ():
                keys[one["channel"]].append(one["key"])
        return {channel: sorted(each) for channel, each in keys.items()}

    def subscriptions(self, venue, channel):
        return self.channels(venue).get(channel, [])

    def quick(self):
        """Trades are seen everywhere within a few seconds: no CDN, quick blocks."""
        self.act({"venue": "polymarket", "do": "set_service", "cdn": False, "settlement_ms": 300,
                  "finality_blocks": 1})

    def wallet(self):
        return self.ready["polymarket_wallet"]

    def rpc(self, method, *params):
        """One question to the first Polygon endpoint, not by way of Holdfast."""
        return self.ask("POST", "/polygon/1", {"jsonrpc": "2.0", "id": 1, "method": method,
                                               "params": params})["result"]

    def on_chain(self, token, block):
        """What the chain of now has of the wallet's token at that block."""
        words = self.wallet()[2:].rjust(64, "0") + f"{int(token):064x}"
        said = self.rpc("eth_call", {"to": CONDITIONAL_TOKENS, "data": BALANCE_OF + words},
                        block if isinstance(block, str) else hex(block))
        return int(said, 16) / 1e6

    def kalshi_holdings(self):
        holdings = self.world()["kalshi"]["accounts"]["main"]["holdings"]
        return [row for row in holdings if row["position"] != "0"]

    def polymarket_holdings(self):
        holdings = self.world()["polymarket"]["wallets"][self.wallet()]["holdings"]
        return [row for row in holdings if row["size"] != "0"]

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

    def __init__(self, venues, interval_s=5, polygon=None, book=None, toml="", env=None, port=0,
                 transfers_s=0):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)
        self.daemon = None
        self.wanted_port = port  # 0: any; a number: the command line finds the daemon there
        self.port = None
        self.said = ""  # what the daemon wrote to stdout
        services = venues.services if venues else {}
        self.env = {
            "KALSHI_API_KEY_ID": venues.ready["kalshi_key_id"],
            "KALSHI_PRIVATE_KEY_PATH": venues.ready["kalshi_key_file"],
            "KALSHI_API_BASE": services["kalshi"],
            "POLY_FUNDER": venues.wallet(),
            "POLY_PRIVATE_KEY": CANARY,
            "POLY_DATA_API_BASE": services["polymarket_data"],
            "POLY_GAMMA_API_BASE": services["polymarket_gamma"],
            # Streams and transfers ask for passes of their own, and a request shares a pass that is
            # under way: a test that counts on when a pass began has none. test_streams.py
            # switches streams on.
            "KALSHI_WS_BASE": "off",
            "POLY_WS_BASE": "off",
            # Two names, or both endpoints would count as one provider.
            "POLYGON_RPC_URLS": polygon or ",".join(
                (services["polygon_1"], services["polygon_2"].replace("127.0.0.1", "localhost"))),
        } if venues else {}
        if book:
            self.env["POSITIONS_PATH"] = str(book)
        self.env.update(env or {})
        self.write_env()
        if toml is not None:
            self.write_toml(interval_s, transfers_s, toml)

    def write_toml(self, interval_s, transfers_s, toml):
        (self.path / "holdfast.toml").write_text(
            f"[sync]\ninterval_s = {interval_s}\nstale_after_s = {interval_s * 4}\n"
            f"[chain.polygon]\ntransfers_s = {transfers_s}\n" + toml
            + (f"[http]\nport = {self.wanted_port}\n" if self.wanted_port else ""))

    def write_env(self):
        lines = [f"{name}={text}\n" for name, text in self.env.items() if text is not None]
        (self.path / ".env").write_text("".join(lines))
        (self.path / ".env").chmod(0o600)

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
        heard(f"`holdfast {' '.join(words)}`", done.stdout + done.stderr)
        return done.returncode, done.stdout, done.stderr

    def once(self):
        code, out, err = self.run("serve", "--once", "--json")
        return code, json.loads(out) if out else err

    def start(self):
        self.log = open(self.path / "daemon.log", "ab")
        self.daemon = subprocess.Popen(
            [str(BIN / "holdfast"), "serve", "--port", str(self.wanted_port)], cwd=self.path,
            env=self.environment(),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.log, text=True)
        line = self.daemon.stdout.readline()
        assert line.startswith("Dashboard"), line + self.logged()
        SECRETS.hide("a token", self.token())
        self.said += line
        self.port = int(line.strip().rsplit(":", 1)[1])
        return self

    def stop(self, how=signal.SIGTERM):
        if self.daemon is None:
            return None
        self.daemon.send_signal(how)
        code = self.daemon.wait(20)
        self.said += self.daemon.stdout.read()
        self.daemon.stdout.close()
        self.log.close()
        self.daemon = None
        return code

    def close(self):
        """The end; all that is left behind is searched, but for the files that keep a secret."""
        ended = self.daemon.poll() if self.daemon else None
        assert ended is None, f"the daemon ended by itself with {ended}\n" + self.logged()
        self.stop(signal.SIGKILL)
        kept = [path for path in self.path.rglob("*") if path.is_file()
                and path.name != ".env" and path.suffix != ".pem"
                and not path.name.startswith("token-")]
        contents = [(path.relative_to(self.path), path.read_bytes()) for path in kept]
        self.folder.cleanup()
        heard("the daemon's stdout", self.said)
        for name, content in contents:
            heard(name, content)

    def logged(self):
        return (self.path / "daemon.log").read_text(errors="replace")

    def token(self):
        return (self.path / "state" / "holdfast" / f"token-{self.wanted_port}").read_text().strip()

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
            content = answer.read()
            heard(f"the answer to {method} {target}", content)
            heard(f"the headers of {method} {target}", str(answer.getheaders()))
            return answer.status, content.decode(), dict(answer.getheaders())
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
