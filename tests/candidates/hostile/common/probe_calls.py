"""System calls and socket families that lead out of a cage, with arguments that do no harm."""
import ctypes
import errno
import os
import platform
import signal
import socket

from attempt import listed, say, tried

libc = ctypes.CDLL(None, use_errno=True)
INTEL = platform.machine() == "x86_64"
# Numbers of x86_64 and aarch64.
NUMBERS = {
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "kcmp": (312, 272), "pidfd_getfd": (438, 438),
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "setns": (308, 268),
    "unshare": (272, 97), "fsopen": (430, 430), "move_mount": (429, 429), "open_tree": (428, 428),
    "open_by_handle_at": (304, 265), "name_to_handle_at": (303, 264), "bpf": (321, 280),
    "perf_event_open": (298, 241), "userfaultfd": (323, 282), "keyctl": (250, 219), "add_key": (248, 217),
    "request_key": (249, 218), "init_module": (175, 105), "finit_module": (313, 273), "syslog": (103, 116),
    "personality": (135, 92), "fanotify_init": (300, 262), "io_uring_setup": (425, 425), "clone3": (435, 435),
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194), "mq_open": (240, 180),
    "swapon": (167, 224), "reboot": (169, 142), "acct": (163, 89), "quotactl": (179, 60), "kexec_load": (246, 104),
}
NAMESPACES = {"user": 0x10000000, "mount": 0x20000, "net": 0x40000000, "pid": 0x20000000}


def call(name, *arguments):
    """The error of a call, 0 when it is done."""
    ctypes.set_errno(0)
    padded = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    result = libc.syscall(ctypes.c_long(NUMBERS[name][0 if INTEL else 1]), *padded)
    return ctypes.get_errno() if result < 0 else 0


def refused(name, *arguments):
    return call(name, *arguments) in (errno.EPERM, errno.ENOSYS)


# Arguments with which the call, were it let through, fails for another reason or changes nothing.
HARMLESS = {
    "unshare": (NAMESPACES["user"],), "mount": (b"none", b"/nowhere", b"tmpfs", 0, 0), "bpf": (0, 0, 0),
    "umount2": (b"/nowhere", 0), "chroot": (b"/nowhere",), "memfd_create": (b"x", 0), "io_uring_setup": (1, 0),
    "ptrace": (16, os.getppid(), 0, 0), "kcmp": (os.getpid(), os.getpid(), 0, 0, 1), "personality": (0xffffffff,),
    "syslog": (10, 0, 0), "perf_event_open": (0, 0, -1, -1, 0), "keyctl": (0, -3, 0), "userfaultfd": (0,),
    "shmget": (0, 4096, 0o1600), "mq_open": (b"x", 0o102, 0o600, 0), "swapon": (b"/nowhere", 0), "acct": (b"/nowhere",),
    "pidfd_getfd": (-1, 0, 0), "setns": (-1, 0), "fsopen": (b"tmpfs", 0), "clone3": (0, 0), "memfd_secret": (0,),
    "process_vm_readv": (os.getppid(), 0, 0, 0, 0, 0),
}


def namespaces():
    done = [word for word, flag in NAMESPACES.items() if not refused("unshare", flag)]
    clone = 56 if INTEL else 220
    for word, flag in NAMESPACES.items():
        pid = libc.syscall(clone, ctypes.c_long(flag | signal.SIGCHLD), 0, 0, 0, 0)
        if pid == 0:
            os._exit(0)
        if pid > 0:
            os.waitpid(pid, 0)
            done.append("clone " + word)
    return listed(done)


def families():
    """Of all the families: on the host only those that lead to the host's own services are of interest."""
    allowed = {int(socket.AF_INET), int(socket.AF_INET6), int(socket.AF_UNIX), int(socket.AF_NETLINK)}
    made = []
    for family in range(1, 46):
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
            try:
                socket.socket(family, kind).close()
            except OSError:
                continue
            if family not in allowed or (kind == socket.SOCK_RAW and family in (2, 10)):
                made.append("family %d kind %d" % (family, kind))
    return listed(made)


def other_machine():
    """A 32-bit call from a 64-bit program: those have other numbers."""
    if not INTEL:
        return ""
    pid = os.fork()
    if pid == 0:
        import mmap
        code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        code.write(b"\x53\xb8\x14\x00\x00\x00\xcd\x80\x5b\xc3")  # getpid, by interrupt 0x80
        address = ctypes.addressof(ctypes.c_char.from_buffer(code))
        result = ctypes.CFUNCTYPE(ctypes.c_int)(address)()
        os._exit(0 if result == os.getpid() else 1)
    _, status = os.waitpid(pid, 0)
    return "getpid" if status == 0 else ""


def attack():
    passed = [name for name in NUMBERS if not refused(name, *HARMLESS.get(name, (-1, 0, 0, 0, 0)))]
    tried("system-calls", listed(passed))
    tried("memory-by-memfd-shm-mq", listed(set(passed) & {"memfd_create", "memfd_secret", "shmget", "mq_open"}))
    tried("namespaces", namespaces())
    tried("socket-families", families())
    tried("other-machines-calls", other_machine())
    say("calls tried: %d" % len(NUMBERS))
