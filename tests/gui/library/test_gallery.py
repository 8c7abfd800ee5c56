"""The library panel."""

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QApplication, QListView
from pytestqt.qtbot import QtBot

from t2v_desktop.clip import Clip
from t2v_desktop.gui.library.gallery import PAGE, TILE, Gallery
from t2v_desktop.library.clips import Clips
from t2v_desktop.library.database import Database
from t2v_desktop.request import Request
from tests.library.held_library import unreadable

BAR_PX = 10  # width of a scroll bar, from the style sheet


def add_clips(clips: Clips, folder: Path, count: int) -> None:
    for number in range(count):
        (folder / f"{number}.mp4").write_bytes(b"a clip")
        clips.add(Clip(folder / f"{number}.mp4", folder / "none.png", Request("a red circle", seed=number), created_s=float(number)))


@pytest.mark.parametrize("count", [7, 50], ids=["without a scroll bar", "with a scroll bar"])
def test_the_grid_has_as_many_columns_as_fit(look: QApplication, qtbot: QtBot, database: Database, tmp_path: Path, count: int) -> None:
    clips = Clips(database)
    add_clips(clips, tmp_path, count)
    gallery = Gallery(clips)
    qtbot.addWidget(gallery)
    gallery.show()
    tiles = gallery.findChild(QListView)
    assert tiles is not None
    for width in range(240, 640, 13):
        gallery.resize(width, 700)
        look.processEvents()
        rects = [tiles.visualRect(tiles.model().index(row, 0)) for row in range(count)]
        columns, width_px = len({rect.left() for rect in rects}), tiles.maximumViewportSize().width() - BAR_PX
        assert columns == min(max(2, (width_px - 1) // TILE), count), f"{columns} columns in {width_px} pixels"
        assert max(rect.right() for rect in rects) < tiles.viewport().width()


def test_an_unreadable_library_is_reported_and_the_clips_shown_before_stay(look: QApplication, qtbot: QtBot, database: Database, tmp_path: Path) -> None:
    clips, messages = Clips(database), list[str]()
    add_clips(clips, tmp_path, PAGE + 2)
    gallery = Gallery(clips)
    qtbot.addWidget(gallery)
    gallery.failed.connect(messages.append)
    with unreadable(database):
        gallery.refresh()
        assert len(messages) == 1 and "another program is using" in messages[0]
        gallery.model.fetchMore(QModelIndex())
        assert len(messages) == 2 and not gallery.model.canFetchMore(QModelIndex()), "the view would request the next page again and again"
        assert gallery.model.rowCount() == PAGE
    gallery.refresh()
    gallery.model.fetchMore(QModelIndex())
    assert len(messages) == 2 and gallery.model.rowCount() == PAGE + 2
