"""The documentation says what is true: commands parse, menus exist, links and pictures are there."""

import os
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import shiboken6
from PIL import Image
from PySide6.QtWidgets import QMenu

from t2v_desktop.cli.main import parser
from t2v_desktop.gui.dialogs.keys import commands_of
from t2v_desktop.gui.main_window import MainWindow
from t2v_desktop.gui.session import Session
from t2v_desktop.library.database import Database
from t2v_desktop.library.prompts import Prompts
from t2v_desktop.models.store import find
from t2v_desktop.planning.help_pages import read_pages
from tests.gui.conftest import database, look, make_session, qapp_args  # noqa: F401
from tests.gui.screenshots import DIALOGS, DOCS_PICTURES, STATES, docs_pictures

ROOT = Path(__file__).parents[2]
PAGES = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md"]
MAX_LINES, MAX_PICTURE_BYTES = 200, 100_000
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
MENU_PATH = re.compile(r"\*\*([A-Z]\w+ > [^*]+)\*\*")


@pytest.fixture
def window(make_session: Callable[..., Session], database: Database) -> Iterator[MainWindow]:  # noqa: F811
    window = MainWindow(make_session(), Prompts(database), lambda: [find("starter")], lambda *_: True)
    yield window
    window.close()
    shiboken6.delete(window)


def commands() -> list[tuple[str, str]]:
    """Every command of ours that a page shows, in a code block or in a line, with the name of the page."""
    found = []
    for page in PAGES:
        text = page.read_text("utf-8")
        blocks = "\n".join(re.findall(r"^```\w*\n(.*?)^```", text, re.DOTALL | re.MULTILINE))
        spans = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE))
        for line in re.split(r"\n| && ", blocks) + spans:
            if command := re.match(r"(?:\.venv/bin/)?t2v-desktop (.*)", line.replace("\\|", "|")):
                found.append((page.name, command[1]))
    return found


def test_every_command_parses() -> None:
    assert len(commands()) > 25
    for page, line in commands():
        arguments = shlex.split(line, comments=True)
        if arguments[-1:] == ["--help"]:
            continue
        try:
            parser().parse_args(arguments)
        except SystemExit:
            pytest.fail(f"{page}: t2v-desktop {line}")


def test_every_option_on_its_own_exists() -> None:
    """An option that a line mentions without its command, such as `--overwrite`, is one of render's or of doctor's."""
    known = " ".join(action.format_help() for action in parser()._subparsers._group_actions[0].choices.values())  # type: ignore[union-attr]
    known += " --parts-from --accept-licence --limit"
    for page in PAGES:
        if page.name == "contributing.md":
            continue
        for option in re.findall(r"`(--[a-z-]+)", page.read_text("utf-8")):
            assert option in known or option == "--help", f"{page.name}: {option}"


def test_every_menu_path_exists(window: MainWindow) -> None:
    there = set(menu_paths(window))
    assert "File > Open video…" in there and "File > Settings > Export settings…" in there
    named = {path for page in PAGES for path in MENU_PATH.findall(page.read_text("utf-8"))}
    assert len(named) > 15
    assert named - there == set()


def test_every_key_that_a_page_names_is_that_of_its_menu(window: MainWindow) -> None:
    keys = {f"{c.heading} > {c.action.text().replace('&', '')}": c.keys for c in commands_of(window)}
    for page in PAGES:
        for path, key in re.findall(r"\*\*([A-Z]\w+ > [^*]+)\*\* \(((?:Ctrl|Shift|Alt|F\d)[^)]*)\)", page.read_text("utf-8")):
            assert key in keys[path], f"{page.name}: {path} ({key})"


def menu_paths(window: MainWindow) -> Iterator[str]:
    def below(menu: QMenu, before: str) -> Iterator[str]:
        for action in menu.actions():
            path = f"{before} > {action.text().replace('&', '')}"
            yield path
            if isinstance(inner := action.menu(), QMenu):
                yield from below(inner, path)

    for entry in window.menuBar().actions():
        if isinstance(menu := entry.menu(), QMenu):
            yield from below(menu, entry.text().replace("&", ""))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    anchors = {each.name: {section.anchor for section in each.sections} for each in read_pages(ROOT / "docs")}
    for link in LINK.findall(page.read_text("utf-8")):
        address = urlsplit(link)
        if address.scheme:
            assert address.scheme == "https", link
            continue
        target = page.parent / address.path if address.path else page
        assert target.is_file(), f"{page.name}: {link}"
        assert Path(os.path.relpath(target.resolve(), ROOT)).parts[0] != "..", link
        if address.fragment:
            assert address.fragment in anchors[target.stem], f"{page.name}: {link}"


def test_every_page_is_short_and_in_the_index() -> None:
    pages = read_pages(ROOT / "docs")
    assert [page.name for page in pages][:2] == ["index", "getting-started"]
    for page in pages:
        assert len(page.text.splitlines()) <= MAX_LINES, page.name
        assert page.name == "index" or f"({page.name}.md)" in pages[0].text, page.name


def test_the_readme_is_short_and_has_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert len(text.splitlines()) <= 90
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    assert blocks[0].startswith("sh packaging/setup.sh && .venv/bin/t2v-desktop render ")
    assert blocks[1] == "sh packaging/setup.sh dev && .venv/bin/python -m pytest\n"
    assert "pytest" not in text[: text.index(blocks[1])], "CI takes the first line with it"


def test_every_picture_is_made_by_the_screenshot_program() -> None:
    wanted = docs_pictures()
    assert len(wanted) >= 8
    assert {file.name for file in DOCS_PICTURES.iterdir()} == set(wanted), "run python -m tests.gui.screenshots --docs"
    for name, (state, shade) in wanted.items():
        assert state in STATES or state in DIALOGS, name
        assert shade in ("dark", "light"), name
        with Image.open(DOCS_PICTURES / name) as picture:
            assert picture.mode == "P" and picture.width <= 1280 and picture.height <= 800, name
        assert (DOCS_PICTURES / name).stat().st_size <= MAX_PICTURE_BYTES, name
