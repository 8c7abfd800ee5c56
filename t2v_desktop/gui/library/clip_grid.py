"""The grid of the library view: posters that play under the mouse, and files that can be dragged out."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPixmap

from t2v_desktop.gui.library.drag_out import start_drag
from t2v_desktop.gui.library.grid import Grid
from t2v_desktop.gui.library.hover import HoverPlayback
from t2v_desktop.gui.library.listed_model import ListedModel
from t2v_desktop.gui.library.posters import Posters
from t2v_desktop.gui.library.tile import Tile, caption_px


class ClipGrid(Grid):
    """`opened` is emitted for a double click. `files` returns what is dragged."""

    opened = Signal()

    def __init__(self, model: ListedModel, side_px: int, files: Callable[[], Sequence[Path]]) -> None:
        super().__init__(side_px, caption_px(side_px))
        self.hover, self.posters, self._files = HoverPlayback(self), Posters(self), files
        self._tile = Tile(self, self.posters, self.hover)
        self._tile.side_px = side_px
        self._listed = model
        self.setModel(model)
        self.setItemDelegate(self._tile)
        self.setAccessibleName(self.tr("Clips in the library"))
        self.setProperty("role", "pane")
        self.setDragEnabled(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.hovered.connect(self._play)
        self.hover.moved.connect(self.viewport().update)
        self.posters.arrived.connect(self.viewport().update)
        self.doubleClicked.connect(lambda _: self.opened.emit())

    def set_tile(self, side_px: int) -> None:
        """Change the size of the tiles."""
        self._tile.side_px = side_px
        self.set_side(side_px, caption_px(side_px))

    def set_playing(self, playing: bool) -> None:
        """Whether clips play under the mouse, unless the system asks for less motion."""
        self.hover.enabled = playing
        self.stop()

    def stop(self) -> None:
        """Stop the clip under the mouse."""
        self.hover.stop()
        self.viewport().update()

    def _play(self, row: int) -> None:
        found = self._listed.listed(row)
        if found is None or found.missing:
            self.hover.stop()
        else:
            self.hover.start(found.clip.path, round(self.cell().width() * self.devicePixelRatioF()))

    def startDrag(self, _actions: Qt.DropAction) -> None:  # noqa: N802
        self.stop()
        if files := self._files():
            found = self._listed.listed(self.currentIndex().row())
            start_drag(self, files, self.posters.get(found.clip.poster, self.cell().width()) if found else QPixmap())

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self.select_current()

    def select_current(self) -> None:
        """Select the clip that the keys start from, unless others are selected: keys without an effect would surprise."""
        chosen, model = self.selectionModel(), self.model()
        if model.rowCount() and not chosen.hasSelection():
            at = self.currentIndex() if self.currentIndex().isValid() else model.index(0, 0)
            chosen.setCurrentIndex(at, QItemSelectionModel.SelectionFlag.ClearAndSelect)
