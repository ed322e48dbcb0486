#!/usr/bin/env python3
"""Holds the source tree to its own rules: size budgets, the direction of includes, and co_await forms.

    style.py ROOT

Budgets: header 200 lines, source 400, function 60 lines, line 120 columns. Includes point one way (DIRECTIONS). The
co_await forms that gcc 12 miscompiles are found by lint_co_await.py.
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(sys.argv[1]).resolve()
HEADER_LINES, SOURCE_LINES, FUNCTION_LINES, COLUMNS = 200, 400, 60, 120

# A folder, and the folders that its files may include from (besides itself).
DIRECTIONS = {
    "harness/command": ["harness/run", "harness/engine", "harness/candidate", "harness/scenario", "reports"],
    "harness/run": ["harness/engine", "harness/candidate", "harness/scenario", "reports"],
    "harness/engine": ["harness/candidate", "harness/scenario", "reports/result.hpp", "reference/wire"],
    "harness/candidate": ["reports/result.hpp"],
    "harness/scenario": ["reports/result.hpp"],
    "reports": [],
    "reference": [],
}
# Judging is pure: no sockets, no clock, no files.
PURE = ["harness/engine/compare", "harness/engine/explain", "harness/engine/http", "harness/engine/miss", "harness/scenario/content",
        "harness/scenario/template", "harness/scenario/filters", "harness/scenario/values", "harness/scenario/units", "reports/result",
        "reports/harmless"]
IMPURE = re.compile(r'#include [<"](boost/asio/(?!buffer)|sys/socket|chrono>.*now|filesystem|fstream|ctime)')

complaints = []


def complain(path, line, what):
    complaints.append(f"{path.relative_to(ROOT)}:{line}: {what}")


def check_lines(path, lines):
    limit = HEADER_LINES if path.suffix == ".hpp" else SOURCE_LINES
    if len(lines) > limit:
        complain(path, len(lines), f"{len(lines)} lines; a {path.suffix} file has at most {limit}")
    for number, line in enumerate(lines, 1):
        if len(line) > COLUMNS:
            complain(path, number, f"{len(line)} columns; at most {COLUMNS}")
        if re.search(r"\b(TODO|FIXME|XXX|HACK)\b", line):
            complain(path, number, "a note to oneself; finish it or file it")


def check_functions(path, lines):
    """A function is a block that opens at the end of a line that is not indented by more than a class member's 4 columns
    and closes on a line of the same indentation."""
    for number, line in enumerate(lines):
        if not re.match(r"^( {0,4})[\w:<>~*&,\[\]() =.\"']*\) ?(const|noexcept|override| )*(-> [\w:<>]+ )?\{$", line):
            continue
        if re.match(r"^\s*(namespace|class|struct|enum|if|for|while|switch|else)\b", line):
            continue
        indent = len(line) - len(line.lstrip())
        for end in range(number + 1, len(lines)):
            if lines[end].startswith(" " * indent + "}"):
                if end - number + 1 > FUNCTION_LINES:
                    complain(path, number + 1, f"a function of {end - number + 1} lines; at most {FUNCTION_LINES}")
                break


def check_includes(path, lines):
    relative = path.relative_to(ROOT).as_posix()
    home = next((folder for folder in DIRECTIONS if relative.startswith(folder + "/")), None)
    if home is None:
        return
    for number, line in enumerate(lines, 1):
        found = re.match(r'#include "([^"]+)"', line)
        if not found:
            continue
        included = found.group(1)
        if not included.startswith(("harness/", "reports/", "reference/")):
            complain(path, number, f'"{included}" is not named from the root of the tree')
            continue
        if not any(included.startswith(allowed) for allowed in [home + "/"] + DIRECTIONS[home]):
            complain(path, number, f"{home} may not include {included}")
    if any(relative.startswith(pure) for pure in PURE):
        for number, line in enumerate(lines, 1):
            if IMPURE.match(line):
                complain(path, number, f"judging is pure: {line.strip()} does not belong here")


def check_protocol_names(path, text):
    """No file outside reference, scenarios and tests knows a protocol's name."""
    names = [folder.name for folder in (ROOT / "scenarios").iterdir() if folder.is_dir()]
    for number, line in enumerate(text.splitlines(), 1):
        for name in names:
            # An example in a comment or a help text is no knowledge.
            if name in line and not re.search(r'//|e\.g\.|example|counterpart run', line):
                complain(path, number, f"knows the protocol {name}")


def main():
    files = [p for folder in ("harness", "reports", "reference") for p in sorted((ROOT / folder).rglob("*.[ch]pp"))]
    for path in files:
        text = path.read_text()
        lines = text.splitlines()
        check_lines(path, lines)
        check_functions(path, lines)
        check_includes(path, lines)
        if not path.is_relative_to(ROOT / "reference"):
            check_protocol_names(path, text)
    lint = subprocess.run([sys.executable, str(pathlib.Path(__file__).parent / "lint_co_await.py"), *map(str, files)],
                          capture_output=True, text=True, check=False)
    complaints.extend(lint.stdout.splitlines())
    print("\n".join(complaints))
    print(f"{len(files)} files, {len(complaints)} complaints")
    sys.exit(bool(complaints))


main()
