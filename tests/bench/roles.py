"""A whole role, all cases side by side, relative to its longest case: what else would make people wait."""
from kit import median
from table import Row

ROLES = ["content-storage/content-manager", "key-server/server", "unique-code/client", "file-exchange/server"]


def measure(kit):
    for role in ROLES:
        ratios, walls, longest = [], [], []
        for _ in kit.rounds():
            cost, cases = kit.judge(role, "", "--reference", "-j", "64")
            walls.append(cost.wall / 1e6)
            longest.append(max(case["time_us"] for case in cases) / 1e6)
            ratios.append(walls[-1] / longest[-1])
        yield Row("roles", "%s, %d cases, -j 64" % (role, len(cases)), "%.2f s" % median(walls),
                  "longest case %.2f s" % median(longest), median(ratios), "", "", str(len(ratios)),
                  (min(ratios), max(ratios)))
