"""`serve --demo`: play in a folder of its own, which every command can be pointed at and which goes with
it; of what is the user's nothing is touched."""
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import unittest

from stage import BIN, SECRETS, heard


class Demo(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        for name in ("home", "tmp", "here"):
            (self.folder / name).mkdir()
        self.env = {"PATH": os.environ["PATH"], "HOME": str(self.folder / "home"),
                    "TMPDIR": str(self.folder / "tmp"), "NO_COLOR": "1",
                    **{k: v for k, v in os.environ.items() if k.startswith(("ASAN", "UBSAN"))}}
        self.daemon = subprocess.Popen([str(BIN / "holdfast"), "serve", "--demo", "--port", "0"],
                                       cwd=self.folder / "here", env=self.env,
                                       stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                       stderr=subprocess.PIPE, text=True)
        self.addCleanup(self.end)
        line = ""
        while "--config" not in line:
            line = self.daemon.stderr.readline()
            self.assertTrue(line, "it says how to ask it")
        self.config = re.search(r"--config (\S+)", line)[1]
        while "WITNESS" not in line:  # the verdict's table: every account has answered
            line = self.daemon.stdout.readline()
            self.assertTrue(line, "it shows the verdict")

    def end(self):
        if self.daemon.poll() is None:
            self.daemon.kill()
        self.daemon.wait()
        self.daemon.stdout.close()
        self.daemon.stderr.close()

    def run_on_it(self, *words):
        done = subprocess.run([str(BIN / "holdfast"), "--config", self.config, *words],
                              cwd=self.folder / "here", env=self.env, timeout=60,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True)
        return done.returncode, heard(f"`holdfast {' '.join(words)}`", done.stdout + done.stderr)

    def test_every_command_finds_it_and_nothing_is_left(self):
        play = pathlib.Path(self.config).parent
        SECRETS.hide("the demo's token", (play / "token").read_text().strip())
        for words, says in ((("status",), "IN AGREEMENT"), (("ledger", "verify"), "entries"),
                            (("doctor",), "kalshi/main"), (("sync",), ""),
                            (("ledger", "backup", str(self.folder / "copy")), "")):
            code, said = self.run_on_it(*words)
            self.assertEqual(code, 0, f"{words}: {said}")
            self.assertIn(says, said)
        self.assertEqual([path for path in (self.folder / "home").rglob("*")], [])
        self.assertEqual(os.listdir(self.folder / "here"), [])
        self.daemon.send_signal(signal.SIGTERM)
        self.assertEqual(self.daemon.wait(20), 0)
        self.assertFalse(play.exists())
        self.assertEqual(os.listdir(self.folder / "tmp"), [])


if __name__ == "__main__":
    unittest.main()
