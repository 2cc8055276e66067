#!/usr/bin/env python3
"""measure_coverage.py BUILD PERCENT FOLDER...: line coverage of the folders together, from the
profiles in BUILD/profiles; fails below PERCENT and adds one test to $HOLDFAST_COUNTS."""
import glob
import json
import os
import subprocess
import sys


def tool(name):
    for suffix in ("-19", ""):
        if subprocess.run(["which", name + suffix], capture_output=True).returncode == 0:
            return name + suffix
    sys.exit(f"{name} is missing: apt-get install llvm-19")


def measure(build, folders):
    merged = os.path.join(build, "profiles", "all.profdata")
    subprocess.run([tool("llvm-profdata"), "merge", "-sparse", "-o", merged] +
                   glob.glob(os.path.join(build, "profiles", "*.profraw")), check=True)
    binaries = [b for b in glob.glob(os.path.join(build, "bin", "*"))
                if os.path.basename(b) in ("unit_domain", "unit_core", "property_tests")]
    objects = [binaries[0]] + [word for b in binaries[1:] for word in ("-object", b)]
    told = subprocess.run([tool("llvm-cov"), "export", "-format=text", "-skip-expansions",
                           "-skip-functions", "-instr-profile", merged] + objects,
                          check=True, capture_output=True, text=True).stdout
    # Headers are seen through build/…/roots: the real path tells them apart from the rest.
    lines = {}
    for file in json.loads(told)["data"][0]["files"]:
        path = os.path.relpath(os.path.realpath(file["filename"]))
        if any(path.startswith(folder + "/") for folder in folders):
            reached = lines.setdefault(path, {})
            for line, hit in reached_lines(file["segments"]).items():
                reached[line] = reached.get(line, False) or hit
    return lines


def reached_lines(segments):
    """Line -> was it reached, from llvm-cov's segments, as llvm-cov counts lines itself: a line
    counts when a region starts on it or covers it; it is reached when any of those was."""
    result, wrapped = {}, None
    by_line = {}
    for segment in segments:
        by_line.setdefault(segment[0], []).append(segment)
    if not by_line:
        return result
    for line in range(min(by_line), max(by_line) + 1):
        here = by_line.get(line, [])
        starts = [s for s in here if s[3] and s[4] and not (len(s) > 5 and s[5])]
        mapped = bool(starts) or (wrapped is not None and wrapped[3] and
                                  not (here and not here[0][3] and here[0][4]))
        if mapped:
            counts = [s[2] for s in starts]
            if wrapped is not None and wrapped[3]:
                counts.append(wrapped[2])
            result[line] = max(counts, default=0) > 0
        if here:
            wrapped = here[-1]
    return result


def main():
    build, wanted, folders = sys.argv[1], float(sys.argv[2]), sys.argv[3:]
    files = measure(build, folders)
    total = sum(len(lines) for lines in files.values())
    reached = sum(sum(lines.values()) for lines in files.values())
    percent = 100.0 * reached / total if total else 0.0
    for path, lines in sorted(files.items(), key=lambda f: sum(f[1].values()) / max(len(f[1]), 1)):
        missed = [line for line, hit in sorted(lines.items()) if not hit]
        if missed:
            shown = ", ".join(map(str, missed[:12])) + (" …" if len(missed) > 12 else "")
            print(f"      {100.0 * sum(lines.values()) / len(lines):5.1f} %  {path}  not reached: {shown}")
    enough = percent >= wanted
    print(f"      {' and '.join(folders)}: {percent:.1f} % of {total} lines, wanted {wanted:.0f} %")
    if "HOLDFAST_COUNTS" in os.environ:
        with open(os.environ["HOLDFAST_COUNTS"], "a", encoding="utf-8") as out:
            out.write("1 0\n" if enough else "0 1\n")
    sys.exit(not enough)


main()
