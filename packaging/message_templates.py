"""Finds the messages that the application makes without Qt: errors, warnings, reasons, and what the catalogue says of models.

A message is followed back from where it is raised, reported or returned, through local variables, constants, functions that return
text and arguments, to the literals that it is made of. An f-string becomes a template, with {0}, {1} ... for its expressions.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

SINKS = {"Warned", "Failed", "warn", "pause"}  # functions that are given a message
SHOWN = {"summary", "good_at", "bad_at", "problem", "note", "licence", "repair_message"}  # arguments and attributes that are shown
TELLS = re.compile(r"problem|reason|explain|fault|note$|crop_note|advice|describe")  # functions that return a message
FOREIGN = re.compile(r"/(cli|gui)/")  # the command line stays English; the window's own texts go through tr()
ALSO = {"cli/report.py", "gui/threads.py", "gui/single_instance.py", "gui/help_actions.py", "gui/models/tasks.py"}  # but these raise errors that are shown
UNSHOWN = {"events.py", "planning/devices.py", "engine/families/modelscope/noise.py"}  # errors of programmers
MOST_FORMS = 16  # of one f-string with conditional parts
NAMES = {"auto", "main", "bias", "eps", "dtype", "fps", "cpu", "cuda", "full"}  # of settings, and values of them
SQL = re.compile(r"\(?(SELECT|WHERE|ORDER BY|INSERT|UPDATE|DELETE)\b")
WORD = re.compile(r"[^\W\d_]{2,}")
SYSTEM = (  # what the system says of a failed call, in a process that has no language
    "Permission denied", "No space left on device", "No such file or directory", "Read-only file system", "Is a directory", "Not a directory",
    "File exists", "Input/output error", "Too many open files", "File name too long", "Operation not permitted", "Directory not empty",
    "Cannot allocate memory", "Resource temporarily unavailable", "Disk quota exceeded", "Stale file handle", "Transport endpoint is not connected",
    "Text file busy", "Device or resource busy", "Connection refused", "Invalid argument", "Too many levels of symbolic links",
)  # fmt: skip


@dataclass
class Code:
    """The parsed rooms: functions by name, constants by name, calls by the called name, and what encloses each node."""

    functions: dict[str, list[ast.FunctionDef]] = field(default_factory=lambda: defaultdict(list))
    constants: dict[str, list[ast.expr]] = field(default_factory=lambda: defaultdict(list))
    calls: dict[str, list[ast.Call]] = field(default_factory=lambda: defaultdict(list))
    attributes: dict[str, list[ast.expr]] = field(default_factory=lambda: defaultdict(list))
    parents: dict[ast.AST, ast.AST] = field(default_factory=dict)
    raised: list[ast.Call] = field(default_factory=list)


def templates(package: Path) -> list[str]:
    """The messages of all rooms without Qt, sorted."""
    code = Code()
    for file in sorted(package.rglob("*.py")):
        place = file.relative_to(package).as_posix()
        if place in ALSO or not (FOREIGN.search(f"/{place}") or place in UNSHOWN):
            _read(code, ast.parse(file.read_text("utf-8")))
    return sorted({*_Harvest(code).all(), *SYSTEM})


def _read(code: Code, tree: ast.Module) -> None:
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            code.parents[child] = node
        match node:
            case ast.FunctionDef():
                code.functions[node.name].append(node)
            case ast.Call():
                code.calls[_name(node.func)].append(node)
                for keyword in node.keywords:
                    code.attributes[keyword.arg or ""].append(keyword.value)
            case ast.Raise(exc=ast.Call() as raised):
                code.raised.append(raised)
            case ast.Assign(targets=[ast.Attribute(attr=name)]):
                code.attributes[name].append(node.value)
    for statement in tree.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
            for target in statement.targets if isinstance(statement, ast.Assign) else [statement.target]:
                for name, value in _pairs(target, statement.value):
                    code.constants[name].append(value)


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """The names that an assignment sets, each with its value."""
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        for one, its in zip(target.elts, value.elts, strict=True):
            yield from _pairs(one, its)


class _Harvest:
    def __init__(self, code: Code) -> None:
        self._code, self._found = code, set[str]()
        self._seen = dict[tuple[int, bool], ast.expr]()  # with the nodes, so that none is freed and its id used again

    def all(self) -> set[str]:
        code = self._code
        for call in code.raised:
            for argument in call.args:
                self._take(argument)
        for name, calls in code.calls.items():
            if name in SINKS or name.endswith("Error"):
                for call in calls:
                    for argument in call.args:
                        self._take(argument)
        for name in SHOWN:
            for value in code.attributes[name]:
                self._take(value)
        for name in list(code.functions):
            if TELLS.search(name):
                self._take_returned(name)
        return self._found

    def _take(self, node: ast.expr, *, part: bool = False) -> None:
        """Add what an expression may be. A `part` of another message may be a single word."""
        if (id(node), part) in self._seen:
            return
        self._seen[id(node), part] = node
        match node:
            case ast.Constant(value=str() as text):
                self._add(text.replace("{", "{{").replace("}", "}}"), part)
            case ast.JoinedStr():
                for form in self._forms(node):
                    self._add(form, part)
            case ast.BinOp(op=ast.Add()):
                self._take(ast.JoinedStr(values=list(_flat(node))), part=part)
            case ast.IfExp(body=body, orelse=orelse):
                self._take(body, part=part)
                self._take(orelse, part=part)
            case ast.BoolOp(values=values):
                for value in values:
                    self._take(value, part=part)
            case ast.NamedExpr(value=value):
                self._take(value, part=part)
            case ast.Name():
                self._take_name(node, part)
            case ast.Call():
                self._take_call(node, part)
            case ast.Attribute(attr=name) if name in SHOWN | {"unreachable"}:
                for value in self._code.attributes[name]:
                    self._take(value, part=True)
                self._take_returned(name)
            case ast.Subscript(value=ast.Name(id=name)):
                for constant in self._code.constants.get(name, []):
                    if isinstance(constant, ast.Dict):
                        for value in constant.values:
                            self._take(value, part=True)
            case ast.Subscript(value=ast.Dict(values=values)):
                for value in values:
                    self._take(value, part=True)
            case _:
                pass

    def _take_call(self, call: ast.Call, part: bool) -> None:
        name = _name(call.func)
        if name == "join" and call.args and isinstance(call.func, ast.Attribute):
            of = call.args[0]
            if isinstance(of, ast.GeneratorExp | ast.ListComp):
                self._take(of.elt, part=True)
            elif isinstance(of, ast.Name):
                self._take(of, part=True)
        elif name == "next" and call.args and isinstance(call.args[0], ast.GeneratorExp):
            self._take(call.args[0].elt, part=True)
        elif name in self._code.functions:
            self._take_returned(name)
            for argument in call.args:
                self._take(argument)
        elif name == "get" and len(call.args) == 2 and isinstance(call.func, ast.Attribute):
            self._take(call.args[1], part=True)
            self._take(ast.Subscript(value=call.func.value, slice=call.args[0]))

    def _take_returned(self, name: str) -> None:
        for function in self._code.functions[name]:
            if function.returns is None or not re.search(r"\bstr\b|Error|Model|Output", ast.unparse(function.returns)):
                continue
            for node in ast.walk(function):
                if isinstance(node, ast.Return | ast.Yield) and node.value is not None:
                    for value in node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]:
                        self._take(value, part=True)

    def _take_name(self, node: ast.Name, part: bool) -> None:
        """Follow a name to its assignments in the function and the module, to what a loop gives it, and to a parameter's arguments."""
        scope: ast.AST | None = node
        while scope is not None and not isinstance(scope, ast.FunctionDef | ast.Lambda):
            scope = self._code.parents.get(scope)
        if isinstance(scope, ast.FunctionDef):
            if node.id in (names := [a.arg for a in scope.args.args if a.arg not in ("self", "cls")]):
                self._take_arguments(scope.name, node.id, names.index(node.id))
            for statement in ast.walk(scope):
                for value in _assigned(statement, node.id):
                    self._take(value, part=part)
        for constant in self._code.constants.get(node.id, []):
            self._take(constant, part=True)

    def _take_arguments(self, function: str, parameter: str, position: int) -> None:
        for call in self._code.calls.get(function, []):
            given = [k.value for k in call.keywords if k.arg == parameter] or call.args[position : position + 1]
            for argument in given:
                self._take(argument, part=True)

    def _forms(self, node: ast.JoinedStr) -> Iterator[str]:
        """The texts an f-string can be: one for each choice of its conditional parts, with {0}, {1} ... for the other expressions."""
        choices: list[list[str | ast.expr]] = []
        for value in node.values:
            inner = value.value if isinstance(value, ast.FormattedValue) else value
            choices.append(list(_alternatives(inner)))
        if len(list(product(*choices))) > MOST_FORMS:
            choices = [[inner] if isinstance(inner, ast.expr) else options for options in choices for inner in options[:1]]
        for chosen in product(*choices):
            text, number = "", 0
            for item in chosen:
                if isinstance(item, str):
                    text += item.replace("{", "{{").replace("}", "}}")
                elif isinstance(item, ast.JoinedStr):
                    for piece in item.values:
                        if isinstance(piece, ast.Constant):
                            text += str(piece.value)
                        else:
                            assert isinstance(piece, ast.FormattedValue)
                            text, number = text + f"{{{number}}}", number + 1
                            self._take(piece.value, part=True)
                else:
                    text, number = text + f"{{{number}}}", number + 1
                    self._take(item, part=True)
            yield text

    def _add(self, text: str, part: bool) -> None:
        """Keep a text with words in it: two or more, or in a part one that is not the name of a setting or file."""
        bare = re.sub(r"\{\d+\}", " ", text).replace("{{", "{").replace("}}", "}")
        words = WORD.findall(bare)
        name = re.fullmatch(r"\S*[._/%$=]\S*", text) or bare.strip() in NAMES
        lone = len(words) == 1 and not (part and re.fullmatch(r"[a-z]+|LoRA .*", text))
        if not words or name or lone or "\n" in text or SQL.match(text):
            return
        self._found.add(" ".join(text.split()))


def _flat(node: ast.expr) -> Iterable[ast.expr]:
    """The parts of a concatenation, as those of an f-string."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [*_flat(node.left), *_flat(node.right)]
    if isinstance(node, ast.JoinedStr):
        return node.values
    if isinstance(node, ast.Constant):
        return [node]
    return [ast.FormattedValue(value=node, conversion=-1)]


def _alternatives(node: ast.expr) -> Iterator[str | ast.expr]:
    """What a part of an f-string can be, with the text itself if it is known."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp) and all(isinstance(each, ast.JoinedStr | ast.Constant | ast.IfExp) for each in (node.body, node.orelse)):
        yield from _alternatives(node.body)
        yield from _alternatives(node.orelse)
    else:
        yield node


def _assigned(statement: ast.AST, name: str) -> Iterator[ast.expr]:
    """The values that a statement gives a name."""
    match statement:
        case ast.Assign(targets=targets, value=value):
            yield from (its for target in targets for one, its in _pairs(target, value) if one == name)
        case ast.AnnAssign(target=ast.Name(id=one), value=ast.expr() as value) | ast.AugAssign(target=ast.Name(id=one), value=value) if one == name:
            yield value
        case ast.NamedExpr(target=ast.Name(id=one), value=value) if one == name:
            yield value
        case ast.For(target=target, iter=ast.Tuple(elts=rows)) | ast.comprehension(target=target, iter=ast.Tuple(elts=rows)):
            yield from (its for row in rows for one, its in _pairs(target, row) if one == name)
        case _:
            pass
