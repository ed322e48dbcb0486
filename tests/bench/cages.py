"""Ending a cage, and opening one while the harness is large: by cage_bench, which works cages without the engine."""
import json

from kit import median
from table import Row, milliseconds, quantile, ratio_row


def run(kit, *words):
    _, printed = kit.spend([kit.cage_bench, *words])
    return json.loads(printed)


def measure_teardown(kit):
    times = {"normal": [], "daemon": [], "bomb": []}
    for _ in kit.rounds():
        for kind, microseconds in run(kit, "teardown", str(kit.place)).items():
            times[kind] += [value / 1000 for value in microseconds]
    for kind, what, goal in (("normal", "teardown: one process", "<= 1"),
                             ("daemon", "teardown: with two daemons", "<= 1"),
                             ("bomb", "teardown: a fork bomb of 128 processes", "<= 20")):
        values = times[kind]
        middle = median(values)
        yield Row("teardown", what, "%.2f ms" % middle, "", middle, goal, "ms", str(len(values)),
                  (min(values), max(values)))
        late = quantile(values, 0.9)
        yield Row("teardown", "  nine of ten within", "%.2f ms" % late, "", late, "", "ms", str(len(values)))


def measure_launch(kit):
    pairs, n = [], 0
    for _ in kit.rounds():
        times = run(kit, "launch", str(kit.place))
        pairs.append((median(times["resident"]), median(times["fresh"])))
        n += len(times["fresh"])
    yield ratio_row("launch", "cage around /bin/true, 1 GiB resident", pairs, milliseconds, "without", "<= 2", str(n))
