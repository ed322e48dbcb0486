"""Small rules that make a wrong program out of a right one, one change at a time."""
import ast
import copy
import itertools

QUIET = {"close", "shutdown", "flush", "join", "settimeout", "server_close", "fsync", "end_headers", "send_header",
         "setsockopt", "drain", "wait_closed", "write_eof", "truncate", "release", "kill", "terminate"}
FLIPPED = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
           ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is}


def calls(node, *names):
    """Whether a call of one of these methods or functions is somewhere in it."""
    for one in ast.walk(node):
        if isinstance(one, ast.Call):
            name = getattr(one.func, "attr", getattr(one.func, "id", None))
            if name in names:
                return True
    return False


def is_docstring(parents, node):
    return isinstance(parents.get(node), ast.Expr)


def drop_statement(node, parents):
    """A close, flush, join … is left out."""
    inner = node.value if isinstance(node, ast.Expr) else None
    inner = inner.value if isinstance(inner, ast.Await) else inner
    if isinstance(inner, ast.Call) and getattr(inner.func, "attr", None) in QUIET:
        yield "drop %s()" % inner.func.attr, ast.Pass()


def one_receive_for_a_loop(node, parents):
    """A loop that reads on is gone round once."""
    if isinstance(node, ast.While) and calls(node, "recv", "recv_into", "read", "sock_recv", "readline"):
        if not any(isinstance(one, (ast.Continue, ast.Break)) for one in ast.walk(node)):
            yield "once instead of while", ast.If(node.test, node.body, node.orelse)
        else:
            yield "once instead of while", ast.For(ast.Name("_once", ast.Store()), ast.parse("[0]").body[0].value,
                                                   node.body, node.orelse)


def off_by_one(node, parents):
    """A length or number is one too large."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "len":
        yield "len + 1", ast.BinOp(node, ast.Add(), ast.Constant(1))
    if isinstance(node, ast.Constant) and type(node.value) is int and not isinstance(parents.get(node), ast.Slice):
        yield "%d + 1" % node.value, ast.Constant(node.value + 1)


def swap_two(node, parents):
    """Two fields change places."""
    if isinstance(node, ast.JoinedStr):
        at = [i for i, part in enumerate(node.values) if isinstance(part, ast.FormattedValue)]
        if len(at) >= 2:
            changed = copy.deepcopy(node)
            first, second = changed.values[at[0]], changed.values[at[1]]
            first.value, second.value = second.value, first.value
            yield "swap two fields", changed
    if isinstance(node, ast.Tuple) and len(node.elts) >= 2 and isinstance(node.ctx, ast.Load):
        if isinstance(parents.get(node), (ast.Call, ast.BinOp)):
            changed = copy.deepcopy(node)
            changed.elts[0], changed.elts[1] = changed.elts[1], changed.elts[0]
            yield "swap two of a tuple", changed


def text_for_bytes(node, parents):
    """A number goes out as text, or text is not what it was."""
    if isinstance(node, ast.Call) and getattr(node.func, "attr", None) == "to_bytes":
        yield "text for bytes", ast.Call(ast.Attribute(ast.Call(ast.Name("str", ast.Load()), [node.func.value], []),
                                                       "encode", ast.Load()), [], [])
    if isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)) and node.value:
        if is_docstring(parents, node):
            return
        value = node.value
        yield "%r shorter" % value[:20], ast.Constant(value[:-1])
        other = value.swapcase()
        if other != value and len(value) < 40:
            yield "%r in the other case" % value[:20], ast.Constant(other)


def ignore_argument(node, parents):
    """An argument of the command line or of a function is not looked at."""
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute) and node.value.attr == "argv":
        if isinstance(node.slice, ast.Constant) and isinstance(node.ctx, ast.Load):
            yield "ignore argv[%s]" % node.slice.value, ast.Constant("5000")


def skip_branch(node, parents):
    """A branch is never taken; an error is swallowed."""
    if isinstance(node, ast.If) and not (isinstance(node.test, ast.Compare) and "__name__" in ast.dump(node.test)):
        yield "never", ast.If(ast.Constant(False), node.body, node.orelse)
    if isinstance(node, ast.Raise):
        yield "no raise", ast.Pass()


def flip_comparison(node, parents):
    """The edge of a comparison moves, or its sense turns round."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in FLIPPED:
        if "__name__" in ast.dump(node):
            return
        changed = copy.deepcopy(node)
        changed.ops = [FLIPPED[type(node.ops[0])]()]
        yield "%s for %s" % (type(changed.ops[0]).__name__, type(node.ops[0]).__name__), changed


RULES = [drop_statement, one_receive_for_a_loop, off_by_one, swap_two, text_for_bytes, ignore_argument, skip_branch,
         flip_comparison]


class Replace(ast.NodeTransformer):
    def __init__(self, target, by):
        self.target, self.by = target, by

    def visit(self, node):
        return ast.copy_location(self.by, node) if node is self.target else super().visit(node)


def mutants(source):
    """(line, rule, what, source) for every change that any rule makes; a mutant that is no program is left out."""
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    parents = {child: node for node in nodes for child in ast.iter_child_nodes(node)}
    unchanged = ast.unparse(tree)
    for number, node in enumerate(nodes):
        for rule in RULES:
            for what, by in rule(node, parents):
                changed = copy.deepcopy(tree)
                # The same node in the copy: both trees are walked alike.
                place = next(itertools.islice(ast.walk(changed), number, None))
                try:
                    text = ast.unparse(ast.fix_missing_locations(Replace(place, by).visit(changed)))
                    compile(text, "mutant", "exec")
                except (SyntaxError, ValueError):
                    continue
                if text != unchanged:
                    yield getattr(node, "lineno", 0), rule.__name__, what, text
