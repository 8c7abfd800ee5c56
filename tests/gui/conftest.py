"""Fixtures of the GUI tests: the offscreen platform, the dark theme, and sessions with a fake engine."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
import shiboken6

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from t2v_desktop import paths
from t2v_desktop.gui.look import theme
from t2v_desktop.gui.main_window import MainWindow
from t2v_desktop.gui.session import Session
from t2v_desktop.library import trash
from t2v_desktop.library.database import Database, open_database
from t2v_desktop.library.deletions import ToTrash
from t2v_desktop.library.prompts import Prompts
from t2v_desktop.models.store import Model, find
from t2v_desktop.planning.devices import Devices
from t2v_desktop.settings import Settings

FAKE_ENGINE = [sys.executable, str(Path(__file__).parents[1] / "process" / "fake_engine.py")]


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["t2v-desktop-tests"]


@pytest.fixture
def look(qapp: QApplication) -> QApplication:
    """The application in the dark theme, which is slow to apply: only done if an earlier test changed it."""
    if not qapp.styleSheet() or theme.colours() is not theme.DARK:
        theme.apply(qapp, "dark")
    return qapp


@pytest.fixture
def database() -> Iterator[Database]:
    opened = open_database(paths.library_file())
    yield opened
    opened.close()


@pytest.fixture
def make_session(look: QApplication, database: Database) -> Iterator[Callable[..., Session]]:
    """Creates sessions on the test's library, with the fake engine unless `command` is given."""
    made: list[Session] = []

    def make(command: list[str] | None = None, settings: Settings | None = None, devices: Devices | None = None, to_trash: ToTrash = trash.put) -> Session:
        session = Session(database, find, settings or Settings(), command or FAKE_ENGINE, devices=devices, to_trash=to_trash)
        made.append(session)
        return session

    yield make
    for session in made:
        session.close()


@pytest.fixture
def make_window(make_session: Callable[..., Session], database: Database) -> Iterator[Callable[..., MainWindow]]:
    """Creates windows that are deleted before their library is closed."""
    made: list[MainWindow] = []

    def make(confirm: Callable[..., bool] = lambda *_: True, settings: Settings | None = None, models: Sequence[Model] = ()) -> MainWindow:
        window = MainWindow(make_session(settings=settings), Prompts(database), lambda: list(models) or [find("starter")], confirm)
        window.resize(1280, 800)
        made.append(window)
        return window

    yield make
    for window in made:
        window.close()
        shiboken6.delete(window)


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    window = make_window()
    window.show()
    return window
