"""holdfast-sim on free loopback ports, as a person would start it, and what its control tells."""
import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.request
from decimal import Decimal

HERE = os.path.dirname(os.path.abspath(__file__))
BIN = os.path.abspath(os.environ.get("HOLDFAST_BIN_DIR",
                                     os.path.join(HERE, "../../build/release/bin")))


class Venues:
    def __init__(self, *options):
        self.folder = tempfile.mkdtemp(prefix="holdfast-interop-")
        self.process = subprocess.Popen(
            [os.path.join(BIN, "holdfast-sim"), "--port", "0", "--no-rate-limits", "--keys-dir",
             os.path.join(self.folder, "keys"), *options],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        self.ready = json.loads(self.process.stdout.readline())
        self.services = self.ready["services"]

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()
        shutil.rmtree(self.folder)

    def ask(self, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(self.services["control"] + path, data) as answer:
            return json.loads(answer.read())

    def world(self):
        return self.ask("/world")

    def act(self, *actions):
        return self.ask("/world", {"actions": list(actions)})["done"]

    def advance(self, milliseconds):
        return self.ask("/clock", {"advance_ms": milliseconds})


def eventually(check, what, within_s=30):
    """Asks again until `check` holds; what it said then."""
    end = time.monotonic() + within_s
    while True:
        said = check()
        if said:
            return said
        if time.monotonic() > end:
            raise AssertionError(f"{what} did not come true within {within_s} s")
        time.sleep(0.1)


def exact(text):
    assert isinstance(text, str), text
    return Decimal(text)
