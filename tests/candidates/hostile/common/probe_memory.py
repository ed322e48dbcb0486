"""Takes memory that no limit of one process counts, up to a ceiling that the machine can bear, and gives it back."""
import ctypes
import mmap
import os
import select
import signal
import socket

import targets
from attempt import tried

MIB = 1 << 20
CHILDREN, EACH = 6, 200 * MIB


def hold(ready, go):
    """A child that takes its share, says so, and keeps it until all have theirs."""
    try:
        with open("/proc/self/oom_score_adj", "w") as file:
            file.write("1000")  # rather this one than the candidate itself
    except OSError:
        pass
    try:
        block = mmap.mmap(-1, EACH, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        block.madvise(mmap.MADV_HUGEPAGE)
        for at in range(0, EACH, 4096):
            block[at] = 1
        os.write(ready, b"t")
        os.read(go, 1)
    except (OSError, MemoryError):
        pass
    os._exit(0)


def many_processes():
    ready_out, ready_in = os.pipe()
    go_out, go_in = os.pipe()
    children = []
    for _ in range(CHILDREN):
        pid = os.fork()
        if pid == 0:
            os.close(ready_out)
            os.close(go_in)
            hold(ready_in, go_out)
        children.append(pid)
    os.close(ready_in)
    os.close(go_out)
    taken = 0
    while taken < CHILDREN:
        if os.waitpid(-1, os.WNOHANG)[0]:
            break
        if select.select([ready_out], [], [], 0.02)[0]:
            taken += len(os.read(ready_out, CHILDREN))
    for pid in children:
        try:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        except OSError:
            pass
    os.close(ready_out)
    os.close(go_in)
    return "%d MiB at once" % (taken * EACH // MIB) if taken == CHILDREN else ""


def socket_buffers():
    """Connections to itself with as much unread as they take."""
    server = socket.create_server(("127.0.0.1", 0), backlog=64)
    kept, parked = [], 0
    for _ in range(60):
        one = socket.create_connection(server.getsockname())
        kept += [one, server.accept()[0]]
        one.setblocking(False)
        try:
            while True:
                parked += one.send(b"x" * (1 << 20))
        except BlockingIOError:
            pass
    for sock in kept:
        sock.close()
    server.close()
    return "%d MiB in 60 connections" % (parked // MIB) if parked > 64 * MIB else ""


def shared_segment():
    libc = ctypes.CDLL(None, use_errno=True)
    libc.shmat.restype = ctypes.c_void_p
    if targets.shared_memory < 0:
        return ""
    address = libc.shmat(targets.shared_memory, None, 0o10000)
    return "" if address in (None, ctypes.c_void_p(-1).value) else "segment %d" % targets.shared_memory


def locked():
    libc = ctypes.CDLL(None, use_errno=True)
    block = ctypes.create_string_buffer(16 * MIB)
    return "16 MiB" if libc.mlock(block, 16 * MIB) == 0 else ""


def attack():
    tried("memory-of-many", many_processes())
    tried("memory-locked", locked())
    tried("socket-buffers", socket_buffers())
    tried("shared-segments", shared_segment())
