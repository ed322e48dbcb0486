#!/usr/bin/env python3
"""Flags co_await forms that gcc 11/12 miscompile. Reads C++ on stdin or files; prints file:line: rule."""
import re, sys

def statements(text):
    """Yields (line, statement) split at ; and at { } of blocks, ignoring those inside ()."""
    depth, start, line = 0, 0, 1
    for i, ch in enumerate(text):
        if ch in "([": depth += 1
        elif ch in ")]": depth -= 1
        if depth == 0 and (ch == ";" or (ch in "{}" and not inside_initialiser(text, start, i))):
            yield line, text[start:i]; line += text.count("\n", start, i + 1); start = i + 1

def inside_initialiser(text, start, i):
    s = text[start:i + 1]
    return "=" in s or "co_await" in s or "co_return" in s or re.search(r"[\w>]\s*\{[^{}]*\}?$", s) and not re.search(r"(\)|else|try|do|const|noexcept|->\s*[\w:<>]+)\s*\{?\}?$", s.strip())

def check(stmt):
    if "co_await" not in stmt: return None
    m = re.search(r"\b(if|while|switch|for)\s*\((.*)", stmt, re.S)
    if m:
        head = balanced("(" + m.group(2))
        parts = head[1:-1].split(";")
        cond = parts[1] if m.group(1) == "for" and len(parts) > 1 else parts[-1]
        if "co_await" in cond and not re.match(r"\s*[\w:<>&*, \[\]]+?\s*=\s*co_await\b", cond) and ":" not in cond.replace("::", ""):
            return "co_await in a condition: bind it first"
    tail = stmt[stmt.index("co_await"):]
    if re.search(r"\[\s*(?!\s*\])(?!&\s*\])[^\]]*\b\w+[^\]]*\]\s*(\(|\{|->|mutable)", tail) and not re.search(r"\[\s*&[\w, &]*\]\s*(\(|\{|->)", tail):
        return "capturing lambda in a co_await expression: name it first"
    if "?" in re.sub(r'"(\\.|[^"\\])*"', "", tail): return "conditional in a co_await expression: name it first"
    if re.search(r"[(,]\s*\{|[(,]\s*(?:std::vector|[A-Z]\w*)(?:<[^<>]*>)?\s*\{\s*[^}\s]", tail) or re.match(r".*\w+\s*[{]\s*co_await[^}]*,", stmt, re.S):
        return "braced temporary in a co_await expression: name it first"
    return None

def balanced(s):
    d = 0
    for i, c in enumerate(s):
        d += c == "("; d -= c == ")"
        if d == 0: return s[:i + 1]
    return s

if __name__ == "__main__":
    bad = 0
    for path in sys.argv[1:]:
        for line, stmt in statements(open(path).read()):
            if why := check(stmt): print(f"{path}:{line}: {why}"); bad += 1
    sys.exit(bad != 0)
