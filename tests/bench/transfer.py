"""1 GiB through loopback, both ways, relative to iperf3 with the same portions of 256 KiB; and the harness's memory."""
import json
import subprocess

from kit import Trouble, stage_seconds
from table import Row, gigabits, ratio_row

BITS = 8 * 2**30


def iperf3():
    """Gbit/s of one connection, as the receiver counts them."""
    words = ["iperf3", "--server", "--one-off", "--bind", "127.0.0.1", "--port", "5201", "--forceflush"]
    server = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    try:
        for line in server.stdout:
            if "listening" in line:
                break
        done = subprocess.run(["iperf3", "--client", "127.0.0.1", "--port", "5201", "--bytes", "1G", "--length", "256K",
                               "--json"], capture_output=True, text=True)
        if done.returncode:
            raise Trouble("iperf3: " + done.stdout + done.stderr)
        server.communicate(timeout=10)
        return json.loads(done.stdout)["end"]["sum_received"]["bits_per_second"] / 1e9
    finally:
        server.kill()
        server.wait()


def measure(kit):
    upload, sink, peaks = [], [], []
    iperf3()  # the first one wakes the machine
    for _ in kit.rounds():
        reference = iperf3()
        cost, cases = kit.judge("bench/client", kit.candidate(kit.place / "upload", "client"), "--case", "upload*",
                                scenarios=kit.scenarios("client", "upload", 1))
        upload.append((BITS / stage_seconds(cases[0], 2) / 1e9, reference))
        peaks.append(cost.peak)
        reference = iperf3()
        cost, cases = kit.judge("bench/server", kit.candidate(kit.place / "sink", "server"), "--case", "sink*",
                                scenarios=kit.scenarios("server", "sink", 1))
        sink.append((BITS / stage_seconds(cases[0], 2) / 1e9, reference))
        peaks.append(cost.peak)
    n = str(kit.repeats)
    yield ratio_row("transfer", "1 GiB received, every byte compared", upload, gigabits, "iperf3", ">= 0.90", n)
    yield ratio_row("transfer", "1 GiB generated and sent", sink, gigabits, "iperf3", ">= 0.90", n)
    worst = max(peaks) / 1024
    yield Row("memory", "peak memory of a 1 GiB case", "%.1f MiB" % worst, "", worst, "<= 32", "MiB", str(len(peaks)),
              (min(peaks) / 1024, worst))
