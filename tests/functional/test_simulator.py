"""holdfast-sim as a person starts it: its line, its ports, its keys, and faults on real sockets. What
it says is searched for its keys, as in all functional tests."""
import base64
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import time
import unittest

from stage import SECRETS, heard

BIN = pathlib.Path(os.environ.get("HOLDFAST_BIN_DIR", "../../build/release/bin")) / "holdfast-sim"


class Sim:
    def __init__(self, *options):
        self.folder = tempfile.TemporaryDirectory()
        self.process = subprocess.Popen(
            [str(BIN), "--port", "0", "--keys-dir", self.folder.name + "/keys", *options],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        self.ready = json.loads(line) if line else {}
        for pem in pathlib.Path(self.folder.name, "keys").glob("*.pem"):
            if "PRIVATE KEY" in pem.read_text():
                SECRETS.hide_pem("the key file " + pem.name, pem.read_text())
        heard("the simulator's stdout", line)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
        self.folder.cleanup()

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(10)
        for name, stream in (("stdout", self.process.stdout), ("stderr", self.process.stderr)):
            if not stream.closed:
                heard("the simulator's " + name, stream.read())
                stream.close()
        return code

    @property
    def port(self):
        return self.ready["port"]

    def ask(self, method, target, body=None, headers=None, port=None):
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=10)
        try:
            connection.request(method, target, body, headers or {})
            response = connection.getresponse()
            return response.status, heard("the simulator's " + target, response.read().decode())
        finally:
            connection.close()

    def fault(self, **fault):
        status, body = self.ask("POST", "/_sim/faults", json.dumps(fault))
        assert status == 200, body

    def kalshi(self, path, salt=32):
        """Signed by the openssl command, which no line of Holdfast had a hand in."""
        target = "/trade-api/v2" + path
        moment = str(int(time.time() * 1000))
        text = moment + "GET" + target.split("?")[0]
        signature = subprocess.run(
            ["openssl", "dgst", "-sha256", "-sign", self.ready["kalshi_key_file"],
             "-sigopt", "rsa_padding_mode:pss", "-sigopt", f"rsa_pss_saltlen:{salt}"],
            input=text.encode(), stdout=subprocess.PIPE, check=True).stdout
        return self.ask("GET", target, headers={
            "KALSHI-ACCESS-KEY": self.ready["kalshi_key_id"],
            "KALSHI-ACCESS-TIMESTAMP": moment,
            "KALSHI-ACCESS-SIGNATURE": base64.b64encode(signature).decode()})


def raw(port, target):
    """All bytes of one answer, or what broke it."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        received = b""
        while True:
            part = connection.recv(65536)
            if not part:
                return received
            received += part


MARKETS = "/trade-api/v2/markets"


class Start(unittest.TestCase):
    def test_one_line_says_where_everything_is(self):
        with Sim("--port-polymarket-data", "0", "--port-polygon-2", "0") as sim:
            ready = sim.ready
            self.assertIs(ready["ready"], True)
            self.assertEqual(set(ready["services"]), {
                "kalshi", "pacifica", "polymarket_data", "polymarket_gamma", "polymarket_clob",
                "kalshi_ws", "polymarket_ws", "pacifica_ws", "solana_ws", "polygon_1", "polygon_2",
                "solana_1", "solana_2", "dflow_metadata", "dflow_trade", "privy", "control"})
            own = int(ready["services"]["polymarket_data"].rsplit(":", 1)[1])
            self.assertNotEqual(own, sim.port)
            wallet = ready["polymarket_wallet"]
            by_prefix = sim.ask("GET", f"/polymarket-data/v2/value?user={wallet}")
            self.assertEqual(sim.ask("GET", f"/v2/value?user={wallet}", port=own), by_prefix)
            second = int(ready["services"]["polygon_2"].rsplit(":", 1)[1])
            call = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "eth_chainId", "params": []})
            self.assertEqual(json.loads(sim.ask("POST", "/", call, port=second)[1])["result"], "0x89")
            self.assertEqual(sim.stop(), 0)

    def test_listens_on_loopback_alone(self):
        with Sim() as sim:
            port = f"{sim.port:04X}"
            doors = [line.split()[1] for line in
                     pathlib.Path(f"/proc/{sim.process.pid}/net/tcp").read_text().splitlines()[1:]
                     if line.split()[1].endswith(":" + port) and line.split()[3] == "0A"]
            self.assertEqual(doors, ["0100007F:" + port])

    def test_keys_are_for_their_owner_alone(self):
        with Sim() as sim:
            for name in ("kalshi_key_file", "kalshi_ed25519_key_file"):
                mode = stat.S_IMODE(os.stat(sim.ready[name]).st_mode)
                self.assertEqual(mode, 0o600, name)
            self.assertEqual(stat.S_IMODE(os.stat(sim.folder.name + "/keys").st_mode), 0o700)

    def test_a_key_of_ones_own_is_used_and_left_where_it_is(self):
        with Sim() as first:
            key = first.ready["kalshi_key_file"]
            with Sim("--kalshi-key", key, "--kalshi-key-id", "my-key") as second:
                self.assertEqual(second.ready["kalshi_key_file"], key)
                self.assertEqual(second.ready["kalshi_key_id"], "my-key")

    def test_a_world_file_is_played_and_a_wrong_one_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            good = pathlib.Path(folder, "good.json")
            good.write_text(json.dumps({"actions": [
                {"do": "add_market", "venue": "kalshi", "ticker": "KXT-1-A", "event_ticker": "KXT-1"},
                {"do": "buy", "venue": "kalshi", "ticker": "KXT-1-A", "count": "2", "price": "0.5"}]}))
            with Sim("--world", str(good)) as sim:
                truth = json.loads(sim.ask("GET", "/_sim/world")[1])
                rows = truth["kalshi"]["accounts"]["main"]["holdings"]
                self.assertEqual([row["position"] for row in rows], ["2"])
            bad = pathlib.Path(folder, "bad.json")
            bad.write_text('{"do":"buy","venue":"kalshi","ticker":"NONE","count":"2","price":"0.5"}')
            done = subprocess.run([str(BIN), "--port", "0", "--keys-dir", folder, "--world", str(bad)],
                                  capture_output=True, text=True, timeout=20)
            self.assertEqual(done.returncode, 1)
            self.assertIn("no such market: NONE", done.stderr)

    def test_a_taken_port_is_said(self):
        with Sim() as sim:
            done = subprocess.run([str(BIN), "--port", str(sim.port), "--keys-dir", sim.folder.name],
                                  capture_output=True, text=True, timeout=20)
            self.assertEqual(done.returncode, 1)
            self.assertIn(str(sim.port), done.stderr)


class Wire(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sim = Sim()

    @classmethod
    def tearDownClass(cls):
        cls.sim.__exit__()

    def setUp(self):
        self.sim.ask("DELETE", "/_sim/faults")

    @unittest.skipUnless(shutil.which("openssl"), "the openssl command is not here")
    def test_takes_openssls_signature_and_refuses_other_salts(self):
        status, body = self.sim.kalshi("/portfolio/positions?limit=2")
        self.assertEqual(status, 200, body)
        self.assertEqual(len(json.loads(body)["market_positions"]), 2)
        self.assertEqual(self.sim.kalshi("/portfolio/positions", salt=20)[0], 401)

    def test_a_connection_serves_many_requests(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.sim.port, timeout=10)
        connection.connect()
        own = connection.sock.getsockname()
        for _ in range(3):
            connection.request("GET", MARKETS)
            self.assertEqual(connection.getresponse().read()[:1], b"{")
            self.assertEqual(connection.sock.getsockname(), own)
        connection.close()

    def test_a_cut_body_is_shorter_than_it_said(self):
        self.sim.fault(kind="truncated", venue="kalshi", params={"at": 100}, count=1)
        answer = raw(self.sim.port, MARKETS)
        head, body = answer.split(b"\r\n\r\n", 1)
        said = int([line for line in head.split(b"\r\n") if line.startswith(b"Content-Length")][0]
                   .split(b":")[1])
        self.assertEqual(len(body), 100)
        self.assertGreater(said, 100)

    def test_a_reset_is_a_reset(self):
        self.sim.fault(kind="reset", venue="kalshi", count=1)
        with self.assertRaises(ConnectionResetError):
            raw(self.sim.port, MARKETS)

    def test_silence_on_one_connection_leaves_the_others_alone(self):
        self.sim.fault(kind="timeout", venue="kalshi", count=1)
        with socket.create_connection(("127.0.0.1", self.sim.port), timeout=0.4) as silent:
            silent.sendall(f"GET {MARKETS} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            with self.assertRaises(socket.timeout):
                silent.recv(1)
            self.assertEqual(self.sim.ask("GET", MARKETS)[0], 200)

    def test_a_drip_comes_whole_but_late(self):
        self.sim.fault(kind="drip", venue="kalshi", params={"bytes_per_s": 200}, count=1)
        began = time.monotonic()
        answer = raw(self.sim.port, "/trade-api/v2/exchange/status")
        json.loads(answer.split(b"\r\n\r\n", 1)[1])
        self.assertGreater(time.monotonic() - began, 1.0)

    def test_a_late_answer_is_late(self):
        self.sim.fault(kind="slow", venue="kalshi", params={"ms": 600}, count=1)
        began = time.monotonic()
        self.assertEqual(self.sim.ask("GET", MARKETS)[0], 200)
        self.assertGreater(time.monotonic() - began, 0.5)

    def test_garbage_ends_its_own_connection_only(self):
        for garbage in (b"\x16\x03\x01\x02\x00\x01", b"GET\r\n\r\n", b"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n"):
            with socket.create_connection(("127.0.0.1", self.sim.port), timeout=10) as connection:
                connection.sendall(garbage)
                connection.shutdown(socket.SHUT_WR)
                connection.recv(100)
        self.assertEqual(self.sim.ask("GET", MARKETS)[0], 200)


if __name__ == "__main__":
    unittest.main()
