#!/usr/bin/env python3
"""Judges every candidate of tests/candidates and compares with the verdict that it must get.

A right candidate must pass every case, with a remark where the table has a hint. A wrong one must fail a case at the stage
and with the requirement that tests/candidates/table.tsv names, and be failed for nothing that is the harness's fault. A
hostile one must get the verdict that the table gives it, be it that all pass. Prints a table: caught / right stage / right
requirement / right candidates failed, and how many of the wrong ones pass the task's own example.
"""
import argparse
import collections
import concurrent.futures
import csv
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
CANDIDATES = HERE.parent / "candidates"
KINDS = ("right", "wrong", "hostile")
# Here the protocol itself speaks of time: a shorter limit would fail a candidate for the wrong reason.
TIMED = ("accio/", "file-exchange/", "file-upload/")
# What somebody who has read the task would try by hand: one plain exchange, on the task's own ports where it has any.
EXAMPLES = {
    "accio/client": ("upload",),
    "accio/server": ("upload",),
    "content-storage/content-manager": ("two-files",),
    "content-storage/remote-server": ("two-files",),
    "file-exchange/client": ("put", "get"),
    "file-exchange/pair": ("put", "get"),
    "file-exchange/server": ("put", "get"),
    "file-upload/client": ("upload",),
    "file-upload/server": ("upload",),
    "key-server/client": ("key", "put"),
    "key-server/server": ("whole-exchange",),
    "unique-code/client": ("default-ports",),
    "unique-code/server": ("default-ports",),
}


def table_of(path):
    """The rows of a file of tab-separated values, by its first line's names. Quotation marks are characters there."""
    with open(path, newline="") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


def rows():
    """Every candidate with the verdict that it must get."""
    return table_of(CANDIDATES / "table.tsv")


def shorter_limits(role):
    """What a wrong candidate never does need not be waited for as long as a right one's slowest machine asks for."""
    return [] if role.startswith(TIMED) else ["--timeout-scale", "0.4"]


def folder_of(row):
    if row["kind"] == "hostile":
        return CANDIDATES / "hostile" / row["name"]
    return CANDIDATES / row["protocol/role"] / row["kind"] / row["name"]


def prepare(row, place):
    """A copy of the candidate as it is handed in; C and C++ sources are compiled to the entry point's name."""
    target = place / row["name"]
    shutil.copytree(folder_of(row), target)
    if row["kind"] == "hostile":
        for module in (CANDIDATES / "hostile" / "common").glob("*.py"):
            shutil.copy(module, target)
    for source in filter(None, row["build"].split()):
        path = target / source
        compiler = "cc" if path.suffix == ".c" else "c++"
        subprocess.run([compiler, "-O1", "-w", "-pthread", "-o", str(path.with_suffix("")), str(path)], check=True)
        path.unlink()
    return target


def coverage(program):
    """{(role, requirement): (level, cases)} of all that are checked, from what counterpart coverage prints."""
    printed = subprocess.run([program, "coverage"], capture_output=True, text=True, check=True).stdout
    found, protocol = {}, ""
    for line in printed.splitlines():
        if re.match(r"^\S+$", line):
            protocol = line
            continue
        fields = re.match(r"^  (\S+) +(must|should|hardening) +(\S.*)$", line)
        if not fields:
            continue
        for case in fields.group(3).split(", "):
            role, name = case.split("/")
            _, cases = found.setdefault(("%s/%s" % (protocol, role), fields.group(1)), (fields.group(2), []))
            cases.append(name)
    return found


def aim(row, checks):
    """The options with which only those cases are played that can fail a wrong candidate as the table has it, and the
    task's example; none, so that all are played, where that is not known."""
    role = row["protocol/role"]
    named = [checks.get((role, requirement)) for requirement in row["requirement"].split("|")]
    if row["kind"] != "wrong" or not all(named):
        return []
    cases = {*EXAMPLES[role], *(case for _, its in named for case in its)}
    return [word for case in sorted(cases) for word in ("--case", case)]


def judge(program, row, place, options):
    target = prepare(row, place)
    record = place / (row["name"] + ".json")
    command = [program, "run", row["protocol/role"], str(target), "--level", row["level"] or "should",
               "--report", "json=%s" % record, "-j", "6", *options]
    if row["stage"]:
        command += shorter_limits(row["protocol/role"])
    if row["kind"] == "hostile" and not row["stage"]:
        command += ["--timeout-scale", "10"]  # the attacks come first, and take their time
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=3600)
    if not record.exists():
        return None, done
    submissions = json.loads(record.read_text())["submissions"]
    return submissions[0] if submissions else None, done


def failures(result):
    """(case, stage number, requirement, text) of every failed stage, and the errors likewise."""
    failed, errors = [], []
    for case in result["cases"]:
        for stage in case["stages"]:
            failure = stage.get("failure")
            if failure:
                entry = (case["id"], stage["number"], failure.get("requirement", ""), failure["text"])
                (errors if stage["verdict"] == "error" else failed).append(entry)
    return failed, errors


def passes_example(row, result):
    """Whether every case of the task's own example passed."""
    wanted = EXAMPLES.get(row["protocol/role"], ())
    passed = {case["id"] for case in result["cases"] if case["verdict"] == "passed"} if result else set()
    return bool(wanted) and passed.issuperset(wanted)


def remarks(result):
    return [remark for case in result["cases"] for stage in case["stages"] for remark in stage.get("remarks", [])]


def verdict(row, result, done):
    """What is wrong with the harness's verdict on this candidate: a list of complaints, empty when it is as it must be."""
    if result is None:
        return ["no result, exit status %d: %s" % (done.returncode, (done.stderr or done.stdout)[-300:])]
    failed, errors = failures(result)
    complaints = ["error in %s stage %d: %s" % (c, s, t.splitlines()[0]) for c, s, _, t in errors]
    if not row["stage"]:
        complaints += ["failed %s at stage %d (%s): %s" % (c, s, r, t.splitlines()[0]) for c, s, r, t in failed]
        if row["hint"] and not any(row["hint"] in remark for remark in remarks(result)):
            complaints.append("remark: %r is in none" % row["hint"])
        return complaints
    stages = set(row["stage"].split("|"))
    if not failed:
        return complaints + ([] if "" in stages else ["not caught"])
    requirements = set(row["requirement"].split("|"))
    at_stage = [f for f in failed if str(f[1]) in stages]
    if not at_stage:
        complaints.append("stage: failed at %s, not at %s" % (sorted({f[1] for f in failed}), row["stage"]))
    named = [f for f in at_stage if f[2] in requirements]
    if not named:
        complaints.append("requirement: named %s, not %s" % (sorted({f[2] for f in failed}), row["requirement"]))
    elif row["hint"] and not any(row["hint"] in f[3] for f in named):
        complaints.append("hint: %r is in no failure text; e.g. %s" % (row["hint"], named[0][3][:400]))
    return complaints


def spread(rows):
    """The same with the kinds in even turns: right ones compute in every case, wrong ones wait in many."""
    number = collections.Counter(row["kind"] for row in rows)
    turn = collections.Counter()
    places = []
    for row in rows:
        turn[row["kind"]] += 1
        places.append((turn[row["kind"]] / number[row["kind"]], row))
    return [row for _, row in sorted(places, key=lambda place: place[0])]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="the counterpart to test")
    parser.add_argument("--role", default="", help="only roles that contain this")
    parser.add_argument("--kind", action="append", choices=KINDS, help="only these; repeatable")
    parser.add_argument("--name", default="", help="only candidates whose name contains this")
    parser.add_argument("--workers", type=int, default=3, help="programs judged side by side")
    parser.add_argument("--aimed", action="store_true",
                        help="of a wrong candidate, play only the cases that check its requirement, and the example")
    parser.add_argument("--table", type=pathlib.Path, metavar="FILE", help="write the table there too")
    parser.add_argument("--verbose", action="store_true", help="show every candidate")
    parser.epilog = "What follows -- are further options of counterpart run."
    words, further = sys.argv[1:], []
    if "--" in words:
        words, further = words[:words.index("--")], words[words.index("--") + 1:]
    arguments = parser.parse_args(words)

    chosen = [row for row in rows() if arguments.role in row["protocol/role"] and row["kind"] in (arguments.kind or KINDS)
              and arguments.name in row["name"]]
    if not chosen:
        sys.exit("no candidate fits")
    checks = coverage(arguments.program) if arguments.aimed else {}
    tally = collections.defaultdict(collections.Counter)
    bad = 0
    with tempfile.TemporaryDirectory() as scratch, \
            concurrent.futures.ThreadPoolExecutor(arguments.workers) as pool:
        def one(numbered):
            number, row = numbered
            place = pathlib.Path(scratch) / str(number)
            place.mkdir()
            result, done = judge(arguments.program, row, place, [*aim(row, checks), *further])
            return row, result, verdict(row, result, done)

        for row, result, complaints in pool.map(one, enumerate(spread(chosen))):
            counter = tally[row["protocol/role"]]
            counter[row["kind"]] += 1
            kinds = {complaint.split(":")[0].split()[0] for complaint in complaints}
            if row["kind"] == "wrong":
                counter["caught"] += "not" not in kinds and "no" not in kinds
                counter["stage"] += not kinds & {"not", "no", "stage"}
                counter["requirement"] += not kinds & {"not", "no", "stage", "requirement"}
                counter["example"] += passes_example(row, result)
            counter["unfair"] += row["kind"] == "right" and bool(complaints)
            bad += bool(complaints)
            if complaints or arguments.verbose:
                print("%s %s/%s/%s" % ("BAD" if complaints else "ok ", row["protocol/role"], row["kind"], row["name"]))
                for complaint in complaints[:6]:
                    print("      " + complaint.encode("ascii", "backslashreplace").decode())
                sys.stdout.flush()

    table = ["%-32s %5s %6s %5s %6s %5s %11s %16s %7s" % ("role", "right", "failed", "wrong", "caught", "stage",
                                                          "requirement", "passes example", "hostile")]
    for role, c in sorted(tally.items()):
        share = "%d (%d %%)" % (c["example"], round(100 * c["example"] / c["wrong"])) if c["wrong"] else "-"
        table.append("%-32s %5d %6d %5d %6d %5d %11d %16s %7d" % (role, c["right"], c["unfair"], c["wrong"], c["caught"],
                                                                  c["stage"], c["requirement"], share, c["hostile"]))
    print("\n".join(table))
    if arguments.table:
        arguments.table.write_text("\n".join(table) + "\n")
    print("%d passed, %d failed" % (len(chosen) - bad, bad))
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
