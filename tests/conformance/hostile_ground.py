"""What hostile candidates may aim at, and what they may leave behind."""
import ctypes
import glob
import os
import pathlib
import selectors
import socket
import subprocess
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
# The kernel frees a network namespace some time after its last process has gone.
PATIENCE = 10


def become_reaper():
    """Orphans of the harness become our children, wherever they hide: none can be overlooked."""
    set_child_subreaper = 36
    if ctypes.CDLL(None, use_errno=True).prctl(set_child_subreaper, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "becoming a subreaper")


def local_address():
    """An address of this machine that is not on the loopback; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        try:
            sock.connect(("198.51.100.1", 53))
        except OSError:
            return ""
        return sock.getsockname()[0]


class Targets:
    """Listeners, files, a process and a shared segment outside of every cage."""

    def __init__(self, place, user, program):
        self.closing, self.datagrams = False, []
        self.selector = selectors.DefaultSelector()
        self.facts = {"kept": False, "secrets": [], "unwritable": [], "tcp": [], "udp": [], "processes": []}
        secret = place / "answers"
        secret.mkdir(mode=0o755)
        (secret / "key.txt").write_text("42")
        report = place / "report-of-last-week.json"
        report.write_text("{}")
        self.precious = {path: path.read_text() for path in (secret / "key.txt", report)}
        for path in (secret, secret / "key.txt", report):
            os.chown(path, user.pw_uid, user.pw_gid)
        self.facts["secrets"] += [str(secret), str(secret / "key.txt"), program, os.path.dirname(program),
                                  str(ROOT / "tests" / "candidates"), str(ROOT / "scenarios"), str(ROOT / "README.md")]
        self.facts["unwritable"] += [str(report), str(secret / "key.txt")]
        for address in filter(None, ("127.0.0.1", local_address())):
            self.listen(address)
        self.listen_unix(place)
        self.process = subprocess.Popen(["sleep", "100000"], user=user.pw_uid)
        self.own_processes = {self.process.pid}
        self.facts["processes"] = [self.process.pid]
        self.segment = shared_segment(user)
        self.facts["shared_memory"] = self.segment
        self.thread = threading.Thread(target=self.accept, daemon=True)
        self.thread.start()

    def listen(self, address):
        server = socket.create_server((address, 0), backlog=128)
        datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        datagrams.bind((address, 0))
        self.datagrams.append(datagrams)
        self.facts["tcp"].append(server.getsockname())
        self.facts["udp"].append(datagrams.getsockname())
        self.selector.register(server, selectors.EVENT_READ)

    def listen_unix(self, place):
        self.facts["unix_path"] = str(place / "socket")
        self.facts["unix_abstract"] = "counterpart-hostile-%d-%s" % (os.getpid(), place.name)
        for address in (self.facts["unix_path"], "\0" + self.facts["unix_abstract"]):
            server = socket.socket(socket.AF_UNIX)
            server.bind(address)
            server.listen(128)
            self.selector.register(server, selectors.EVENT_READ)
        os.chmod(self.facts["unix_path"], 0o777)

    def accept(self):
        while not self.closing:
            for key, _ in self.selector.select(0.2):
                key.fileobj.accept()[0].close()

    def has_outside(self):
        """Whether there is an address beyond the loopback that could be reached."""
        return any(not address.startswith("127.") for address, _ in self.facts["tcp"])

    def write(self, path, **others):
        path.write_text("".join("%s = %r\n" % fact for fact in {**self.facts, **others}.items()))

    def changed(self):
        """Which files are not what they were, and which were not there."""
        for path, text in self.precious.items():
            if path.read_text() != text:
                yield "%s was overwritten" % path
            if (path.parent / "made").exists():
                yield "%s was made" % (path.parent / "made")

    def close(self):
        """What has happened to them, in words."""
        bad = list(self.changed())
        if self.process.poll() is not None:
            bad.append("a process of the harness's user was ended: %s" % self.process.returncode)
        self.process.kill()
        self.process.wait()
        self.closing = True
        self.thread.join()
        for key in list(self.selector.get_map().values()):
            key.fileobj.close()
        for sock in self.datagrams:
            sock.close()
        remove_id = 0
        if self.segment >= 0 and ctypes.CDLL(None).shmctl(self.segment, remove_id, None) != 0:
            bad.append("a shared segment of the harness's user is gone")
        return bad


def shared_segment(user):
    """A SysV segment that belongs to the user."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.setresuid(user.pw_uid, user.pw_uid, user.pw_uid)
        number = ctypes.CDLL(None).shmget(0, 4096, 0o1600)
        os.write(writing, str(number).encode())
        os._exit(0)
    os.close(writing)
    os.waitpid(pid, 0)
    with os.fdopen(reading) as file:
        return int(file.read())


def living_children(pid):
    """Processes that descend from it, but for those that are dead and only wait to be asked for."""
    found = set()
    for path in glob.glob("/proc/%d/task/*/children" % pid):
        try:
            children = [int(word) for word in pathlib.Path(path).read_text().split()]
        except OSError:
            continue
        for child in children:
            try:
                state = pathlib.Path("/proc/%d/stat" % child).read_text().rpartition(")")[2].split()[0]
            except OSError:
                continue
            if state not in "ZX":
                found.add(child)
            found |= living_children(child)
    return found


def networks_of(pids):
    """The network namespaces that these processes are in, but for our own."""
    found = {}
    for pid in pids:
        try:
            found[os.readlink("/proc/%s/ns/net" % pid)] = time.clock_gettime(time.CLOCK_BOOTTIME)
        except OSError:
            pass
    found.pop(os.readlink("/proc/self/ns/net"), None)
    return found


def still_inhabited(networks):
    """Those of them that have a process yet. The kernel gives their numbers to others later: so one that was there
    when they were last seen."""
    found = set()
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            number = os.readlink("/proc/%s/ns/net" % pid)
            ticks = int(pathlib.Path("/proc/%s/stat" % pid).read_text().rpartition(")")[2].split()[19])
        except OSError:
            continue
        if ticks / os.sysconf("SC_CLK_TCK") <= networks.get(number, 0):
            found.add(number)
    return found


def groups():
    """Control groups of harnesses that are dead; those of the living, whoever runs them, are in use."""
    found = set()
    for folder, folders, _ in os.walk("/sys/fs/cgroup"):
        for name in folders:
            launcher = name.split("-")
            if launcher[0] == "counterpart" and len(launcher) == 3 and not os.path.exists("/proc/" + launcher[1]):
                found.add(os.path.join(folder, name))
    return found


def memory_groups():
    """Whether root can have control groups that limit memory."""
    top = pathlib.Path("/sys/fs/cgroup")
    version_1 = os.access(top / "memory", os.W_OK)
    enabled = top / "cgroup.subtree_control"
    return version_1 or os.access(top, os.W_OK) and enabled.exists() and "memory" in enabled.read_text()


def mounts():
    """Those that a harness may have made; others come and go on any machine."""
    with open("/proc/self/mountinfo") as file:
        return {line for line in file if "counterpart" in line or tempfile.gettempdir() in line}


class Leftovers:
    """Compares the machine before and after. Others may run harnesses meanwhile: those are not ours to judge."""

    def __init__(self, temporary, own):
        self.temporary, self.own = temporary, own
        self.networks = {}  # of this run's processes, and when they were last seen
        self.before = {"group": groups(), "mount": mounts()}

    def reap(self):
        try:
            while True:
                found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
                if not found or found.si_pid in self.own:
                    return
                os.waitpid(found.si_pid, 0)
        except ChildProcessError:
            pass

    def after(self, files=True):
        """What is still left after some patience, in words."""
        deadline = time.monotonic() + PATIENCE
        while True:
            self.reap()
            left = {"process": {describe(pid) for pid in living_children(os.getpid()) - self.own},
                    "network namespace": still_inhabited(self.networks),
                    "mount": mounts() - self.before["mount"],
                    "control group": groups() - self.before["group"] if files else set(),
                    "file": set(os.listdir(self.temporary)) if files else set()}
            if not any(left.values()) or time.monotonic() > deadline:
                return ["%s left: %s" % (what, thing) for what, found in left.items() for thing in list(found)[:3]]
            time.sleep(0.02)  # no event tells that the kernel has freed a namespace


def describe(pid):
    try:
        return "%d %s" % (pid, pathlib.Path("/proc/%d/cmdline" % pid).read_text().replace("\0", " ")[:80])
    except OSError:
        return str(pid)
