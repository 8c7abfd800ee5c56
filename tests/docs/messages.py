"""Finds the error messages of the application in its source, and the entries for them in the troubleshooting page."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from t2v_desktop import errors

ANY = "…"  # stands for a part that varies
ERRORS = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.T2VError)}
ENTRY = re.compile(r"\| ((?:`[^`]+`(?:, )?)+) \| .+ \|")


def raised_messages(package: Path) -> dict[str, str]:
    """Every message that an error of ours is made with, and where; `ANY` stands for what is filled in."""
    found = {}
    for file in sorted(package.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and _name(node.func) in ERRORS:
                for message in _templates(node.args[0]):
                    if re.search(r"[a-z]{3}", message):  # not one that is nothing but another error's message
                        found[message] = f"{file.relative_to(package)}:{node.lineno}"
    return found


def all_texts(package: Path) -> str:
    """Every text in the source, also those that are no errors, one a line."""
    trees = (ast.parse(file.read_text("utf-8")) for file in sorted(package.rglob("*.py")))
    found = (text for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant | ast.JoinedStr) for text in _templates(node))
    return "\n".join(sorted({text.replace("\n", " ") for text in found}))


def entries(page: str) -> list[str]:
    """The messages that the page has entries for."""
    return [pattern for line in page.splitlines() if (found := ENTRY.match(line)) for pattern in re.findall(r"`([^`]+)`", found[1])]


def matches(entry: str, message: str) -> bool:
    """Whether an entry is about a message, or one of many, each on its line: its words are in the message, in order."""
    return re.search(".*".join(re.escape(part.strip()) for part in entry.split(ANY) if part.strip()), message) is not None


def _templates(node: ast.expr) -> Iterator[str]:
    """The texts that an expression can give."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else ANY for part in parts)
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            for first in _templates(left):
                yield from (first + second for second in _templates(right))
        case ast.IfExp(body=body, orelse=orelse):
            yield from (*_templates(body), *_templates(orelse))
        case ast.Call(func=ast.Attribute(attr="tr" | "format"), args=[first, *_]):
            yield from _templates(first)
        case _:
            yield ANY


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
