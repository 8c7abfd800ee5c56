"""The library's panel."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QListView
from pytestqt.qtbot import QtBot

from t2v_desktop.clip import Clip
from t2v_desktop.gui.library.gallery import TILE, Gallery
from t2v_desktop.library.clips import Clips
from t2v_desktop.library.database import Database
from t2v_desktop.request import Request

BAR_PX = 10  # of the style sheet


@pytest.mark.parametrize("count", [7, 50], ids=["without a scroll bar", "with one"])
def test_there_are_as_many_columns_as_have_room(look: QApplication, qtbot: QtBot, database: Database, tmp_path: Path, count: int) -> None:
    clips = Clips(database)
    for number in range(count):
        (tmp_path / f"{number}.mp4").write_bytes(b"a clip")
        clips.add(Clip(tmp_path / f"{number}.mp4", tmp_path / "none.png", Request("a red circle", seed=number), created_s=float(number)))
    gallery = Gallery(clips)
    qtbot.addWidget(gallery)
    gallery.show()
    tiles = gallery.findChild(QListView)
    assert tiles is not None
    for width in range(240, 640, 13):
        gallery.resize(width, 700)
        look.processEvents()
        rects = [tiles.visualRect(tiles.model().index(row, 0)) for row in range(count)]
        columns, room = len({rect.left() for rect in rects}), tiles.maximumViewportSize().width() - BAR_PX
        assert columns == min(max(2, (room - 1) // TILE), count), f"{columns} columns in {room} pixels"
        assert max(rect.right() for rect in rects) < tiles.viewport().width()
