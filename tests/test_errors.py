"""Error messages fit the window as well as the command line."""

import ast
import re
from pathlib import Path

import pytest

import t2v_desktop
from t2v_desktop.cli.main import report_error
from t2v_desktop.errors import BrokenModel

PACKAGE = Path(t2v_desktop.__file__).parent
TERMINAL = {PACKAGE / "__main__.py", *(PACKAGE / "cli").glob("*.py")}  # shown only in a terminal
SHELL = re.compile(r"(?<!\S)\(?--[a-z]|t2v-desktop [a-z]|python -m|[A-Z]+_[A-Z_]+")  # options, commands, variables


def message_texts(module: Path) -> list[str]:
    """The texts in a module's calls and constants, which messages are built from; keyword arguments such as `option` are left out."""
    tree = ast.parse(module.read_text("utf-8"))
    messages = [part for node in ast.walk(tree) if isinstance(node, ast.Call) for part in node.args] + [
        node.value for node in tree.body if isinstance(node, ast.Assign)
    ]
    texts = [each for part in messages for each in ast.walk(part) if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    return [text.value for text in texts if " " in text.value]


def test_no_message_names_an_option_a_command_or_a_variable() -> None:
    modules = [module for module in PACKAGE.rglob("*.py") if module not in TERMINAL]
    found = [f"{module.name}: {text}" for module in modules for text in message_texts(module) if SHELL.search(text)]
    assert [text for text in found if "render" not in text] == [], "only NoDisplay, shown when there is no window, may name a command"


def test_the_command_line_adds_the_option_for_the_advice(capsys: pytest.CaptureFixture[str]) -> None:
    error = BrokenModel("model.pth: allow it to be converted", option="--convert")
    assert str(error) == "model.pth: allow it to be converted"
    report_error(error, as_json=False)
    assert capsys.readouterr().err == "t2v-desktop: model.pth: allow it to be converted (--convert)\n"
