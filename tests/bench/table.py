"""The rows of the result, and how they are printed."""
import dataclasses
import statistics


@dataclasses.dataclass
class Row:
    name: str
    what: str
    measured: str        # with its unit
    relative_to: str     # with its value and unit; empty when the goal is not a ratio
    figure: float        # what the goal is about
    goal: str            # "<= 0.12", ">= 2.5"; empty when there is none
    unit: str = ""       # of the figure; a ratio has none
    n: str = ""
    spread: tuple = ()   # least and largest figure of the repeats

    def met(self):
        if not self.goal:
            return None
        bound = float(self.goal.split()[1])
        return self.figure <= bound if self.goal.startswith("<=") else self.figure >= bound

    def as_json(self):
        return {**dataclasses.asdict(self), "met": self.met()}


def ratio_row(name, what, pairs, show, relative_to, goal, n):
    """A row for pairs of (measured, reference), one for each repeat: the median of their ratios counts."""
    ratios = [measured / reference for measured, reference in pairs]
    return Row(name, what, show(statistics.median(measured for measured, _ in pairs)),
               "%s %s" % (relative_to, show(statistics.median(reference for _, reference in pairs))),
               statistics.median(ratios), goal, "", n, (min(ratios), max(ratios)))


def milliseconds(value):
    return "%.2f ms" % (value / 1000)


def per_second(value):
    return "%.1f /s" % value if value < 1000 else "%.0f /s" % value


def gigabits(value):
    return "%.2f Gbit/s" % value


def quantile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _figure(row, value):
    return ("%.2f %s" % (value, row.unit)).strip() if value < 100 else ("%.0f %s" % (value, row.unit)).strip()


def render(rows):
    head = ["what", "measured", "relative to", "ratio or figure", "least..most", "goal", "", "n"]
    lines = [head]
    for row in rows:
        verdict = {True: "met", False: "NOT MET", None: ""}[row.met()]
        spread = "..".join(_figure(row, value).split()[0] for value in row.spread)
        goal = ("%s %s" % (row.goal.replace("<=", "≤").replace(">=", "≥"), row.unit)).strip() if row.goal else "-"
        lines.append([row.what, row.measured, row.relative_to or "-", _figure(row, row.figure), spread, goal, verdict,
                      row.n])
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join(" | ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in lines)
