"""Runs the harness on a hostile candidate and looks at all that it says."""
import dataclasses
import json
import os
import pathlib
import re
import select
import shutil
import subprocess
import tempfile
import time
import xml.etree.ElementTree as ElementTree

import corpus
from hostile_ground import living_children, networks_of

FORMATS = {"json": "r.json", "junit": "r.xml", "html": "r.html", "tap": "r.tap", "markdown": "r.md", "csv": "r.csv",
           "gradescope": "r.gradescope"}
LIMIT = 300  # seconds, for a case of any kind on a busy machine
PYTHON = "/usr/bin/python3" if os.path.exists("/usr/bin/python3") else shutil.which("python3")


@dataclasses.dataclass
class Run:
    folder: pathlib.Path
    returncode: int
    output: bytes
    seconds: float
    peak: int  # KiB
    networks: dict  # that its processes were seen in, and when last
    result: dict


class Harness:
    """The program as a user of a tier starts it."""

    def __init__(self, program, folder, user, isolation):
        self.program, self.folder, self.user, self.isolation = program, folder, user, isolation
        self.temporary = folder / "tmp"
        self.temporary.mkdir(mode=0o755)
        os.chown(self.temporary, user.pw_uid, user.pw_gid)

    def start(self, arguments, output):
        same = self.user.pw_uid == os.geteuid()
        identity = {} if same else {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
        environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/", "LANG": "C.UTF-8",
                       "TMPDIR": str(self.temporary)}
        return subprocess.Popen([self.program, *arguments], stdin=subprocess.DEVNULL, stdout=output,
                                stderr=subprocess.STDOUT, env=environment, cwd="/", start_new_session=True, **identity)

    def trouble(self):
        """Why this user cannot judge in this way; less than the isolation that is asked for is never taken."""
        with tempfile.TemporaryFile() as output:
            try:
                status = self.plain(output)
            except OSError as problem:
                return str(problem)
            output.seek(0)
            return "" if status == 0 else output.read().decode(errors="replace").strip()[-300:] or "status %d" % status

    def words(self, role, target, case, scale):
        return ["run", role, str(target), "--case", case, "--isolation", self.isolation, "--python", PYTHON,
                "--verbose", "--color", "never", "--timeout-scale", scale]

    def judge(self, role, target, place, case, scale, *further):
        reports = place / "reports"
        reports.mkdir(exist_ok=True)
        os.chown(reports, self.user.pw_uid, self.user.pw_gid)
        words = [*self.words(role, target, case, scale), *further]
        for name, file in FORMATS.items():
            words += ["--report", "%s=%s" % (name, reports / file)]
        began = time.monotonic()
        with open(place / "output", "wb") as output:
            process = self.start(words, output)
        peak, networks = watch(process, began + LIMIT)
        if process.poll() is None:
            process.kill()
            process.wait()
        record = reports / FORMATS["json"]
        try:
            result = json.loads(record.read_text())["submissions"][0]
        except (OSError, ValueError, IndexError):
            result = None
        return Run(reports, process.returncode, (place / "output").read_bytes(), time.monotonic() - began, peak,
                   networks, result)

    def plain(self, output=subprocess.DEVNULL):
        """Judges a right candidate; on the way the harness removes what a killed one has left."""
        right = corpus.CANDIDATES / "content-storage/content-manager/right/plain"
        copy = self.folder / "plain"
        shutil.copytree(right, copy, dirs_exist_ok=True)
        return self.start(self.words("content-storage/content-manager", copy, "two-files", "4"), output).wait(LIMIT)


def watch(process, deadline):
    """The largest memory of the process itself, for what its children took is not its own; and their networks."""
    peak, networks = 0, {}
    end = os.pidfd_open(process.pid)
    try:
        while not select.select([end], [], [], 0.02)[0] and time.monotonic() < deadline:
            try:
                status = pathlib.Path("/proc/%d/status" % process.pid).read_text()
            except OSError:
                break
            found = re.search(r"VmHWM:\s*(\d+)", status)
            peak = max(peak, int(found[1]) if found else 0)
            networks.update(networks_of(living_children(process.pid)))
        if time.monotonic() < deadline:
            process.wait()
    finally:
        os.close(end)
    return peak, networks


def outputs(run):
    for case in (run.result or {}).get("cases", []):
        told = case.get("standard_output", {})
        if isinstance(told, dict):
            yield told.get("head", "") + told.get("tail", "")
        else:
            yield str(told)


def said(run):
    """(attack, held or not held, what was reached) for each thing that the candidate says it tried."""
    for text in outputs(run):
        for line in re.finditer(r"^(HELD|NOT HELD) ([\w-]+)(?:: (.*))?$", text, re.MULTILINE):
            yield line[2], line[1].lower(), (line[3] or "").strip()


def complaints_of(row, run, peak):
    """What is wrong with what the harness did and said; `peak`: how many KiB it may take."""
    if run.returncode not in (0, 1):
        return ["exit status %d: %s" % (run.returncode, run.output[-300:].decode(errors="replace"))]
    done = subprocess.CompletedProcess([], run.returncode, run.output.decode(errors="replace"), "")
    complaints = corpus.verdict(row, run.result, done)
    if run.seconds > LIMIT / 2:
        complaints.append("it took %.0f s" % run.seconds)
    if run.peak > peak:
        complaints.append("the harness took %d MiB" % (run.peak >> 10))
    return complaints + harmful(run)


def harmful(run):
    """Bytes that a terminal, a parser or a browser would take for something else."""
    complaints = []
    texts = {"terminal": run.output}
    for name, file in FORMATS.items():
        path = run.folder / file
        if path.is_dir():
            texts[name] = b"\n".join(page.read_bytes() for page in path.rglob("*.html"))
        elif path.exists():
            texts[name] = path.read_bytes()
        else:
            complaints.append("no %s report" % name)
    for name, text in texts.items():
        # What a page draws with and what programs read it with is the harness's own; bytes below are nobody's.
        found = re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]", text)
        if found:
            complaints.append("%s: raw control byte in %r" % (name, text[max(0, found.start() - 60):found.end() + 20]))
        try:
            text.decode()
        except UnicodeDecodeError as problem:
            complaints.append("%s: no UTF-8: %s" % (name, problem))
    try:
        suites = ElementTree.fromstring(texts.get("junit", b""))
        if any(suite.get("name") == "forged" for suite in suites.iter("testsuite")):
            complaints.append("junit: a forged suite")
    except ElementTree.ParseError as problem:
        complaints.append("junit: %s" % problem)
    texts["markdown"] = outside_of_fences(texts.get("markdown", b""))
    for mark in (b"<script>alert(1)", b"<img src=x", b"[[ATTACHMENT|/etc"):
        for name in ("html", "junit", "markdown"):
            if mark in texts.get(name, b""):
                complaints.append("%s: raw %s" % (name, mark.decode()))
    return complaints


def outside_of_fences(text):
    """What a renderer of Markdown does not show as it stands."""
    kept, fence = [], b""
    for line in text.splitlines():
        found = re.match(rb" {0,3}(`{3,}|~{3,})(.*)", line)
        if fence and found and found[1].startswith(fence) and not found[2].strip():
            fence = b""
        elif not fence and found:
            fence = found[1]
        elif not fence:
            kept.append(line)
    return b"\n".join(kept)


def kill_while_running(harness, role, target, place, case):
    """Kills the harness as soon as its candidate runs; whether it did."""
    with open(place / "output", "wb") as output:
        process = harness.start(harness.words(role, target, case, "4"), output)
    end = os.pidfd_open(process.pid)
    deadline = time.monotonic() + LIMIT
    running = False
    while not running and time.monotonic() < deadline and not select.select([end], [], [], 0.01)[0]:
        running = any(is_candidate(pid, harness.program) for pid in living_children(process.pid))
    os.close(end)
    process.kill()
    process.wait()
    return running


def is_candidate(pid, program):
    """Whoever runs another program than the harness and its launcher do, which cages' first processes run too."""
    ours = {os.path.basename(program), "memfd:cage-launcher"}
    try:
        return os.path.basename(os.readlink("/proc/%d/exe" % pid)).split(" ")[0] not in ours
    except OSError:
        return False
