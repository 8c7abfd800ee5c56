"""Windows with clips in their library."""

from collections.abc import Callable, Iterator

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from t2v_desktop import paths
from t2v_desktop.clip import Clip
from t2v_desktop.gui.main_window import MainWindow
from t2v_desktop.gui.session import Session
from t2v_desktop.library.clips import Clips
from t2v_desktop.library.database import Database
from t2v_desktop.library.prompts import Prompts
from t2v_desktop.models.store import find
from t2v_desktop.request import Request

COLOURS = ("red", "blue", "golden")


def add_clips(clips: Clips, count: int) -> list[Clip]:
    """Clips whose files are no videos, oldest first: 'a red circle 0', 'a blue circle 1', ..."""
    paths.clips().mkdir(parents=True, exist_ok=True)
    made = []
    for number in range(count):
        path = paths.clips() / f"{number}.mp4"
        path.write_bytes(f"clip {number}".encode())
        made.append(Clip(path, paths.posters() / "none.png", Request(f"a {COLOURS[number % 3]} circle {number}", seed=number), created_s=1000.0 + number))
    with clips._database.transaction():
        return [clips.add(clip) for clip in made]


@pytest.fixture
def window(make_session: Callable[..., Session], database: Database, qtbot: QtBot) -> Iterator[MainWindow]:
    """A window that shows the library view."""
    window = MainWindow(make_session(), Prompts(database), lambda: [find("starter")], lambda *_: True)
    window.resize(1280, 800)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    window.close()
    shiboken6.delete(window)


@pytest.fixture
def fill(window: MainWindow, qtbot: QtBot) -> Callable[[int], list[Clip]]:
    """Adds clips and shows them in the library view; returns them, newest first."""

    def fill(count: int) -> list[Clip]:
        made = add_clips(window._session.clips, count)
        window.library.refresh()
        window.views.show_library()
        qtbot.waitUntil(lambda: len(window.library.model.ids) == count)
        return made[::-1]

    return fill
