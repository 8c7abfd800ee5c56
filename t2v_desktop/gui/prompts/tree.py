"""The tree of saved prompts in their folders."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem, QTreeWidgetItemIterator, QWidget

from t2v_desktop.gui.look import theme
from t2v_desktop.gui.look.labels import plain_tooltip
from t2v_desktop.library.prompts import SLASH, Prompt

ENTRY = Qt.ItemDataRole.UserRole  # a Prompt, or the path of a folder
SHOWN_CHARS = 100
Entry = Prompt | str


class PromptTree(QTreeWidget):
    """Changes nothing itself: `moved` carries entries and the folder they were dropped on, `renamed` an entry and its new name."""

    moved = Signal(list, str)
    renamed = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filling = False
        self.setProperty("role", "entries")
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIconSize(QSize(16, 16))
        self.setAccessibleName(self.tr("Saved prompts"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.itemChanged.connect(self._changed)

    def fill(self, prompts: Sequence[Prompt], folders: Sequence[str]) -> None:
        """Show these prompts and folders. What was open and selected stays so."""
        opened, chosen = self._opened(), {_key(entry) for entry in self.entries()}
        first = self.topLevelItemCount() == 0
        self._filling = True
        self.clear()
        places: dict[str, QTreeWidgetItem] = {"": self.invisibleRootItem()}
        for path in folders:
            outer, _, name = path.rpartition(SLASH)
            places[path] = self._add(places[outer], path, name, "folder")
        for prompt in prompts:
            line = " ".join((prompt.name or prompt.prompt).split())[:SHOWN_CHARS]
            item = self._add(places[prompt.folder], prompt, line, "star-filled")
            item.setToolTip(0, plain_tooltip(prompt.prompt, f"− {prompt.negative_prompt}" if prompt.negative_prompt else ""))
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)
        for item in self._items():
            item.setExpanded(first or item.data(0, ENTRY) in opened)
            item.setSelected(_key(item.data(0, ENTRY)) in chosen)
        self._filling = False

    def entries(self) -> list[Entry]:
        """The selected prompts and folders."""
        return [item.data(0, ENTRY) for item in self.selectedItems()]

    def select(self, entry: Entry) -> None:
        for item in self._items():
            if _key(item.data(0, ENTRY)) == _key(entry):
                self.setCurrentItem(item)

    def rename(self) -> None:
        """Begin to edit the name of the current entry."""
        if (item := self.currentItem()) is not None:
            self.editItem(item)

    def folder_at_hand(self) -> str:
        """The folder of the current entry, in which a new one is created."""
        item = self.currentItem()
        entry = item.data(0, ENTRY) if item is not None else ""
        return entry.folder if isinstance(entry, Prompt) else str(entry)

    def filter(self, text: str) -> int:
        """Show only prompts that have each word of `text` in their name, their texts or their folder. Returns how many."""
        words, shown = text.casefold().split(), 0
        for item in reversed(self._items()):  # folders after what's in them
            entry = item.data(0, ENTRY)
            if isinstance(entry, Prompt):
                everything = "\n".join((entry.name, entry.prompt, entry.negative_prompt, entry.folder)).casefold()
                item.setHidden(not all(word in everything for word in words))
                shown += not item.isHidden()
            else:
                inner = [child for at in range(item.childCount()) if (child := item.child(at)) is not None]
                item.setHidden(bool(words) and all(child.isHidden() for child in inner))
            if words:
                item.setExpanded(True)
        return shown

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Report where the entries go, and have them moved by what owns them."""
        item = self.itemAt(event.position().toPoint())
        target = "" if item is None else item.data(0, ENTRY)
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        self.moved.emit(self.entries(), target.folder if isinstance(target, Prompt) else target)

    def _add(self, place: QTreeWidgetItem, entry: Entry, text: str, icon: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem(place, [text])
        item.setData(0, ENTRY, entry)
        item.setIcon(0, theme.icon(icon, theme.colours().muted))
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        return item

    def _changed(self, item: QTreeWidgetItem) -> None:
        if not self._filling:  # later: the entries may be loaded again, which must not happen while the editor is closing
            entry, name = item.data(0, ENTRY), item.text(0).strip()
            QTimer.singleShot(0, self, lambda: self.renamed.emit(entry, name))

    def _items(self) -> list[QTreeWidgetItem]:
        found, at = list[QTreeWidgetItem](), QTreeWidgetItemIterator(self)
        while (item := at.value()) is not None:
            found.append(item)
            at += 1
        return found

    def _opened(self) -> set[str]:
        return {item.data(0, ENTRY) for item in self._items() if item.isExpanded() and isinstance(item.data(0, ENTRY), str)}


def _key(entry: Entry) -> tuple[str, ...]:
    return entry.key if isinstance(entry, Prompt) else (entry,)
