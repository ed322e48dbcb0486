#!/usr/bin/env python3
"""Judges every hostile candidate as root, as an ordinary user and without a cage, and looks at what is left afterwards.

    hostile.py PROGRAM [--tier root|user|fallback]... [--times N] [--name PART] [--peak MIB]

For each tier: the verdict is the one of tests/candidates/table.tsv, never an error; what candidates say was HELD or NOT
HELD is what tests/candidates/hostile/tiers.tsv says; reports are well-formed and harmless; the harness's memory is
bounded; no process, network namespace, mount, control group or temporary file is left, also when the harness is killed.
The fallback tier runs as the ordinary user, without the candidates that are never to run outside of a cage.
"""
import argparse
import collections
import concurrent.futures
import os
import pathlib
import pwd
import shutil
import sys
import tempfile

import corpus
from hostile_ground import Leftovers, Targets, become_reaper, memory_groups
from hostile_run import Harness, complaints_of, kill_while_running, said

UNSAFE = "never run it outside of a cage"
CASES = {"content-storage/content-manager": "two-files", "key-server/server": "whole-exchange",
         "key-server/client": "key"}
# What these do shows only when the harness goes on with the same cage.
FURTHER = {"server_limits_parent": "started-twice"}
TIERS = ("root", "user", "fallback")


def expected_of_tiers():
    return {row["attack"]: row for row in corpus.table_of(corpus.CANDIDATES / "hostile" / "tiers.tsv")}


def ordinary_user():
    users = [u for u in pwd.getpwall() if 1000 <= u.pw_uid < 60000 and "nologin" not in u.pw_shell]
    named = [u for u in users if u.pw_name == "student"]
    return (named or users or [pwd.getpwnam("nobody")])[0]


class Tier:
    """All the candidates in one tier, as often as asked for."""

    def __init__(self, name, harness, targets, options):
        self.name, self.harness, self.targets, self.options = name, harness, targets, options
        self.bad = []
        self.held = collections.defaultdict(set)
        self.cases = self.errors = self.peak = 0
        self.slowest = (0, "")

    def complain(self, who, what):
        self.bad.append("%s %s: %s" % (self.name, who, what))
        print("BAD " + self.bad[-1].encode("ascii", "backslashreplace").decode(), flush=True)

    def rows(self):
        chosen = [row for row in corpus.rows() if row["kind"] == "hostile" and self.options.name in row["name"]]
        return [row for row in chosen if self.name != "fallback" or UNSAFE not in row["note"]]

    def one(self, numbered):
        number, row = numbered
        place = self.harness.folder / ("%s-%d" % (row["name"], number))
        place.mkdir(mode=0o755)
        target = corpus.prepare(row, place)
        self.targets.write(target / "targets.py")
        case = FURTHER.get(row["name"], CASES[row["protocol/role"]])
        scale = "0.4" if row["stage"] else "10"
        run = self.harness.judge(row["protocol/role"], target, place, case, scale)
        return row, place, run

    def note(self, row, place, run):
        for complaint in complaints_of(row, run, self.options.peak << 10):
            self.complain(row["name"], complaint)
            self.errors += complaint.startswith("error")
        self.cases += 1
        self.peak = max(self.peak, run.peak)
        self.slowest = max(self.slowest, (run.seconds, row["name"]))
        for attack, held, reached in said(run):
            self.held[attack].add((held, reached))
        shutil.rmtree(place)

    def play(self):
        # Without a cage all play on the host's loopback: one at a time.
        workers = 1 if self.name == "fallback" else self.options.workers
        rows = self.rows()
        for _ in range(self.options.times):
            leftovers = Leftovers(self.harness.temporary, self.targets.own_processes)
            with concurrent.futures.ThreadPoolExecutor(workers) as pool:
                for row, place, run in pool.map(self.one, enumerate(rows)):
                    self.note(row, place, run)
                    leftovers.networks.update(run.networks)
            for left in leftovers.after():
                self.complain("leftovers", left)
        self.check_held()

    def check_held(self):
        expected = expected_of_tiers()
        for attack in expected:
            if attack not in self.held and not self.options.name:
                self.complain(attack, "no candidate said what became of it")
        for attack, found in sorted(self.held.items()):
            wanted = expected.get(attack, {}).get(self.name, "not in tiers.tsv")
            wanted = wanted.replace("held by a group", "held")
            if attack == "memory-of-many" and not (self.name == "root" and memory_groups()):
                continue  # an ordinary user may have been given a control group
            if attack == "outside-tcp" and not self.targets.has_outside():
                continue  # nothing is there to be reached
            for held, reached in sorted(found):
                if wanted != held:
                    self.complain(attack, "%s, the table says %s%s" % (held, wanted, reached and ": " + reached))

    def keep_twice(self):
        """Working directories that are kept in one place, one run after the other."""
        for name in ("saves_through_links", "names_of_all_kinds", "saves_pipe"):
            if self.options.name not in name:
                continue
            row = next(row for row in corpus.rows() if row["kind"] == "hostile" and row["name"] == name)
            place = self.harness.folder / ("kept-" + name)
            place.mkdir(mode=0o755)
            kept = self.harness.folder / ("keep-" + name)
            kept.mkdir()
            os.chown(kept, self.harness.user.pw_uid, self.harness.user.pw_gid)
            for second in (False, True):
                target = corpus.prepare(row, place / str(second))
                self.targets.write(target / "targets.py", kept=second)
                run = self.harness.judge(row["protocol/role"], target, place, "two-files", "10", "--keep", str(kept))
                for complaint in complaints_of(row, run, self.options.peak << 10):
                    self.complain("keeping " + name, complaint)
            for what in self.targets.changed():
                self.complain("keeping " + name, what)
            if name == "names_of_all_kinds" and not (kept / "two-files" / "new\nline").exists():
                self.complain("keeping " + name, "what lies beside a pipe was not kept")

    def killed(self):
        """The harness dies in the middle; nothing of its candidates may live on, and the next run clears up."""
        for name in ("daemon_holds_port", "spins_ignoring_signals", "forged_without_end", "server_endless_body",
                     "fork_bomb", "kills_parent"):
            row = next(row for row in corpus.rows() if row["kind"] == "hostile" and row["name"] == name)
            if self.options.name not in name or (self.name == "fallback" and UNSAFE in row["note"]):
                continue
            leftovers = Leftovers(self.harness.temporary, self.targets.own_processes)
            place = self.harness.folder / ("killed-" + name)
            place.mkdir(mode=0o755)
            target = corpus.prepare(row, place)
            if not kill_while_running(self.harness, row["protocol/role"], target, place, CASES[row["protocol/role"]]):
                self.complain("killed during " + name, "its candidate was never seen")
            for left in leftovers.after(files=False):
                self.complain("killed during " + name, left)
            shutil.rmtree(place)
            self.harness.plain()
            for left in leftovers.after():
                self.complain("next run after " + name, left)


def make_tier(name, folder, program, options):
    """The tier, or in words why it cannot be had."""
    root = os.geteuid() == 0
    if name == "root" and not root:
        return None, "needs root"
    user = ordinary_user() if root and name != "root" else pwd.getpwuid(os.geteuid())
    place = pathlib.Path(folder) / name
    place.mkdir(mode=0o755)
    harness = Harness(program, place, user, "none" if name == "fallback" else "cage")
    trouble = harness.trouble()
    if trouble:
        return None, "%s: %s" % (user.pw_name, trouble)
    return Tier(name, harness, Targets(place, user, program), options), ""


def show(tiers):
    expected = expected_of_tiers()
    print("\n%-24s" % "attack" + "".join("%-10s" % tier.name for tier in tiers) + " what was reached, or why")
    for attack in sorted({a for tier in tiers for a in tier.held}):
        cells = ["/".join(sorted({held for held, _ in tier.held[attack]})) or "-" for tier in tiers]
        reached = sorted({what for tier in tiers for _, what in tier.held[attack] if what})
        why = expected.get(attack, {}).get("reason", "")
        line = "%-24s" % attack + "".join("%-10s" % cell for cell in cells) + " " + (why or "; ".join(reached)[:90])
        print(line.rstrip().encode("ascii", "backslashreplace").decode())
    print("\n%-10s %6s %7s %11s %12s  %s" % ("tier", "cases", "errors", "complaints", "peak MiB", "slowest"))
    for tier in tiers:
        print("%-10s %6d %7d %11d %12.1f  %.1f s %s" % (tier.name, tier.cases, tier.errors, len(tier.bad),
                                                         tier.peak / 1024, *tier.slowest))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="the counterpart to test")
    parser.add_argument("--tier", action="append", choices=TIERS, help="only this tier (repeatable)")
    parser.add_argument("--times", type=int, default=1, help="judge each candidate so often")
    parser.add_argument("--name", default="", help="only candidates whose name contains this")
    parser.add_argument("--workers", type=int, default=3, help="harnesses side by side, in a cage")
    parser.add_argument("--peak", type=int, default=96, metavar="MIB",
                        help="memory that the harness itself may take; 900 connections at once are 60 MiB of it")
    options = parser.parse_args()
    become_reaper()
    done, bad = [], []
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        for name in options.tier or TIERS:
            tier, why = make_tier(name, folder, os.path.abspath(options.program), options)
            if not tier:
                print("%s: skipped: %s" % (name, why))
                continue
            try:
                tier.play()
                tier.keep_twice()
                tier.killed()
            finally:
                bad += tier.targets.close()
            done.append(tier)
            bad += tier.bad
        show(done)
    print("%d complaints" % len(bad))
    for complaint in bad[:40]:
        print("  " + complaint.encode("ascii", "backslashreplace").decode())
    sys.exit(1 if bad or not done else 0)


if __name__ == "__main__":
    main()
