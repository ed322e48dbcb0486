#!/usr/bin/env python3
"""The corpus is whole: what table.tsv, slips.tsv, the folders and the requirements say of each other is the same.

    corpus_whole.py PROGRAM

Fails when a folder has no line in the table or the reverse; when a role has fewer than 6 right or 15 wrong candidates;
when a requirement of a role is broken alone by none of its wrong candidates (one whose breach is only a remark: by no
right one); when a slip names a candidate that is not there. Prints how many there are, in which languages
and, for those in Python, in which styles.
"""
import collections
import re
import sys

from corpus import CANDIDATES, EXAMPLES, coverage, folder_of, rows, table_of

RIGHT, WRONG = 6, 15
LANGUAGES = {".py": "Python", ".c": "C", ".cpp": "C++", ".js": "Node", ".pl": "Perl"}
STYLES = {
    "asyncio": r"\basyncio\b",
    "selectors or select": r"\bimport .*\b(selectors|select)\b",
    "threads": r"\b(threading|Thread)\b",
    "pool": r"\b\w*PoolExecutor\b",
    "socketserver": r"\bsocketserver\b",
    "http.server": r"\bhttp\.server\b",
    "http.client or urllib": r"\b(http\.client|urllib\.request)\b",
    "fork or processes": r"\bos\.fork\b|\bmultiprocessing\b|\bForking\w+",
    "makefile()": r"\.makefile\(",
}


def folders():
    """Every candidate's folder: a hostile one lies one level below hostile/, the others below PROTOCOL/ROLE/KIND. What
    hostile ones share is in hostile/common."""
    places = set(CANDIDATES.glob("hostile/*")) - {CANDIDATES / "hostile" / "common"}
    for kind in ("right", "wrong"):
        places.update(CANDIDATES.glob("*/*/%s/*" % kind))
    return {place for place in places if place.is_dir()}


def compare_folders(table):
    named = collections.Counter(folder_of(row) for row in table)
    for folder in sorted(folders() - set(named)):
        yield "%s: has no line in table.tsv" % folder.relative_to(CANDIDATES)
    for folder, count in sorted(named.items()):
        if not folder.is_dir():
            yield "%s: is in table.tsv, but there is no such folder" % folder.relative_to(CANDIDATES)
        elif count > 1:
            yield "%s: has %d lines in table.tsv" % (folder.relative_to(CANDIDATES), count)
    for row in table:
        for source in filter(None, row["build"].split()):
            if not (folder_of(row) / source).is_file():
                yield "%s: there is no %s to build" % (folder_of(row).relative_to(CANDIDATES), source)


def compare_requirements(table, checked):
    alone = {(row["protocol/role"], row["requirement"]) for row in table if row["kind"] in ("right", "wrong")}
    for (role, requirement), (level, _) in sorted(checked.items()):
        if (role, requirement) not in alone:
            yield "%s: no candidate breaks %s (%s) alone" % (role, requirement, level)
    known = {name for _, name in checked}
    for row in table:
        if row["kind"] == "wrong" and not row["stage"]:
            yield "%s/%s: at which stage is its defect found?" % (row["protocol/role"], row["name"])
        for requirement in filter(None, row["requirement"].split("|")):
            if row["kind"] != "hostile" and requirement not in known:
                yield "%s/%s: there is no requirement %s" % (row["protocol/role"], row["name"], requirement)


def compare_slips(table):
    named = {"%s/%s" % (row["protocol/role"], row["name"]) for row in table}
    for slip in table_of(CANDIDATES / "slips.tsv"):
        candidates = slip["candidates"].split()
        if not candidates:
            yield "%s: nobody makes the slip '%s'" % (slip["protocol"], slip["slip"])
        for candidate in candidates:
            if "%s/%s" % (slip["protocol"], candidate) not in named:
                yield "%s: slip '%s': there is no %s" % (slip["protocol"], slip["slip"], candidate)


def compare_counts(counts, checked):
    for role in sorted({role for role, _ in checked}):
        for kind, least in (("right", RIGHT), ("wrong", WRONG)):
            if counts[role, kind] < least:
                yield "%s: %d %s candidates; at least %d" % (role, counts[role, kind], kind, least)
        if role not in EXAMPLES:
            yield "%s: corpus.py does not know the task's own example" % role


def ways(row):
    """The language that a candidate is written in, and the styles of one in Python."""
    sources = [path for path in sorted(folder_of(row).rglob("*")) if path.suffix in LANGUAGES]
    languages = {LANGUAGES[path.suffix] for path in sources}
    text = "\n".join(path.read_text(errors="replace") for path in sources if path.suffix == ".py")
    styles = {style for style, pattern in STYLES.items() if re.search(pattern, text)}
    return languages, styles or ({"plain sockets"} if "Python" in languages else set())


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    table, checked = rows(), coverage(sys.argv[1])
    counts, languages, styles = (collections.Counter() for _ in range(3))
    by_role = collections.defaultdict(set)
    for row in table:
        counts[row["protocol/role"], row["kind"]] += 1
        if row["kind"] == "hostile":
            continue
        written, looks = ways(row)
        languages.update(written)
        styles.update(looks)
        if row["kind"] == "right":
            by_role[row["protocol/role"]] |= written
    complaints = [*compare_folders(table), *compare_counts(counts, checked), *compare_requirements(table, checked),
                  *compare_slips(table)]
    for role in sorted(by_role):
        print("%-34s %3d right, %3d wrong; right ones in %s" % (role, counts[role, "right"], counts[role, "wrong"],
                                                               ", ".join(sorted(by_role[role]))))
    print("languages: " + ", ".join("%s %d" % pair for pair in languages.most_common()))
    print("styles in Python: " + ", ".join("%s %d" % pair for pair in styles.most_common()))
    print("\n".join(complaints) or "the corpus is whole")
    sys.exit(1 if complaints else 0)


if __name__ == "__main__":
    main()
