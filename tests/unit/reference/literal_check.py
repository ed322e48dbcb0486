#!/usr/bin/env python3
"""Compares reference/wire/python_literal with Python's own repr and ast.literal_eval: literal_check.py PROBE [SEED]"""
import ast, math, random, re, subprocess, sys, unicodedata, warnings

# In every Python from 3.8 on the same: characters assigned long ago, and those that repr escapes.
ALPHABETS = [
    [chr(c) for c in range(0x80)],
    list("'\"\\\n\r\t \0ab1"),
    [chr(c) for c in range(0x3000) if unicodedata.category(chr(c)) not in ("Cn", "Cs")],
    list("\u0085\u00a0\u00ad\u0600\u200b\u2028\u2029\u3000\ufeff\ue000\U000f0000\U000e0001\uffff\ufdd0"
         "\U0001f600\U0001d11e日本語éü"),
]


def some_text(rng):
    alphabet = rng.choice(ALPHABETS)
    return "".join(rng.choice(alphabet) for _ in range(rng.choice((0, 1, 2, 5, 20))))


def some_float(rng):
    kind = rng.randrange(5)
    if kind == 0: return float(rng.randrange(-10**6, 10**6))
    if kind == 1: return rng.uniform(-1, 1) * 10.0 ** rng.randrange(-320, 308)
    if kind == 2:
        return rng.choice((0.0, -0.0, 1e15, 1e16, 1e17, 123456789012345680.0, 1e-4, 1e-5, 5e-324, 1.797e308))
    if kind == 3: return rng.randrange(1, 1000) / 8
    return rng.random()


def some_value(rng, depth=0, hashable=False):
    kind = rng.randrange(7 if depth > 4 else 11)
    if kind == 0: return None
    if kind == 1: return rng.choice((True, False))
    if kind == 2: return rng.choice((0, 1, -1, 2**63 - 1, -2**63, rng.randrange(-10**9, 10**9)))
    if kind == 3: return some_float(rng)
    if kind in (4, 5): return some_text(rng)
    if kind == 6: return bytes(rng.randrange(256) for _ in range(rng.randrange(6)))
    items = [some_value(rng, depth + 1, hashable or kind >= 9) for _ in range(rng.randrange(4))]
    if kind == 7 or hashable: return tuple(items)
    if kind == 8: return items
    if kind == 9: return set(items)
    return {key: some_value(rng, depth + 1) for key in items}


def unlike(c):
    """Surrogates, which we refuse, and unassigned characters, which we write as they are; not noncharacters."""
    noncharacter = ord(c) & 0xfffe == 0xfffe or 0xfdd0 <= ord(c) <= 0xfdef
    return 0xd800 <= ord(c) < 0xe000 or unicodedata.category(c) == "Cn" and not noncharacter


def representable(value):
    """Whether a value that Python read is one that we read as well."""
    if isinstance(value, bool) or value is None: return True
    if isinstance(value, int): return -2**63 <= value < 2**63
    if isinstance(value, float): return math.isfinite(value)
    if isinstance(value, str): return not any(map(unlike, value))
    if isinstance(value, bytes): return True
    if isinstance(value, (list, tuple)): return all(map(representable, value))
    if isinstance(value, set): return len(value) < 2 and all(map(representable, value))  # Order is Python's secret.
    if isinstance(value, dict): return all(representable(k) and representable(v) for k, v in value.items())
    return False


PIECES = ["'", '"', "\\", "(", ")", "[", "]", "{", "}", ",", ":", "b", "r", "u", "x41", "0", "_", ".", "e", "-", "+",
          " ", "True", "None", "\n", "\\n", "N{DIGIT ONE}", "é", "j", "0x", "#", "1", "=", "set()", "\\777", "\\u00e9"]


def mutated(rng, text):
    for _ in range(rng.randrange(1, 4)):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(PIECES) + text[at + rng.randrange(2):]
    return text


def python_reads(text):
    """(value,) or None. A tab or other control character that is no literal must not reach the parser's warnings."""
    try:
        return (ast.literal_eval(text),)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None


def beyond_us(text):
    """What we refuse on purpose, as the header says."""
    return any(mark in text for mark in ("'''", '"""', "#", "...", "N{")) or "\\" in strip_strings(text) \
        or re.search(r"[-+]\s*\(", text)


def merged(text, ours, theirs):
    """Python takes 0, 0.0 and False for one key, we do not."""
    return "{" in text and ast.literal_eval(ours) == theirs


def strip_strings(text):
    out, quote, skip = [], "", False
    for c in text:
        if skip: skip = False
        elif quote:
            if c == "\\": skip = True
            elif c == quote: quote = ""
        elif c in "'\"": quote = c
        else: out.append(c)
    return "".join(out)


def cases(rng):
    for _ in range(6000):
        value = some_value(rng)
        yield repr(value)
    for _ in range(12000):
        yield mutated(rng, repr(some_value(rng, 3)))


def main():
    warnings.simplefilter("ignore")
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10**6)
    rng = random.Random(seed)
    texts = list(cases(rng))
    texts += ["[" * 100_000, "(" * 100_000 + ")" * 100_000, "__import__('os')", "true", "{'a': null}", "1 2", "", " ",
              "\0"]
    wire = "".join(text.encode().hex() + "\n" for text in texts)
    probe = subprocess.run([sys.argv[1]], input=wire, capture_output=True, text=True, timeout=120, check=True)
    answers = probe.stdout.splitlines()
    assert len(answers) == len(texts), f"{len(answers)} answers to {len(texts)} texts"
    wrong, read, refused = [], 0, 0
    for text, answer in zip(texts, answers):
        theirs = python_reads(text)
        kind, _, rest = answer.partition(" ")
        read, refused = read + (kind == "ok"), refused + (kind != "ok")
        if kind == "ok":
            ours = bytes.fromhex(rest).decode()
            if not theirs: wrong.append((text, "we read it, Python does not", ours))
            elif representable(theirs[0]) and ours != repr(theirs[0]) and not merged(text, ours, theirs[0]):
                wrong.append((text, ours, repr(theirs[0])))
        elif theirs and representable(theirs[0]) and not beyond_us(text):
            wrong.append((text, answer, repr(theirs[0])))
    for case in wrong[:20]:
        print("DIFFERS:", *map(ascii, case), sep="\n    ")
    print(f"seed {seed}: {len(texts)} texts, {read} read, {refused} refused, {len(wrong)} differ from Python")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
