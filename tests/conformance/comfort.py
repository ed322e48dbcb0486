#!/usr/bin/env python3
"""Everyday comfort: list --json, --dry-run, annotations, colours, completion scripts, the manual page."""
import contextlib
import functools
import json
import os
import pathlib
import pty
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM = os.path.abspath(sys.argv[1])
ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
ROLE = "key-server/client"


def counterpart(*arguments, **environment):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, errors="replace",
                          timeout=120, check=False, env={**os.environ, "GITHUB_ACTIONS": "", **environment})


@contextlib.contextmanager
def cohort(*right, hasty=(), empty=()):
    """A folder whose folder "cohort" holds submissions that are right, or hasty, or hold nothing to start."""
    with tempfile.TemporaryDirectory() as name:
        place = pathlib.Path(name)
        for submission in right:
            shutil.copytree(EXAMPLES / "key-client", place / "cohort" / submission)
        for submission in hasty:
            shutil.copytree(EXAMPLES / "key-client-hasty", place / "cohort" / submission)
        for submission in empty:
            (place / "cohort" / submission).mkdir()
            (place / "cohort" / submission / "notes.txt").write_text("nothing")
        yield place


class List(unittest.TestCase):
    def listed(self, *what):
        done = counterpart("list", "--json", *what)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def test_shape(self):
        document = self.listed()
        self.assertEqual(list(document), ["schema", "version", "protocols"])
        self.assertEqual(document["schema"], "counterpart-list/1")
        for protocol in document["protocols"]:
            self.assertEqual(list(protocol), ["protocol", "title", "roles"])
            for role in protocol["roles"]:
                self.assertEqual(list(role), ["role", "title", "placeholders", "programs", "reference", "cases"])
                self.assertTrue(role["cases"])
                for case in role["cases"]:
                    self.assertEqual(list(case), ["id", "title", "level", "points", "requirements", "stages", "launch"])
                    self.assertIn(case["level"], ("must", "should", "hardening"))
                    self.assertIn(case["launch"], (None, "function", "command"))
                    self.assertTrue(case["requirements"] and case["stages"] and case["title"])

    def test_same_as_in_words(self):
        words = counterpart("list").stdout
        roles = [role["role"] for protocol in self.listed()["protocols"] for role in protocol["roles"]]
        self.assertEqual(re.findall(r"^  (\S+/\S+) ", words, re.M), roles)
        for role in roles:
            cases = [case["id"] for case in self.listed(role)["protocols"][0]["roles"][0]["cases"]]
            self.assertEqual(re.findall(r"^    (\S+) ", counterpart("list", role).stdout, re.M), cases)

    def test_a_part(self):
        self.assertEqual([p["protocol"] for p in self.listed("key-server")["protocols"]], ["key-server"])
        self.assertEqual([r["role"] for r in self.listed(ROLE)["protocols"][0]["roles"]], [ROLE])
        self.assertEqual(counterpart("list", "--json", "no-such").returncode, 2)


class DryRun(unittest.TestCase):
    def test_what_would_be_judged(self):
        with tempfile.TemporaryDirectory() as place:
            report = pathlib.Path(place, "report.xml")
            done = counterpart("run", ROLE, EXAMPLES / "key-client", "--dry-run", "--report", f"junit={report}")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertFalse(report.exists())
        role = json.loads(counterpart("list", "--json", ROLE).stdout)["protocols"][0]["roles"][0]
        cases = [case for case in role["cases"]
                 if case["level"] != "hardening" and case["launch"] != "command"]
        self.assertEqual(re.findall(r"^  (\S+) +(?:must|should) +\S+  ", done.stdout, re.M), [c["id"] for c in cases])
        self.assertIn(f"{len(cases)} cases worth {sum(c['points'] for c in cases):g} points", done.stdout)
        self.assertIn("functions of client.py", done.stdout)
        self.assertIn("port is set to {port}", done.stdout)

    def test_nothing_is_started(self):
        with tempfile.TemporaryDirectory() as place:
            started = pathlib.Path(place, "started")
            done = counterpart("run", "key-server/server", "--dry-run", "--", "touch", started, "{port}")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("{port}", done.stdout)
            self.assertFalse(started.exists())

    def test_selection_and_errors_as_when_it_runs(self):
        done = counterpart("run", ROLE, EXAMPLES / "key-client", "--dry-run", "--case", "put*")
        self.assertIn("2 cases", done.stdout)
        self.assertEqual(counterpart("run", ROLE, EXAMPLES / "key-client", "--dry-run", "--case", "no").returncode, 4)
        self.assertEqual(counterpart("run", ROLE, ROOT / "scenarios", "--dry-run").returncode, 2)

    def test_several_programs(self):
        done = counterpart("run", "file-exchange/pair", "--reference", "--dry-run")
        self.assertIn("  server: ", done.stdout)
        self.assertIn("  client: ", done.stdout)


    def test_cohort(self):
        with cohort("ada", hasty=("ben",), empty=("cem",)) as place:
            record = pathlib.Path(place, "record.json")
            done = counterpart("grade", ROLE, place / "cohort", "--dry-run", "--report", f"json={record}")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual([path.name for path in place.iterdir()], ["cohort"])
        self.assertRegex(done.stdout, r"(?m)^ada: would be started as functions of client\.py$")
        self.assertRegex(done.stdout, r"(?m)^cem: cannot be started: .*client\.py")
        self.assertIn("20 cases worth 22 points", done.stdout)


class Annotations(unittest.TestCase):
    def lines(self, *options):
        return counterpart("run", ROLE, *options, GITHUB_ACTIONS="true").stdout.splitlines()

    def test_failures_are_annotated(self):
        lines = self.lines(EXAMPLES / "key-client-hasty", "--seed", 1)
        self.assertTrue(lines[0].startswith("::stop-commands::"))
        resumed = lines.index("::" + lines[0].removeprefix("::stop-commands::") + "::")
        annotations = lines[resumed + 1:]
        self.assertEqual(len(annotations), 3)
        for line in annotations:
            self.assertRegex(line, r"^::error title=key-server/client \S+ stage 2::key-client-hasty: .*KS-2\.")

    def test_a_cohort_has_one_for_each_stage(self):
        with cohort("ada", hasty=("ben", "cem")) as place:
            with open(place / "cohort" / "ben" / "client.py", "a") as client:
                client.write("\nimport time\ntime.sleep(1.5)\n")  # named first, though done last
            done = counterpart("grade", ROLE, place / "cohort", "--case", "byte-by-byte", "--jobs", 2,
                               GITHUB_ACTIONS="true")
        lines = done.stdout.splitlines()
        self.assertTrue(lines[0].startswith("::stop-commands::"))
        self.assertEqual(lines[-1], "::error title=key-server/client byte-by-byte stage 2::2 submissions: ben, cem")

    def test_nothing_to_say(self):
        lines = self.lines(EXAMPLES / "key-client", "--case", "key")
        self.assertEqual(lines[-1], "::" + lines[0].removeprefix("::stop-commands::") + "::")

    def test_a_candidate_gives_no_commands(self):
        with tempfile.TemporaryDirectory() as place:
            pathlib.Path(place, "client.py").write_text(
                "def do_key():\n    print('\\n::error::mine\\n##[add-mask]x\\n  ::add-mask::y')\n"
                "    return b'\\n::error::z'\n"
                "def do_put(key): return ''\n")
            lines = self.lines(place, "--verbose", "--case", "key")
        resumed = lines.index("::" + lines[0].removeprefix("::stop-commands::") + "::")
        self.assertTrue(any("mine" in line for line in lines[:resumed]))
        self.assertEqual([line for line in lines[resumed + 1:] if not line.startswith("::error title=key-server/")], [])

    def test_a_report_on_standard_output_stays_clean(self):
        done = counterpart("run", ROLE, EXAMPLES / "key-client-hasty", "--case", "byte-by-byte", "--report", "json=-",
                           GITHUB_ACTIONS="true")
        json.loads(done.stdout)
        self.assertIn("::error title=", done.stderr)


class Colours(unittest.TestCase):
    def on_a_terminal(self, *options, **environment):
        child, terminal = pty.fork()
        if child == 0:
            settings = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
            try:
                os.execve(PROGRAM, [PROGRAM, "run", ROLE, str(EXAMPLES / "key-client"), "--case", "key", *options],
                          {**settings, "TERM": "xterm", **environment})
            finally:
                os._exit(127)
        shown = b""
        try:
            while data := os.read(terminal, 4096):
                shown += data
        except OSError:
            pass  # the program has let go of the terminal
        _, status = os.waitpid(child, 0)
        os.close(terminal)
        self.assertEqual(os.waitstatus_to_exitcode(status), 0, shown)
        return b"\x1b[32m" in shown

    def test_when(self):
        self.assertTrue(self.on_a_terminal())
        self.assertFalse(self.on_a_terminal(NO_COLOR="1"))
        self.assertFalse(self.on_a_terminal(TERM="dumb"))
        self.assertFalse(self.on_a_terminal("--color", "never"))
        self.assertTrue(self.on_a_terminal("--color", "always", NO_COLOR="1"))
        self.assertTrue(self.on_a_terminal(NO_COLOR=""))

    def test_no_terminal(self):
        run = ("run", ROLE, EXAMPLES / "key-client", "--case", "key")
        self.assertNotIn("\x1b", counterpart(*run).stdout)
        self.assertIn("\x1b[32m", counterpart(*run, "--color", "always").stdout)


@functools.cache
def subcommands():
    """What --help tells of each subcommand: the names of its options."""
    def options(*command):
        text = counterpart(*command, "--help").stdout
        return sorted({*re.findall(r"^  (?:-\w,)?(--[\w-]+)", text, re.M), *re.findall(r"^  (-\w)[, ]", text, re.M)})
    told = counterpart("--help").stdout.split("Subcommands:")[1]
    names = re.findall(r"^  ([a-z]+) ", told, re.M)
    return {name: options(name) for name in names}


class Manual(unittest.TestCase):
    def test_holds_every_option_and_subcommand(self):
        page = counterpart("manual").stdout
        text = page.replace("\\-", "-")
        for name, options in subcommands().items():
            section = re.search(rf"^\.SS {name}\n(.*?)(?=^\.S[SH] )", text, re.M | re.S)
            self.assertIsNotNone(section, name)
            for option in options:
                self.assertIn(f"\\fB{option}\\fR", section.group(1), name)

    def test_is_sound_roff(self):
        groff = shutil.which("groff")
        if not groff:
            self.skipTest("groff is not installed")
        done = subprocess.run([groff, "-man", "-ww", "-Kutf8", "-Tutf8", "-z"], input=counterpart("manual").stdout,
                              capture_output=True, text=True, check=True)
        self.assertEqual(done.stderr, "")


class Completion(unittest.TestCase):
    """Each shell is asked what it would offer."""

    def setUp(self):
        self.place = tempfile.TemporaryDirectory()
        os.symlink(PROGRAM, os.path.join(self.place.name, "counterpart"))
        self.environment = {**os.environ, "PATH": self.place.name + ":" + os.environ["PATH"], "HOME": self.place.name,
                            "XDG_CONFIG_HOME": self.place.name, "XDG_DATA_HOME": self.place.name, "TERM": "dumb"}

    def tearDown(self):
        self.place.cleanup()

    def ask(self, shell, script):
        if not shutil.which(shell[0]):
            self.skipTest(f"{shell[0]} is not installed")
        done = subprocess.run([*shell, script], capture_output=True, text=True, timeout=60, check=False,
                              cwd=self.place.name, env=self.environment, stdin=subprocess.DEVNULL)
        self.assertEqual(done.stderr, "")
        return done.stdout.splitlines()

    def check(self, offered):
        """`offered` gives what is offered after the words of a command line; the last of them is incomplete."""
        cases = json.loads(counterpart("list", "--json", ROLE).stdout)["protocols"][0]["roles"][0]["cases"]
        self.assertLessEqual({"run", "diff", "list", "explain", "completion"}, set(offered("")))
        options = {option for option in subcommands()["run"] if option.startswith("--")}
        self.assertLessEqual(options, set(offered("run", "--")))
        self.assertEqual(sorted(offered("run", "key-server/")), ["key-server/client", "key-server/server"])
        self.assertEqual(sorted(offered("run", "-j", "2", "key-server/c")), [ROLE])
        self.assertEqual(sorted(offered("run", "--level", "")), ["hardening", "must", "should"])
        self.assertEqual(sorted(offered("run", ROLE, "--case", "")), sorted(case["id"] for case in cases))
        self.assertEqual(sorted(offered("completion", "")), ["bash", "fish", "zsh"])
        self.assertIn("junit=", offered("run", "--report", "ju"))
        self.assertIn(ROLE + "/put", [word if "/" in word else ROLE + "/" + word
                                      for word in offered("explain", ROLE + "/pu")])
        pathlib.Path(self.place.name, "submission").mkdir()
        self.assertIn("submission", [word.rstrip("/") for word in offered("run", ROLE, "sub")])

    def test_bash(self):
        def offered(*words):
            line = " ".join(f"'{word}'" for word in ("counterpart", *words))
            return self.ask(["bash", "--norc", "-c"], f"""
                . <(counterpart completion bash)
                COMP_WORDS=({line}) COMP_CWORD={len(words)}
                _counterpart
                printf '%s\\n' "${{COMPREPLY[@]}}" """)
        self.check(offered)
        # As bash parts words: at every equals sign too.
        self.assertEqual(sorted(offered("run", "--level", "=", "")), ["hardening", "must", "should"])
        self.assertEqual(offered("run", "--report", "junit", "=", "sub"), ["submission"])
        self.assertEqual(offered("run", "--report", "junit", "=", "x", "key-server/c"), [ROLE])

    def test_fish(self):
        def offered(*words):
            line = " ".join(("counterpart", *words))
            told = self.ask(["fish", "--no-config", "-c"],
                            f"counterpart completion fish | source; complete -C '{line}'")
            return [line.split("\t")[0] for line in told]
        self.check(offered)

    def test_zsh(self):
        # zsh completes in an interactive shell only: one runs on a pseudo-terminal, and compadd tells what it is given.
        def offered(*words):
            line = " ".join(("counterpart", *words))
            told = self.ask(["zsh", "-f", "-c"], ZSH.replace("LINE", line))
            return [word for word in told if word]
        self.check(offered)


# A completion is asked from a widget; each match is told on a line with a mark. What is typed is echoed, so no mark
# stands in it as it is printed.
ZSH = r"""
zmodload zsh/zpty
zpty asked zsh -f -i
zpty -w asked 'PS1=; PROMPT_EOL_MARK=; stty -echo; autoload -Uz compinit; compinit -u -D'
zpty -w asked 'source <(counterpart completion zsh)'
zpty -w asked 'compadd() { local -a told; builtin compadd -O told "$@"; '\
'print -rl -- MA""TCH=$^told; builtin compadd "$@" }'
zpty -w asked 'zle -C tell complete-word told; told() { _main_complete; print -r -- E""ND; compstate[insert]=; exit }'
zpty -w asked 'bindkey "^T" tell; print REA""DY'
local text
while zpty -r asked text && [[ $text != *READY* ]]; do :; done
zpty -w -n asked $'LINE\C-t'
while zpty -r asked text; do
    text=${text%$'\n'}; text=${text%$'\r'}
    [[ $text == *END* ]] && break
    [[ $text == *MATCH=* ]] && print -r -- ${text##*MATCH=}
done
zpty -d asked
"""

if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]], verbosity=1)
