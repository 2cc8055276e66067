"""Two long-lived processes on one core, measured in turns.

Blocks go A B B A; each pair gives one ratio B/A. The score is the median of the ratios with a 95 %
bootstrap interval. CPU time decides, because the paths measured here never wait; wall time stands
beside it in the raw figures.
"""

import random
import statistics
import subprocess
import time

BLOCK_NS = 60_000_000
NOISY = 0.25


class Absent(Exception):
    """A side that cannot be run here, and why."""


class Side:
    def __init__(self, name, command, core):
        self.name = name
        self.process = subprocess.Popen(
            ["taskset", "-c", str(core), *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, order):
        self.process.stdin.write(order + "\n")
        self.process.stdin.flush()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise Absent(f"{self.name} ended with {self.process.wait()}")
        return line.rstrip("\n")

    def check(self):
        self.ask("check")
        lines = []
        while line := self.answer():
            lines.append(line)
        return lines

    def run(self, count):
        """wall ns, cpu ns and, of ours, allocations"""
        self.ask(f"run {count}")
        return [int(figure) for figure in self.answer().split()]

    def warm_up(self):
        """Runs until the figures stand; returns how often a block of BLOCK_NS has to run."""
        until, best = time.monotonic() + 1.0, None
        while best is None or time.monotonic() < until:
            cpu = max(self.run(1)[1], 1)
            best = cpu if best is None else min(best, cpu)
        return max(1, round(BLOCK_NS / best))

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def interval(ratios, dice):
    medians = sorted(statistics.median(dice.choices(ratios, k=len(ratios))) for _ in range(2000))
    return medians[50], medians[1949]


def spread(values):
    middle = statistics.median(values)
    return statistics.median(abs(value - middle) for value in values) / middle


def measure_once(a, b, pairs):
    counts = {a: a.warm_up(), b: b.warm_up()}
    blocks = []
    for number in range(pairs):
        for side in (a, b) if number % 2 == 0 else (b, a):
            wall, cpu, *allocations = side.run(counts[side])
            blocks.append((number, side.name, counts[side], wall, cpu, allocations[0] if allocations else ""))
    per_run = {s: [cpu / n for _, name, n, _, cpu, _ in blocks if name == s.name] for s in (a, b)}
    ratios = [theirs / ours for ours, theirs in zip(per_run[a], per_run[b])]
    return blocks, per_run, ratios


def measure(a, b, pairs):
    """Medians of CPU ns a run, the ratio B/A with its interval, whether it was noisy; the blocks."""
    for _ in range(2):
        blocks, per_run, ratios = measure_once(a, b, pairs)
        noisy = max(spread(per_run[a]), spread(per_run[b])) > NOISY
        if not noisy:
            break
    low, high = interval(ratios, random.Random(1))
    wall = {s.name: statistics.median(w / n for _, name, n, w, _, _ in blocks if name == s.name) for s in (a, b)}
    return {
        "a_ns": statistics.median(per_run[a]),
        "b_ns": statistics.median(per_run[b]),
        "a_wall_ns": wall[a.name],
        "b_wall_ns": wall[b.name],
        "ratio": statistics.median(ratios),
        "low": low,
        "high": high,
        "noisy": noisy,
        # Of the side that is ours, in its last block, by the run.
        "allocations": [each / n for _, name, n, _, _, each in blocks if name == a.name][-1],
        "blocks": blocks,
    }
