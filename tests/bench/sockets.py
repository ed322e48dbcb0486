"""Accepting connections relative to a raw loop, and how soon a listening candidate is noticed."""
from kit import Trouble, median, stage_seconds
from table import Row, per_second, quantile, ratio_row

CONNECTIONS = 5000
LISTENERS = 40


def measure_connections(kit):
    pairs = []
    candidate = kit.candidate(kit.place / "connections", "client")
    for _ in kit.rounds():
        _, printed = kit.spend([str(kit.place / "connections")])
        reference = CONNECTIONS / int(printed) * 1e9
        _, cases = kit.judge("bench/client", candidate, "--case", "connections*",
                             scenarios=kit.scenarios("client", "connections", 1))
        pairs.append((CONNECTIONS / stage_seconds(cases[0], 2), reference))
    yield ratio_row("connections", "connections accepted, read, compared", pairs, per_second, "raw loop", ">= 0.65",
                    "%dx%d" % (kit.repeats, CONNECTIONS))


def said(case):
    """Microseconds from listen() to the return of accept(): what the candidate has sent."""
    for event in case["transcript"]:
        if event["what"] == "received":
            return int(event["data"].removesuffix("\\n")) / 1000
    raise Trouble("the candidate has not said when it was noticed")


def measure_latency(kit):
    values = []
    candidate = kit.candidate(kit.place / "noticed", "server")
    for _ in kit.rounds():
        _, cases = kit.judge("bench/server", candidate, "--case", "noticed*", "-j", "1",
                             scenarios=kit.scenarios("server", "noticed", LISTENERS))
        values += [said(case) / 1000 for case in cases]
    middle, late = median(values), quantile(values, 0.9)
    yield Row("latency", "from listen() to the harness's connection", "%.2f ms" % middle, "", middle, "<= 0.5", "ms",
              str(len(values)), (min(values), max(values)))
    yield Row("latency", "  nine of ten within", "%.2f ms" % late, "", late, "", "ms", str(len(values)))
