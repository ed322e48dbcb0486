#!/usr/bin/env python3
"""The templates: their YAML and scripts are sound, and the one for Gradescope works in folders like Gradescope's."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
ROOT = pathlib.Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "reports" / "templates"
EXAMPLES = ROOT / "examples"


def documents():
    """Every YAML file's documents."""
    import yaml  # pylint: disable=import-outside-toplevel
    for path in sorted([*TEMPLATES.rglob("*.yml"), *TEMPLATES.rglob("*.yaml")]):
        for document in yaml.safe_load_all(path.read_text()):
            yield path.relative_to(TEMPLATES), document


def scripts(node):
    """The shell scripts in a CI's YAML."""
    if isinstance(node, list):
        for each in node:
            yield from scripts(each)
    if not isinstance(node, dict):
        return
    for key, value in node.items():
        if key in ("run", "script", "before_script", "args"):
            lines = value if isinstance(value, list) else [value]
            yield "\n".join(lines)
        else:
            yield from scripts(value)


def shellcheck(name, text, *options):
    return subprocess.run([shutil.which("shellcheck"), *options, "-"], input=text, capture_output=True, text=True,
                          check=False).stdout.replace("In -", f"In {name}")


class Sound(unittest.TestCase):
    def setUp(self):
        try:
            self.documents = list(documents())
        except ImportError:
            self.skipTest("python3-yaml is not installed")

    def test_yaml(self):
        names = {str(path) for path, _ in self.documents}
        self.assertEqual(names, {"github/judge.yml", "github/grade.yml", "gitlab/.gitlab-ci.yml",
                                 "kubernetes/shards.yaml", "kubernetes/merge.yaml"})
        jobs = [job for path, document in self.documents if path.parts[0] == "github"
                for job in document["jobs"].values()]
        for job in jobs:
            self.assertTrue(all("uses" in step or "run" in step for step in job["steps"]))
        for path, document in self.documents:
            if path.parts[0] == "kubernetes":
                self.assertEqual((document["apiVersion"], document["kind"]), ("batch/v1", "Job"))

    def test_scripts(self):
        if not shutil.which("shellcheck"):
            self.skipTest("shellcheck is not installed")
        for path, document in self.documents:
            found = list(scripts(document))
            self.assertTrue(found, path)
            for script in found:
                self.assertEqual(shellcheck(path, "#!/bin/sh -e\n" + script), "", path)
        for path in TEMPLATES.rglob("*"):
            if path.is_file() and path.read_text().startswith("#!/bin/sh"):
                self.assertEqual(shellcheck(path.name, path.read_text()), "", path)

    def test_options_are_there(self):
        """Every option that a template gives to a subcommand is one that it has."""
        for path in TEMPLATES.rglob("*"):
            if not path.is_file() or path.suffix == ".md":
                continue
            text = re.sub(r"\\\n\s*", " ", path.read_text())
            for command, rest in re.findall(r'counterpart(?:/bin/counterpart)?"? (run|grade|report) ([^\n|]*)', text):
                told = subprocess.run([PROGRAM, command, "--help"], capture_output=True, text=True, check=True).stdout
                for option in re.findall(r"(?<!\S)(--?[a-z][\w-]*)", rest):
                    self.assertRegex(told, rf"(?m)^  .*{option}\b", f"{path.name}: {command} {option}")


class Gradescope(unittest.TestCase):
    """setup.sh and run_autograder in a folder laid out like /autograder."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        place = pathlib.Path(cls.folder.name)
        prefix = place / "prefix"
        (prefix / "bin").mkdir(parents=True)
        (prefix / "share" / "counterpart").mkdir(parents=True)
        shutil.copy(PROGRAM, prefix / "bin")
        shutil.copytree(ROOT / "scenarios", prefix / "share" / "counterpart" / "scenarios")
        cls.zip = place / "autograder.zip"
        subprocess.run([TEMPLATES / "gradescope" / "make_zip", "key-server/client", "--level", "must"], check=True,
                       capture_output=True, env={**os.environ, "PREFIX": str(prefix), "AUTOGRADER_ZIP": str(cls.zip)})
        shutil.rmtree(prefix)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def setUp(self):
        self.autograder = pathlib.Path(tempfile.mkdtemp(dir=self.folder.name))
        for folder in ("source", "submission", "results"):
            (self.autograder / folder).mkdir()
        with zipfile.ZipFile(self.zip) as archive:
            archive.extractall(self.autograder / "source")
        os.chmod(self.autograder, 0o755)
        self.environment = {"PATH": os.environ["PATH"], "AUTOGRADER": str(self.autograder)}
        subprocess.run(["sh", self.autograder / "source" / "setup.sh"], check=True, env=self.environment)
        shutil.copy(self.autograder / "source" / "run_autograder", self.autograder)
        os.chmod(self.autograder / "run_autograder", 0o755)

    def results(self, *files):
        for file in files:
            shutil.copy(file, self.autograder / "submission")
        done = subprocess.run([self.autograder / "run_autograder"], cwd=self.autograder, env=self.environment,
                              capture_output=True, text=True, check=False, timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads((self.autograder / "results" / "results.json").read_text())

    def test_right(self):
        results = self.results(EXAMPLES / "key-client" / "client.py")
        self.assertTrue(results["tests"])
        self.assertTrue(all(test["status"] == "passed" for test in results["tests"]))
        self.assertEqual(results["score"], sum(test["max_score"] for test in results["tests"]))

    def test_wrong(self):
        wrong = self.autograder / "client.py"
        wrong.write_text("import os, socket\nhost, port = '127.0.0.1', 5000\n"
                         "def do_key():\n    call = socket.create_connection((host, port))\n"
                         "    told = ' '.join(k for k in os.environ if 'PATH' in k)\n"
                         "    call.sendall((told + '\\r\\n\\r\\n').encode())\n"
                         "def do_put(key): return ''\n")
        results = self.results(wrong)
        self.assertIn("failed", {test["status"] for test in results["tests"]})
        self.assertLess(results["score"], sum(test["max_score"] for test in results["tests"]))
        told = json.dumps(results)
        self.assertIn("PATH", told)
        self.assertNotIn("LD_LIBRARY_PATH", told)
        # what it sent counts, although it ended at once
        self.assertNotIn("nothing came", told)

    def test_nothing_to_start(self):
        results = self.results(ROOT / "LICENSE")
        self.assertEqual(results["score"], 0)
        self.assertIn("client.py", results["output"])
        self.assertIn("could not be started", results["output"])

    def test_trouble_is_no_fault_of_the_submission(self):
        (self.autograder / "source" / "counterpart" / "bin" / "counterpart").unlink()
        results = self.results(EXAMPLES / "key-client" / "client.py")
        self.assertIn("not the submission's fault", results["output"])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]], verbosity=1)
