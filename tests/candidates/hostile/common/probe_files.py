"""Reads what is not meant for it and writes where it must not: nothing is changed where that succeeds."""
import glob
import os
import sys

import targets
from attempt import listed, reaches, tried


def reads(path):
    if os.path.isdir(path):
        return bool(os.listdir(path))
    with open(path, "rb") as file:
        file.read(1)


def opens_to_write(path):
    os.close(os.open(path, os.O_WRONLY | os.O_APPEND))


def makes(path):
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
    os.unlink(path)


def mine(path):
    return os.path.realpath(path).startswith(os.path.realpath(os.getcwd()))


def attack():
    module = os.path.dirname(os.path.abspath(__file__))
    tried("answer-key", listed(reaches(path, reads, path) for path in targets.secrets))
    tried("private-files", listed(reaches(p, reads, p) for p in
                                  ("/root", "/home", "/etc/shadow", "/var/log", "/var/spool", "/sys", "/mnt", "/srv",
                                   "/boot", "/proc/kcore", "/dev/mem", "/dev/kmsg")))
    others = [p for p in glob.glob("/tmp/counterpart-*") if not mine(p) and not module.startswith(p)]
    tried("other-cases", listed(reaches(path, reads, path) for path in others))
    tried("report", listed(reaches(path, opens_to_write, path) for path in targets.unwritable))
    tried("system-files", listed([reaches(p, opens_to_write, p) for p in
                                  ("/usr/bin/true", "/etc/passwd", "/etc/hosts", "/proc/sys/kernel/hostname",
                                   "/proc/sys/net/ipv4/tcp_rmem", "/proc/sysrq-trigger", "/proc/1/oom_score_adj",
                                   "/proc/%d/mem" % os.getppid(), "/dev/kmsg")] +
                                 [reaches(p, makes, p) for p in ("/x", "/usr/x", "/etc/x", "/dev/x", "/home/x")]))
    main = getattr(sys.modules["__main__"], "__file__", "")
    files = glob.glob(module + "/*.py") + [main]
    tried("own-module", listed([reaches(path, opens_to_write, path) for path in files] +
                               [reaches(module + "/x", makes, module + "/x")]))
