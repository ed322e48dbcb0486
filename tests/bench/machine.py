"""Whether the machine is quiet enough for measuring, as the kernel tells."""
import os
import pathlib
import time

BUSY_LIMIT = 0.05  # of all processors: more than a quiet machine's own upkeep
LOAD_LIMIT = 0.5   # per processor: what has just ended still counts in it


def _times():
    """Busy and all ticks of all processors since the start, and those stolen by others on the same host."""
    fields = [int(word) for word in pathlib.Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    idle = fields[3] + fields[4]
    return sum(fields) - idle, sum(fields), fields[7]


def _waited():
    """What runnable threads have waited for a processor, in seconds: by schedstat, else by pressure, else nothing."""
    try:
        lines = pathlib.Path("/proc/schedstat").read_text().splitlines()
        return sum(int(line.split()[8]) for line in lines if line.startswith("cpu")) / 1e9
    except OSError:
        pass
    try:
        return int(pathlib.Path("/proc/pressure/cpu").read_text().split("total=")[1].split()[0]) / 1e6
    except (OSError, IndexError):
        return 0.0


class Watch:
    """Looks at the machine while nothing of ours runs."""

    def __init__(self):
        self.worst = 0.0
        self.began = time.monotonic()
        self.stolen_before = _times()[2]

    def look(self, seconds):
        """What share of the processors is busy, and the share of time in which somebody waited for one."""
        busy, whole, _ = _times()
        waited, began = _waited(), time.monotonic()
        time.sleep(seconds)  # a share is one of a time
        busy_after, whole_after, _ = _times()
        share = (busy_after - busy) / max(1, whole_after - whole)
        self.worst = max(self.worst, share)
        return share, (_waited() - waited) / (time.monotonic() - began)

    def complaint(self):
        """Why nothing should be measured now; empty when it may."""
        load = os.getloadavg()[0] / os.cpu_count()
        share, waited = self.look(2)
        if share <= BUSY_LIMIT and load <= LOAD_LIMIT and waited <= BUSY_LIMIT:
            return ""
        return ("the machine is not quiet: %.0f %% of its processors is in use, threads wait for one %.0f %% of the "
                "time, the load is %.1f per processor" % (share * 100, waited * 100, load))

    def summary(self):
        ticks = (time.monotonic() - self.began) * os.sysconf("SC_CLK_TCK") * os.cpu_count()
        stolen = (_times()[2] - self.stolen_before) / max(1, ticks)
        return ("between the measurements at most %.0f %% of the processors was in use by others; %.1f %% was stolen "
                "by the host" % (self.worst * 100, stolen * 100))
