"""What the measurements share: running the harness on a candidate, and running programs for what they cost."""
import dataclasses
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent

# What a candidate finds in a cage; so its bare start is measured with the same.
PLAIN_ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/nonexistent", "LANG": "C.UTF-8",
                     "PYTHONDONTWRITEBYTECODE": "1"}


class Trouble(Exception):
    """Something could not be measured."""


@dataclasses.dataclass
class Cost:
    wall: float      # microseconds
    cpu: float       # microseconds, with everything that was waited for
    own_cpu: float   # microseconds, in steps of 10000
    peak: int        # KiB
    status: int


def interpreter():
    """The system's own Python: the quickest to start, so the hardest to compare with. Elsewhere the one in the path,
    but not a version manager's script before it."""
    if os.access("/usr/bin/python3", os.X_OK):
        return "/usr/bin/python3"
    return subprocess.run(["python3", "-c", "import sys; print(sys.executable)"], capture_output=True, text=True,
                          check=True).stdout.strip()


class Kit:
    """The programs, a place for files, how many repeats, and the watch over the machine."""

    def __init__(self, program, cage_bench, repeats, watch):
        self.program = str(pathlib.Path(program).resolve())
        self.cage_bench = str(pathlib.Path(cage_bench).resolve())
        self.repeats = repeats
        self.watch = watch
        self.folder = tempfile.TemporaryDirectory(prefix="counterpart-bench-")
        self.place = pathlib.Path(self.folder.name)
        self.place.chmod(0o755)  # what lies in it is to be seen in cages too
        for source in (HERE / "programs").glob("*.c"):
            subprocess.run(["cc", "-O2", "-o", str(self.place / source.stem), str(source)], check=True)
        self.python = interpreter()

    def rounds(self):
        """The repeats, with a look at the machine before each."""
        for number in range(self.repeats):
            self.watch.look(0.2)
            yield number

    def candidate(self, source, name):
        """A program as a submission: a file whose name says what it is."""
        folder = self.place / ("candidate-" + pathlib.Path(source).stem)
        folder.mkdir(exist_ok=True)
        target = folder / name
        if not target.exists():
            shutil.copy(source, target)
        return str(target)

    def scenarios(self, role, case, times):
        """A folder of scenarios in which the case stands several times, each with an id of its own."""
        target = self.place / ("scenarios-%s-%d" % (case, times))
        if target.exists():
            return str(target)
        shutil.copytree(HERE / "scenarios", target)
        path = target / "bench" / (role + ".xml")
        text = path.read_text()
        begin = text.index('<case id="%s"' % case)
        one = text[begin:text.index("</case>", begin) + len("</case>")]
        many = "\n".join(one.replace('id="%s"' % case, 'id="%s-%d"' % (case, number))
                         for number in range(1, times + 1))
        path.write_text(text.replace(one, many))
        return str(target)

    def spend(self, words, times=1, environment=None):
        """Runs a program several times: the cost of each run, and everything that was printed."""
        output = self.place / "output"
        done = subprocess.run([str(self.place / "spend"), str(times), str(output), *words], capture_output=True, text=True,
                              env=environment or {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
        printed = output.read_text(errors="replace")
        rows = [line.split() for line in done.stdout.splitlines()]
        costs = [Cost(*map(float, row[:3]), *map(int, row[3:])) for row in rows]
        if len(costs) != times or any(cost.status for cost in costs):
            raise Trouble("%s\n%s%s" % (" ".join(words), done.stderr, printed))
        return costs, printed

    def judge(self, role, target, *options, scenarios=None):
        """One run of the harness, in which every case must pass: its cost, and its cases as recorded."""
        record = self.place / "record.json"
        folder = ["--scenarios", scenarios] if scenarios else []
        costs, _ = self.spend([self.program, "run", role, *([target] if target else []), *folder, "--report",
                               "json=%s" % record, "--python", self.python, *options])
        return costs[0], json.loads(record.read_text())["submissions"][0]["cases"]




def stage_seconds(case, number):
    return next(stage["time_us"] for stage in case["stages"] if stage["number"] == number) / 1e6


median = statistics.median
