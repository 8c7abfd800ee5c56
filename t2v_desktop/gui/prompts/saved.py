"""The dialog of saved prompts: a tree of folders with search, rename, move, and delete with undo."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QMenu, QPlainTextEdit, QPushButton, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from t2v_desktop.errors import T2VError
from t2v_desktop.gui.look import theme
from t2v_desktop.gui.look.fit import fit
from t2v_desktop.gui.look.labels import ElidedLabel, label
from t2v_desktop.gui.prompts.transfer import Transfer
from t2v_desktop.gui.prompts.tree import Entry, PromptTree
from t2v_desktop.library.prompts import SLASH, Prompt, Prompts, Removed

SIZE, MARGIN = QSize(820, 560), 16


class SavedPrompts(QDialog):
    """`used` carries the Prompt to show in the compose panel. `current` is the one that is there now, to be saved."""

    used = Signal(Prompt)

    def __init__(self, prompts: Prompts, current: Prompt, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Saved prompts"))
        self._prompts, self._current = prompts, current
        self._removed: list[Removed] = []
        self.tree = PromptTree()
        self.transfer = Transfer(prompts, self)
        self._build()
        self._connect()
        self.refresh()
        self.resize(SIZE)
        fit(self)
        self.search.setFocus()

    def _build(self) -> None:
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search saved prompts"))
        self.search.setAccessibleName(self.tr("Search saved prompts"))
        self.search.setClearButtonEnabled(True)
        self.save = self._action(self.tr("Save this prompt"), "star", "Ctrl+S", self._save_current)
        self.new_folder = self._action(self.tr("New folder"), "folder", "Ctrl+Shift+N", self._new_folder)
        self.rename = self._action(self.tr("Rename"), "edit", "F2", self.tree.rename)
        self.delete = self._action(self.tr("Delete"), "trash", "Del", self._delete)
        self.undo = self._action(self.tr("Undo delete"), "retry", "Ctrl+Z", self._undo)
        self._move_menu = QMenu(self.tr("Move to"), self)
        self._move_menu.aboutToShow.connect(self.fill_move_menu)
        self.move_to = QPushButton(self.tr("Move to"))
        self.move_to.setMenu(self._move_menu)
        self.move_to.setShortcut(QKeySequence("Ctrl+Shift+M"))
        self._text, self._negative = QPlainTextEdit(), label("", "muted", wrap=True)
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName(self.tr("Prompt"))
        self._empty = label(self.tr("No saved prompts yet. Save the prompt you have typed, or import some."), "muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._status = ElidedLabel("muted")
        self.use = QPushButton(self.tr("Use prompt"))
        self.use.setProperty("role", "primary")
        self.use.setDefault(True)
        self._lay_out()

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        for action in (self.save, self.new_folder, self.rename):
            tools.addWidget(_button(action))
        tools.addWidget(self.move_to)
        tools.addWidget(_button(self.delete))
        tools.addStretch(1)
        holder, side = QWidget(), QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.tree)
        self._stack.addWidget(self._empty)
        words = QVBoxLayout(side)
        words.setContentsMargins(0, 0, 0, 0)
        words.addWidget(self._text, 1)
        words.addWidget(self._negative)
        panes = QSplitter(Qt.Orientation.Horizontal)
        panes.addWidget(holder)
        panes.addWidget(side)
        panes.setChildrenCollapsible(False)
        panes.setSizes([460, 300])
        foot = QHBoxLayout()
        for action in (self.transfer.import_action, self.transfer.export_action):
            foot.addWidget(_button(action))
        foot.addWidget(self._status, 1)
        self._undo_button = _button(self.undo)
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.reject)
        for button in (self._undo_button, close, self.use):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[MARGIN] * 4)
        column.setSpacing(theme.SPACING)
        column.addWidget(self.search)
        column.addLayout(tools)
        column.addWidget(panes, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self.tree.setFocus)
        self.tree.itemSelectionChanged.connect(self._show_selected)
        self.tree.itemDoubleClicked.connect(lambda _: self._use())
        self.tree.moved.connect(self.move_entries)
        self.tree.renamed.connect(self._rename)
        self.tree.addActions([self.rename, self.new_folder, self.delete])
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.use.clicked.connect(self._use)
        self.transfer.imported.connect(self._show_imported)
        self.transfer.failed.connect(self._show_error)

    def refresh(self) -> None:
        """Reload the prompts and folders."""
        try:
            prompts, folders = self._prompts.saved(), self._prompts.folders()
        except T2VError as error:
            self._show_error(str(error))
            return
        self.tree.fill(prompts, folders)
        self._stack.setCurrentIndex(0 if prompts or folders else 1)
        text = self._current.prompt.strip()
        self.save.setEnabled(bool(text) and self._current.key not in {prompt.key for prompt in prompts})
        self._filter()
        self._show_selected()

    def move_entries(self, entries: list[Entry], folder: str) -> None:
        """Move prompts and folders into a folder, "" for none."""

        def move() -> None:
            self._prompts.move([entry for entry in entries if isinstance(entry, Prompt)], folder)
            for path in [entry for entry in entries if isinstance(entry, str)]:
                name = path.rpartition(SLASH)[2]
                self._prompts.move_folder(path, f"{folder}{SLASH}{name}" if folder else name)

        self._change(move)

    def fill_move_menu(self) -> None:
        self._move_menu.clear()
        entries = self.tree.entries()
        self._move_menu.addAction(self.tr("No folder"), lambda: self.move_entries(entries, ""))
        for folder in self._prompts.folders():
            shown = folder.replace("&", "&&").replace(SLASH, " › ")
            self._move_menu.addAction(theme.icon("folder"), shown, lambda folder=folder: self.move_entries(entries, folder))

    # what the user does

    def _save_current(self) -> None:
        folder = self.tree.folder_at_hand()
        self._change(lambda: self._prompts.save(self._current.prompt, self._current.negative_prompt, "", folder))
        self.tree.select(self._current)

    def _new_folder(self) -> None:
        outer, taken, number = self.tree.folder_at_hand(), set(self._prompts.folders()), 1
        prefix = f"{outer}{SLASH}" if outer else ""
        path = prefix + self.tr("New folder")
        while path in taken:
            number += 1
            path = prefix + self.tr("New folder {0}").format(number)
        if self._change(lambda: self._prompts.add_folder(path)):
            self.tree.select(path)
            self.tree.rename()

    def _rename(self, entry: Entry, name: str) -> None:
        if isinstance(entry, Prompt):
            self._change(lambda: self._prompts.rename(entry, "" if name == " ".join(entry.prompt.split()) else name))
        else:
            outer = entry.rpartition(SLASH)[0]
            path = f"{outer}{SLASH}{name.replace(SLASH, ' ')}" if outer else name.replace(SLASH, " ")
            self._change(lambda: self._prompts.move_folder(entry, path))

    def _delete(self) -> None:
        entries = self.tree.entries()

        def remove() -> None:
            removed = self._prompts.remove([e for e in entries if isinstance(e, Prompt)], [e for e in entries if isinstance(e, str)])
            self._removed.append(removed)
            count = len(removed.prompts)
            self._status.show_text(self.tr("Deleted: %n prompt(s)", "", count) if count else self.tr("Folder deleted"))

        if entries:
            self._change(remove)

    def _undo(self) -> None:
        if self._removed and self._change(lambda: self._prompts.restore(self._removed[-1])):
            restored = self._removed.pop()
            count = len(restored.prompts)
            self._status.show_text(self.tr("Restored: %n prompt(s)", "", count) if count else self.tr("Folder restored"))
            self._show_selected()

    def _use(self) -> None:
        if (prompt := self._selected()) is not None:
            self.used.emit(prompt)
            self.accept()

    # show

    def _change(self, change: Callable[[], object]) -> bool:
        """Make a change and show its result. Returns whether it was made."""
        try:
            change()
        except T2VError as error:
            self.refresh()
            self._show_error(str(error))
            return False
        self.refresh()
        return True

    def _selected(self) -> Prompt | None:
        entries = self.tree.entries()
        return entries[0] if len(entries) == 1 and isinstance(entries[0], Prompt) else None

    def _show_selected(self) -> None:
        prompt, some = self._selected(), bool(self.tree.entries())
        self._text.setPlainText(prompt.prompt if prompt else "")
        self._negative.setText(self.tr("Negative: {0}").format(prompt.negative_prompt) if prompt and prompt.negative_prompt else "")
        self._negative.setVisible(bool(self._negative.text()))
        self.use.setEnabled(prompt is not None)
        self.rename.setEnabled(len(self.tree.entries()) == 1)
        self.move_to.setEnabled(some)
        self.delete.setEnabled(some)
        self.undo.setEnabled(bool(self._removed))
        self._undo_button.setVisible(bool(self._removed))

    def _filter(self) -> None:
        shown = self.tree.filter(self.search.text())
        if self.search.text().strip():
            self._status.show_text(self.tr("%n prompt(s) found", "", shown) if shown else self.tr("No saved prompt has these words."))

    def _show_imported(self, message: str) -> None:
        self.refresh()
        self._status.show_text(message)

    def _show_error(self, message: str) -> None:
        self._status.show_text(message[:1].upper() + message[1:])

    def _action(self, text: str, icon: str, key: str, slot: Callable[[], object]) -> QAction:
        action = QAction(theme.icon(icon), text, self)
        action.setShortcut(QKeySequence(key))
        action.setToolTip(f"{text} ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})")
        action.triggered.connect(lambda: slot())
        self.addAction(action)
        return action


def _button(action: QAction) -> QPushButton:
    button = QPushButton(action.icon(), action.text())
    button.setToolTip(action.toolTip())
    button.setAutoDefault(False)
    button.clicked.connect(action.trigger)
    action.changed.connect(lambda: button.setEnabled(action.isEnabled()))
    return button
