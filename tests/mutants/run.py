#!/usr/bin/env python3
"""Derives wrong candidates from right Python ones by small rules, judges each, and lists those that no case notices.

    tests/mutants/run.py PROGRAM [--role PROTOCOL/ROLE]… [--candidate NAME]… [--share 0.2] [--workers N]

A survivor is equivalent to the right program, or a case is missing: equivalent.tsv beside this names those that were
looked at, with the reason; any other survivor makes the exit status 1."""
import argparse
import concurrent.futures
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent / "conformance"))
import corpus  # noqa: E402
import mutate  # noqa: E402


def right_python(role):
    """Folders of right candidates of a role that are Python, by name."""
    for folder in sorted((corpus.CANDIDATES / role / "right").iterdir()):
        if any(folder.glob("*.py")):
            yield folder


def all_mutants(folder):
    for file in sorted(folder.glob("*.py")):
        for line, rule, what, text in mutate.mutants(file.read_text()):
            yield {"file": file.name, "line": line, "rule": rule, "what": what, "text": text}


def caught(program, role, folder, mutant, options):
    """The first case that failed, None when none did. The run is given up as soon as that is known."""
    with tempfile.TemporaryDirectory() as place:
        target = pathlib.Path(place) / folder.name
        shutil.copytree(folder, target)
        (target / mutant["file"]).write_text(mutant["text"])
        run = subprocess.Popen([program, "run", role, str(target), "-j", "4", *corpus.shorter_limits(role), *options],
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
        found = None
        for line in run.stdout:
            if line.startswith("✗"):
                found = line.split()[1]
                run.terminate()
                break
        run.stdout.close()
        status = run.wait()
        if found is None and status not in (0, 1):
            sys.exit("%s was not judged: exit status %d" % (target, status))
        return found


def known_equivalents():
    file = HERE / "equivalent.tsv"
    if not file.exists():
        return {}
    return {(r["role"], r["candidate"], r["file"], r["line"], r["rule"], r["what"]): r["reason"]
            for r in corpus.table_of(file)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--role", action="append", help="all unless given")
    parser.add_argument("--candidate", action="append", help="the first of each role unless given")
    parser.add_argument("--share", type=float, default=1, help="judge this part of the mutants, drawn by --seed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--verbose", action="store_true", help="say which case caught a mutant")
    parser.add_argument("options", nargs="*", help="after '--': further options of counterpart run")
    given = parser.parse_args()
    program = str(pathlib.Path(given.program).resolve())
    roles = given.role or sorted(str(p.parent.relative_to(corpus.CANDIDATES)) for p in corpus.CANDIDATES.glob("*/*/right"))
    equivalents, draw, jobs = known_equivalents(), random.Random(given.seed), []
    for role in roles:
        folders = [f for f in right_python(role) if not given.candidate or f.name in given.candidate]
        for folder in folders if given.candidate else folders[:1]:
            for file in sorted(folder.glob("*.py"))[:1]:
                unchanged = {"file": file.name, "text": file.read_text()}
                if found := caught(program, role, folder, unchanged, given.options):
                    sys.exit("%s/%s itself fails %s" % (role, folder.name, found))
            jobs += [(role, folder, m) for m in all_mutants(folder) if draw.random() < given.share]
    counts = {role: [0, 0, 0] for role in roles}
    unknown = 0
    with concurrent.futures.ThreadPoolExecutor(given.workers) as pool:
        results = pool.map(lambda job: caught(program, *job, given.options), jobs)
        for (role, folder, mutant), found in zip(jobs, results):
            counts[role][0] += 1
            key = (role, folder.name, mutant["file"], str(mutant["line"]), mutant["rule"], mutant["what"])
            if found:
                counts[role][1] += 1
                if given.verbose:
                    print("\t".join(("caught by " + found,) + key), flush=True)
                continue
            if key in equivalents:
                counts[role][2] += 1
                continue
            unknown += 1
            print("\t".join(("SURVIVES",) + key), flush=True)
    print("%-32s %8s %7s %11s %9s" % ("role", "mutants", "caught", "equivalent", "survivors"))
    for role, (made, seen, equal) in counts.items():
        print("%-32s %8d %7d %11d %9d" % (role, made, seen, equal, made - seen - equal))
    print("%d mutants, %d caught, %d equivalent, %d survivors" % (
        sum(c[0] for c in counts.values()), sum(c[1] for c in counts.values()), sum(c[2] for c in counts.values()),
        unknown))
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
