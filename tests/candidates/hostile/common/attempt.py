"""Says on standard output of each thing that was tried whether it was held."""
import os
import sys


def say(line):
    os.write(1, line.encode("ascii", "backslashreplace") + b"\n")


def tried(name, reached):
    """`reached` is what was got at, in words; empty when it was held."""
    sys.stdout.flush()
    say("NOT HELD %s: %s" % (name, str(reached)[:150]) if reached else "HELD %s" % name)


def reaches(what, attack, *arguments):
    """The name of what the attack reaches; nothing when it is refused."""
    try:
        result = attack(*arguments)
    except (OSError, ValueError, MemoryError, OverflowError):
        return ""
    return "" if result is False else str(what)


def listed(words):
    return ", ".join(word for word in words if word)
