"""The clips that the library view lists: all their ids, and the rows around those in view."""

from array import array
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from contextlib import suppress

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from t2v_desktop.errors import T2VError
from t2v_desktop.gui.look.labels import plain_tooltip
from t2v_desktop.library.clip_rows import ListedClip
from t2v_desktop.library.clips import Clips

Index = QModelIndex | QPersistentModelIndex
LISTED = Qt.ItemDataRole.UserRole
BLOCK, MOST_BLOCKS = 48, 40  # rows that are read at once; blocks that are kept
FEW = 12  # ids that are looked up one by one


class ListedModel(QAbstractListModel):
    """Rows are read in blocks when a view asks for one. `failed` carries the error if that fails; such rows are empty until the next `show`."""

    failed = Signal(str)

    def __init__(self, clips: Clips, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clips = clips
        self.ids = array("q")
        self._blocks: OrderedDict[int, dict[int, ListedClip]] = OrderedDict()  # the rows of each block by id

    def show(self, ids: "array[int]") -> None:
        if ids == self.ids:
            self.reread()
            return
        self.beginResetModel()
        self.ids = ids
        self._blocks.clear()
        self.endResetModel()

    def listed(self, row: int) -> ListedClip | None:
        """The clip in a row; None if it was removed meanwhile or can't be read."""
        if not 0 <= row < len(self.ids):
            return None
        block = row // BLOCK
        if block not in self._blocks:
            self._blocks[block] = self._read(self.ids[block * BLOCK : (block + 1) * BLOCK])
            if len(self._blocks) > MOST_BLOCKS:
                self._blocks.popitem(last=False)
        self._blocks.move_to_end(block)
        return self._blocks[block].get(self.ids[row])

    def rows_of(self, ids: Iterable[int]) -> list[int]:
        """The rows of those ids that are listed, in order."""
        wanted = set(ids)
        if len(wanted) > FEW:
            return [row for row, number in enumerate(self.ids) if number in wanted]
        rows = []
        for number in wanted:
            with suppress(ValueError):
                rows.append(self.ids.index(number))
        return sorted(rows)

    def reread(self) -> None:
        """Read the rows again, because marks or files have changed. The order stays."""
        self._blocks.clear()
        if self.ids:
            self.dataChanged.emit(self.index(0), self.index(len(self.ids) - 1))

    def blocks_read(self) -> int:
        return len(self._blocks)

    def _read(self, ids: Sequence[int]) -> dict[int, ListedClip]:
        try:
            return {found.id: found for found in self._clips.by_ids(ids)}
        except T2VError as error:
            self.failed.emit(str(error))
            return {}

    # what Qt asks of a model

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self.ids)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (LISTED, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return None
        found = self.listed(index.row()) if index.isValid() else None
        if found is None or role == LISTED:
            return found
        prompt = found.clip.request.prompt
        match role:
            case Qt.ItemDataRole.ToolTipRole:
                missing = self.tr("File missing: {0}").format(found.clip.path) if found.missing else ""
                return plain_tooltip(prompt, ", ".join(found.marks.tags), missing)
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join(filter(None, [prompt, *self._spoken(found)]))
            case _:
                return prompt

    def _spoken(self, found: ListedClip) -> list[str]:
        """What a screen reader says after the prompt."""
        return [
            self.tr("favourite") if found.marks.favourite else "",
            self.tr("%n star(s)", "", found.marks.stars) if found.marks.stars else "",
            self.tr("file missing") if found.missing else "",
        ]
