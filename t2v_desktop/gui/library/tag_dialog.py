"""The dialog that adds tags to clips and removes them."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCompleter, QDialogButtonBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from t2v_desktop.errors import InvalidRequest
from t2v_desktop.gui.dialogs.sheet import Sheet
from t2v_desktop.gui.look import theme
from t2v_desktop.gui.look.flow import Flow, empty
from t2v_desktop.gui.look.labels import label
from t2v_desktop.library.tags import checked

WIDTH = 420
MAX_SUGGESTED = 8


class TagDialog(Sheet):
    """`before` are the tags that all of the clips have. `added` and `removed` tell what to change once the dialog was accepted."""

    def __init__(self, count: int, before: Sequence[str], known: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Edit tags"), WIDTH, parent)
        self._before, self.tags, self._known = tuple(before), list(before), list(known)
        self.field = QLineEdit()
        self._completer = QCompleter(known, self)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.activated.connect(self._add_completed)
        self.field.setCompleter(self._completer)
        self.field.returnPressed.connect(self._enter)
        self.field.textEdited.connect(self._add_at_comma)
        self.field.setPlaceholderText(self.tr("Add a tag"))
        self.field.setAccessibleName(self.tr("Add a tag"))
        add = QPushButton(self.tr("Add"))
        add.setAccessibleName(self.tr("Add"))
        add.setAutoDefault(False)
        add.clicked.connect(self._add_typed)
        self._error = label("", "bad", wrap=True)
        self._error.hide()
        self._chosen, self._suggested = Flow(6), Flow(6)
        self._suggestions = label(self.tr("Used before"), "muted")
        row = QHBoxLayout()
        row.setSpacing(theme.SPACING)
        row.addWidget(self.field, 1)
        row.addWidget(add)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addWidget(label(self.tr("Tags that all %n selected clip(s) have:", "", count), "muted", wrap=True))
        column.addLayout(self._chosen)
        column.addLayout(row)
        column.addWidget(self._error)
        column.addWidget(self._suggestions)
        column.addLayout(self._suggested)
        column.addStretch(1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Save).setProperty("role", "primary")
        buttons.button(QDialogButtonBox.StandardButton.Save).setAutoDefault(False)  # Enter adds what was typed
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.fill(column, buttons)
        self._show_tags()
        self.field.setFocus()

    @property
    def added(self) -> list[str]:
        return [tag for tag in self.tags if tag not in self._before]

    @property
    def removed(self) -> list[str]:
        return [tag for tag in self._before if tag not in self.tags]

    def accept(self) -> None:
        if not self.field.text().strip() or self._add_typed():
            super().accept()

    def _enter(self) -> None:
        """Add what was typed, or save if that is nothing. A choice among the completions arrives by itself."""
        popup = self._completer.popup()
        if popup is not None and popup.isVisible() and popup.currentIndex().isValid():
            return
        if self.field.text().strip():
            self._add_typed()
        else:
            self.accept()

    def _add_completed(self, name: str) -> None:
        self._add(name)
        QTimer.singleShot(0, self.field, self.field.clear)  # the completer writes its text after this

    def _add_at_comma(self, text: str) -> None:
        if text.endswith(","):
            self._add_typed()

    def _add_typed(self) -> bool:
        """Add what was typed, several tags with commas between them. Returns whether all are valid."""
        try:
            names = [checked(part) for part in self.field.text().split(",") if part.strip()]
        except InvalidRequest as error:
            self._error.setText(str(error)[:1].upper() + str(error)[1:])
            self._error.show()
            return False
        for name in names:
            self._add(name)
        self.field.clear()
        return True

    def _add(self, name: str) -> None:
        spelled = next((tag for tag in [*self.tags, *self._known] if tag.casefold() == name.casefold()), name)
        if spelled not in self.tags:
            self.tags.append(spelled)
        self._error.hide()
        self._show_tags()

    def _remove(self, name: str) -> None:
        self.tags.remove(name)
        self._show_tags()
        self.field.setFocus()

    def _show_tags(self) -> None:
        for flow in (self._chosen, self._suggested):
            empty(flow)
        for tag in self.tags:
            chip = _chip(tag, self.tr("Remove tag {0}").format(tag), lambda _checked=False, tag=tag: self._remove(tag))
            chip.setIcon(theme.icon("close", theme.colours().muted))
            chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            self._chosen.addWidget(chip)
        if not self.tags:
            self._chosen.addWidget(label(self.tr("None yet"), "muted"))
        others = [tag for tag in self._known if tag not in self.tags][:MAX_SUGGESTED]
        for tag in others:
            self._suggested.addWidget(_chip(tag, self.tr("Add tag {0}").format(tag), lambda _checked=False, tag=tag: self._add(tag)))
        self._suggestions.setVisible(bool(others))


def _chip(tag: str, name: str, clicked: Callable[..., None]) -> QPushButton:
    chip = QPushButton(tag.replace("&", "&&"))
    chip.setProperty("role", "chip")
    chip.setAccessibleName(name)
    chip.setAutoDefault(False)
    chip.clicked.connect(clicked)
    return chip
