"""Style rules that no linter has."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("t2v_desktop", "training", "benchmarks", "packaging")


def faults(code: str) -> Iterator[str]:
    """Find conditional expressions used as statements, lambdas with `... else None`, and hasattr(self, ...)."""
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Expr(value=ast.IfExp() | ast.BoolOp()):
                yield f"line {node.lineno}: write an if statement instead of `{ast.unparse(node)}`"
            case ast.Lambda(body=ast.IfExp(body=ast.Constant(None)) | ast.IfExp(orelse=ast.Constant(None)) | ast.Tuple(elts=[ast.Call(), *_])):
                yield f"line {node.lineno}: write a function instead of `{ast.unparse(node)}`"
            case ast.Call(func=ast.Name("hasattr"), args=[ast.Name("self"), *_]) | ast.Call(func=ast.Name("getattr"), args=[ast.Name("self"), _, _]):
                yield f"line {node.lineno}: set the attribute in __init__ instead of `{ast.unparse(node)}`"
            case _:
                pass


def test_no_conditional_expression_is_a_statement_and_no_attribute_of_self_is_optional() -> None:
    files = [file for folder in FOLDERS for file in (ROOT / folder).rglob("*.py")]
    assert len(files) > 100
    assert [f"{file.relative_to(ROOT)} {fault}" for file in files for fault in faults(file.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    "code",
    ["go() if there else stay()", "there and go()", "there or go()", "f(lambda: go() if there else None)", "f(lambda _: (go(), stay()))",
     "hasattr(self, 'built') and go", "if hasattr(self, 'built'): go()", "getattr(self, 'built', False)"],
)  # fmt: skip
def test_violations_are_found(code: str) -> None:
    assert list(faults(code))


@pytest.mark.parametrize("code", ["x = a if b else c", "f(lambda: a or b)", "f(lambda r: (-r.size, r.name))", "getattr(self, name)", "hasattr(os, 'getuid')"])
def test_valid_code_passes(code: str) -> None:
    assert not list(faults(code))
