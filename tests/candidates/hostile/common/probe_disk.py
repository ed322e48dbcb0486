"""Fills the disk in every way, up to a ceiling, and gives back enough for the role to be played."""
import os
import signal

from attempt import tried

MIB = 1 << 20


def one_file(path):
    """One byte far out, where no disk space is taken."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT)
    except OSError:
        return ""
    try:
        os.pwrite(descriptor, b"x", 2048 * MIB)
        return "2 GiB"
    except OSError:
        return ""
    finally:
        os.close(descriptor)
        os.unlink(path)


def many_files(folder):
    taken, paths = 0, []
    try:
        for number in range(7):
            paths.append(os.path.join(folder, "part%d" % number))
            with open(paths[-1], "wb") as file:
                os.posix_fallocate(file.fileno(), 0, 50 * MIB)  # room is what is taken; writing it takes only time
            taken += 50
    except OSError:
        pass
    for path in paths:
        if os.path.exists(path):
            os.unlink(path)
    return "%d MiB" % taken if taken >= 350 else ""


def tree(wanted):
    """Entries without contents, 200 in each folder; they stay."""
    made = 0
    try:
        while made < wanted:
            folder = "tree%d" % (made // 200)
            os.mkdir(folder)
            made += 1
            for number in range(199):
                os.mknod("%s/%d" % (folder, number))
                made += 1
    except OSError:
        for number in range(100):
            os.unlink("tree0/%d" % number)
    return "%d entries" % made if made >= wanted else ""


def attack():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    temporary = os.environ.get("TMPDIR", "/tmp")
    tried("one-big-file", one_file("big") or one_file(os.path.join(temporary, "big")))
    tried("disk-full", many_files("."))
    tried("temporary-disk-full", many_files(temporary))
    tried("memory-disk-full", many_files("/dev/shm"))
    tried("inodes", tree(100000))
