"""One side of a drag on a real X server: `python drag_run.py app|target|source FILE...`. Prints where to press or release, then what happened, as JSON.

`app` is the application with the files as clips in its library, all selected; `target` is another program's window that takes files,
`source` one that files are dragged from.
"""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from t2v_desktop import paths
from t2v_desktop.clip import Clip
from t2v_desktop.gui import app
from t2v_desktop.gui.library.drag_out import DragOut
from t2v_desktop.gui.main_window import MainWindow
from t2v_desktop.library.clip_files import read_clip
from t2v_desktop.library.clips import Clips
from t2v_desktop.library.database import open_database

TIMEOUT_MS = 60_000


class Target(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        event.setDropAction(Qt.DropAction.MoveAction)  # as a file manager that would rather move
        event.accept() if event.mimeData().hasUrls() else event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        event.acceptProposedAction()
        files = [url.toLocalFile() for url in event.mimeData().urls()]
        say(files=files, possible=event.possibleActions().value, move=bool(event.possibleActions() & Qt.DropAction.MoveAction))
        QTimer.singleShot(300, QApplication.quit)


def say(**values: object) -> None:
    print(json.dumps(values), flush=True)


def place(widget: QWidget, point: QPoint) -> list[int]:
    at = widget.mapToGlobal(point)
    return [at.x(), at.y()]


def other(kind: str, files: list[Path]) -> None:
    """A small window at the right of the screen."""
    qt = QApplication(["other"])
    widget = Target() if kind == "target" else QWidget()
    filters = [] if kind == "target" else [DragOut(widget, lambda: files, lambda: True)]
    widget.setGeometry(1110, 300, 250, 250)
    widget.show()
    QTest.qWaitForWindowExposed(widget)
    say(at=place(widget, widget.rect().center()), filters=len(filters))
    QTimer.singleShot(TIMEOUT_MS, qt.quit)
    qt.exec()


def application(files: list[Path]) -> None:
    database = open_database(paths.library_file())
    for number, file in enumerate(files):
        clip = read_clip(file)
        assert clip is not None
        Clips(database).add(Clip(clip.path, clip.poster, clip.request, 1000.0 + number))
    database.close()

    def use(window: MainWindow) -> None:
        window.setGeometry(0, 0, 1080, 800)
        QTest.qWaitForWindowExposed(window)
        window.views.show_library()
        while files and not window.library.model.ids:
            QTest.qWait(20)
        QTest.qWait(200)
        window.library.grid.selectAll()
        grid = window.library.grid
        tile = grid.visualRect(window.library.model.index(0)).center() if files else QPoint(9, 9)
        window.drop_in.taken.connect(lambda: (say(prompt=window.compose.prompt.text, message=window.status.message()), window.close()))
        say(at=place(grid.viewport(), tile), drop=place(grid.viewport(), grid.viewport().rect().center()))
        QTimer.singleShot(TIMEOUT_MS, window.close)

    app.run([], ready=lambda window: QTimer.singleShot(0, window, lambda: use(window)))


if __name__ == "__main__":
    named = [Path(name) for name in sys.argv[2:]]
    application(named) if sys.argv[1] == "app" else other(sys.argv[1], named)
