"""What a case costs: processor time, wall time, cases per second. The case: start a Python server on port 8000, wait
until it listens, echo 1 KiB, compare, see it exit with 0, tear down. Compared with the bare start of the same server:
until it listens, then exit.

What a run of the harness costs besides (its own start, reading scenarios, trying a cage, writing the report) is told
apart by a run of one case, and stands in a row of its own; so it does for pytest."""
import os
import statistics

from kit import HERE, PLAIN_ENVIRONMENT, Trouble, median
from table import Row, milliseconds, per_second, ratio_row

CASES = 100
BARE = 60
SERVER = HERE / "programs" / "server.py"


class Round:
    """One repeat: everything once, one after the other, so that all of it sees the same machine."""

    def __init__(self, kit):
        self.kit = kit
        candidate = kit.candidate(SERVER, "server.py")
        one, many = (kit.scenarios("server", "echo", times) for times in (1, CASES))

        def played(scenarios, workers):
            return kit.judge("bench/server", candidate, "--case", "echo*", "-j", str(workers), scenarios=scenarios)

        self.measure_bare()
        single, _ = played(one, 1)
        serial, cases = played(many, 1)
        beside, _ = played(many, 2)
        self.wall = (serial.wall - single.wall) / (CASES - 1)
        self.cpu = (serial.cpu - single.cpu) / (CASES - 1)
        self.start_wall, self.start_cpu = single.wall - self.wall, single.cpu - self.cpu
        # A candidate has said what it had used by its last line; what ending takes then, the bare start tells.
        self.candidate_cpu = statistics.mean(self.said(case) for case in cases) + self.ending
        self.own_cpu = self.cpu - self.candidate_cpu
        self.harness_cpu = serial.own_cpu / CASES
        self.rate = CASES / (beside.wall - self.start_wall) * 1e6
        few, many = (self.pytest(times) for times in (1, CASES))
        self.pytest_rate = (CASES - 1) / (many.wall - few.wall) * 1e6
        self.pytest_cpu = (many.cpu - few.cpu) / (CASES - 1)

    @staticmethod
    def said(case):
        return int(case["standard_output"]["head"]) / 1000

    def measure_bare(self):
        costs, said = self.kit.spend([self.kit.python, str(SERVER), "8000", "listen"], BARE, PLAIN_ENVIRONMENT)
        self.bare_wall = median(cost.wall for cost in costs)
        self.bare_cpu = statistics.mean(cost.cpu for cost in costs)
        self.ending = self.bare_cpu - statistics.mean(int(line) / 1000 for line in said.split())

    def pytest(self, times):
        environment = {**os.environ, "BENCH_CASES": str(times), "BENCH_PYTHON": self.kit.python,
                       "BENCH_SERVER": str(SERVER), "PYTHONDONTWRITEBYTECODE": "1"}
        words = [self.kit.pytest, "-q", "-p", "no:cacheprovider", str(HERE / "pytest_harness.py")]
        costs, _ = self.kit.spend(words, 1, environment)
        return costs[0]


def measure(kit):
    if not kit.pytest:
        raise Trouble("pytest is not installed")
    rounds = [Round(kit) for _ in kit.rounds()]
    n = "%dx%d" % (len(rounds), CASES)

    def ratios(name, what, measured, reference, show, relative_to, goal):
        pairs = [(getattr(one, measured), getattr(one, reference)) for one in rounds]
        return ratio_row(name, what, pairs, show, relative_to, goal, n)

    bare = "bare start"
    yield ratios("cpu", "CPU of harness, launcher and init per case", "own_cpu", "bare_cpu", milliseconds, bare,
                 "<= 0.12")
    yield ratios("cpu", "  of that the harness's process", "harness_cpu", "bare_cpu", milliseconds, bare, "")
    yield ratios("cpu", "CPU of everything per case, candidate included", "cpu", "bare_cpu", milliseconds, bare, "")
    yield ratios("wall", "wall time per case, -j 1", "wall", "bare_wall", milliseconds, bare, "<= 1.25")
    yield ratios("rate", "cases per second, -j 2", "rate", "pytest_rate", per_second, "pytest", ">= 2.5")
    for what, cost in (("wall time", "start_wall"), ("CPU", "start_cpu")):
        values = [getattr(one, cost) / 1000 for one in rounds]
        yield Row("start", "start and end of a run, once: " + what, "%.1f ms" % median(values), "", median(values), "",
                  "ms", str(len(rounds)), (min(values), max(values)))
