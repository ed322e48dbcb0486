"""Looks for processes that are not its own, looks into them, signals them, and sets their limits."""
import os
import resource
import signal

import targets
from attempt import listed, reaches, tried
from probe_calls import call

# Real ones go to the parent alone, which is the harness's own; any other is asked with signal 0.
REAL = (signal.SIGSTOP, signal.SIGTERM, signal.SIGINT, signal.SIGKILL)


def visible():
    try:
        found = {int(name) for name in os.listdir("/proc") if name.isdigit()}
    except OSError:
        found = set()
    return found - {os.getpid(), 1}


def can_signal():
    own = {0, 1, os.getpid()}
    last = max([os.getpid(), 40000, *targets.processes])
    for pid in range(2, last + 1):
        if pid not in own and reaches(pid, os.kill, pid, 0):
            return "process %d" % pid
    return ""


def parent_lives_on():
    """In a cage the parent is its first process, to which signals do nothing."""
    parent = os.getppid()
    for number in REAL:
        if reaches(number, os.kill, parent, number) and parent != 1:
            return "signal %d" % number
    return "" if os.getppid() == parent else "it is gone"


def looks_into(pid):
    names = ("mem", "environ", "maps", "fd", "root", "cwd", "auxv", "syscall")

    def look(path):
        if os.path.isdir(path):
            return bool(os.listdir(path))
        with open(path, "rb") as file:
            file.read(1) if not path.endswith("mem") else None

    return listed(reaches("%d/%s" % (pid, name), look, "/proc/%d/%s" % (pid, name)) for name in names)


def sets_limits(pid):
    names = ("NOFILE", "NPROC", "AS", "CPU")
    # The limits that it has already: the call is what counts.
    return listed(reaches("%s of %d" % (name, pid), resource.prlimit, pid, getattr(resource, "RLIMIT_" + name))
                  for name in names)


def slows(pid):
    """What it has already, or, for the user's processes all together, what the kernel refuses when it looks at it."""
    def affinity():
        os.sched_setaffinity(pid, os.sched_getaffinity(pid))

    def scheduler():
        os.sched_setscheduler(pid, os.sched_getscheduler(pid), os.sched_param(0))

    def nice():
        os.setpriority(os.PRIO_PROCESS, pid, os.getpriority(os.PRIO_PROCESS, pid))

    return listed([reaches("affinity of %d" % pid, affinity), reaches("scheduler of %d" % pid, scheduler),
                   reaches("priority of %d" % pid, nice)])


def attack():
    others = [pid for pid in {os.getppid(), 1, *targets.processes} if pid > 0]
    tried("process-list", listed(str(pid) for pid in sorted(visible())))
    tried("signals", can_signal())
    tried("parent-signals", parent_lives_on())
    tried("process-memory", listed(looks_into(pid) for pid in others))
    tried("ptrace", listed(str(pid) for pid in others if call("ptrace", 0x4206, pid, 0, 0) == 0))
    tried("limits-of-others", listed(sets_limits(pid) for pid in others))
    tried("priority-of-others", listed(slows(pid) for pid in others))
