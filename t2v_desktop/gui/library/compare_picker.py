"""Asks which clip to compare another one with: those of the same prompt come first, then the newest."""

from array import array

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from t2v_desktop.clip import Clip
from t2v_desktop.gui.library.clip_grid import ClipGrid
from t2v_desktop.gui.library.listed_model import ListedModel
from t2v_desktop.gui.library.lister import Lister
from t2v_desktop.gui.look import theme
from t2v_desktop.gui.look.fit import fit
from t2v_desktop.gui.look.labels import ElidedLabel, label
from t2v_desktop.gui.look.search_field import SearchField
from t2v_desktop.library.clip_rows import clip_id
from t2v_desktop.library.clips import Clips
from t2v_desktop.library.filters import Filter
from t2v_desktop.library.listing import Listing

SIZE, MARGIN, SIDE_PX, SEARCH_DELAY_MS = QSize(640, 480), 16, 120, 150


class ComparePicker(QDialog):
    """`picked` carries the clip that the user chose."""

    picked = Signal(object)

    def __init__(self, clips: Clips, clip: Clip, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Compare with"))
        self._clip, self._same = clip, array("q")
        self._model, self._lister = ListedModel(clips, self), Lister(clips, self)
        self.grid = ClipGrid(self._model, SIDE_PX, list)
        self.grid.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.grid.setDragEnabled(False)
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.search = SearchField(self.tr("Search prompts, settings and tags"))
        self._timer = QTimer(self, singleShot=True, interval=SEARCH_DELAY_MS)
        self._note = label("", "muted")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.compare = buttons.addButton(self.tr("Compare"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.compare.setDefault(True)
        self.compare.setEnabled(False)
        for button in buttons.buttons():
            button.setAccessibleName(button.text().replace("&", ""))
        prompt = ElidedLabel("heading")
        prompt.show_text(clip.request.prompt)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[MARGIN] * 4)
        column.setSpacing(theme.SPACING)
        for part in (prompt, self.search, self._note):
            column.addWidget(part)
        column.addWidget(self.grid, 1)
        column.addWidget(buttons)
        self._timer.timeout.connect(self._list)
        self.search.textChanged.connect(lambda _: self._timer.start())
        self.search.returnPressed.connect(self._pick)
        self._lister.listed.connect(self._show)
        self._lister.failed.connect(self._note.setText)
        self.grid.opened.connect(self._pick)
        self.grid.activated.connect(lambda _: self._pick())
        self.grid.selectionModel().selectionChanged.connect(lambda *_: self.compare.setEnabled(bool(self.grid.selectedIndexes())))
        buttons.accepted.connect(self._pick)
        buttons.rejected.connect(self.reject)
        self.resize(SIZE)
        fit(self)
        self._lister.list(Filter(search=clip.request.prompt))  # then all others, in `_show`

    def _list(self) -> None:
        self._lister.list(Filter(search=self.search.text()))

    def _show(self, listing: Listing) -> None:
        """Show a listing without the clip itself. The first one has the clips of the same prompt, which stay first in the list of all."""
        own = clip_id(self._clip)
        ids = array("q", (number for number in listing.ids if number != own))
        if listing.wanted.search == self._clip.request.prompt and not self.search.text():
            self._same = ids
            self._list()
            return
        if not listing.wanted.search:
            same = set(self._same)
            ids = self._same + array("q", (number for number in ids if number not in same))
        self._model.show(ids)
        nothing = self.tr("No matching clips.") if listing.wanted.search else self.tr("There's no other clip to compare with yet.")
        self._note.setText("" if ids else nothing)
        self._note.setVisible(not ids)
        if ids:
            first = self._model.index(0)
            self.grid.setCurrentIndex(first)
            self.grid.selectionModel().select(first, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _pick(self) -> None:
        found = self._model.listed(self.grid.currentIndex().row()) if self.grid.selectedIndexes() else None
        if found is not None and not found.missing:
            self.grid.stop()
            self.accept()
            self.picked.emit(found.clip)
