#!/usr/bin/env python3
"""Measures what the harness costs, and prints a table of ratios, each with both sides measured in this run.

    tests/bench/run [--only NAME]… [--repeats N] [--json FILE] [--anyway]

Both sides of a ratio are measured in turn, several times (--repeats); the median of the ratios counts, and the least
and the largest stand beside it. It refuses to measure on a machine that is not quiet (--anyway: it warns). Exit status
0 when every goal is met, 1 when one is not, 3 when something could not be measured."""
import argparse
import json
import os
import platform
import shutil
import subprocess
import sys

import cages
import cases
import machine
import roles
import sockets
import table
import transfer
from kit import Kit, Trouble

MEASURES = {
    "cases": cases.measure,
    "transfer": transfer.measure,
    "connections": sockets.measure_connections,
    "latency": sockets.measure_latency,
    "teardown": cages.measure_teardown,
    "launch": cages.measure_launch,
    "roles": roles.measure,
}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="counterpart")
    parser.add_argument("cage_bench", help="the program of that name")
    parser.add_argument("--only", action="append", choices=MEASURES, metavar="NAME", help=", ".join(MEASURES))
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--json", metavar="FILE", help="write the rows there too")
    parser.add_argument("--anyway", action="store_true", help="measure although the machine is not quiet")
    return parser.parse_args()


def where():
    system = platform.uname()
    user = "root" if os.geteuid() == 0 else "an ordinary user"
    return "%d processors, Linux %s, as %s" % (os.cpu_count(), system.release, user)


def main():
    given = arguments()
    watch = machine.Watch()
    warning = watch.complaint()
    if warning:
        print("WARNING: " + warning, file=sys.stderr)
        if not given.anyway:
            print("Nothing was measured; --anyway measures all the same.", file=sys.stderr)
            return 3
    kit = Kit(given.program, given.cage_bench, given.repeats, watch)
    kit.pytest = shutil.which("pytest") or shutil.which("pytest-3")
    rows, troubles = [], []
    for name in given.only or MEASURES:
        print("measuring: " + name, file=sys.stderr, flush=True)
        try:
            rows += MEASURES[name](kit)
        except (Trouble, subprocess.SubprocessError, OSError, ValueError, LookupError) as trouble:
            troubles.append("%s could not be measured: %s" % (name, str(trouble) or repr(trouble)))
    quietness = watch.summary()
    print("Counterpart %s: %s; %d repeats; %s" % (version(kit.program), where(), given.repeats, quietness))
    if warning:
        print("WARNING: " + warning)
    print(table.render(rows))
    for trouble in troubles:
        print(trouble)
    if given.json:
        with open(given.json, "w", encoding="utf-8") as file:
            json.dump({"machine": where(), "warning": warning, "quietness": quietness, "repeats": given.repeats,
                       "rows": [row.as_json() for row in rows], "troubles": troubles}, file, indent=1)
    return 3 if troubles else 1 if any(row.met() is False for row in rows) else 0


def version(program):
    return subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
