"""Offers the names of wildcard files while `__` is typed in a prompt."""

import re

from PySide6.QtCore import QObject, QStringListModel, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QCompleter

from t2v_desktop.gui.compose.prompt_edit import PromptEdit
from t2v_desktop.prompt import wildcards

OPEN = re.compile(r"(?:^|[^_])__([^\s_{}|$][^{}|$()\n]*|)$")  # a wildcard that is being typed, up to the cursor
WHOLE = re.compile(r"__[^\s_{}|$()][^{}|$()\n]*?__")


class WildcardCompletion(QObject):
    def __init__(self, edit: PromptEdit) -> None:
        super().__init__(edit)
        self._edit, self._names = edit, QStringListModel(self)
        self.completer = QCompleter(self._names, self)
        self.completer.setWidget(edit)
        self.completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.completer.activated.connect(self.insert)
        popup = self.completer.popup()
        assert popup is not None
        self.popup = popup
        popup.setAccessibleName(self.tr("Wildcards"))
        edit.completions = popup
        edit.textChanged.connect(self._offer)

    def insert(self, name: str) -> None:
        """Complete the wildcard before the cursor."""
        cursor, typed = self._edit.textCursor(), self._typed()
        if typed is None:
            return
        cursor.movePosition(QTextCursor.MoveOperation.PreviousCharacter, QTextCursor.MoveMode.KeepAnchor, len(typed))
        cursor.insertText(f"{name}__")
        self._edit.setTextCursor(cursor)
        self.popup.hide()

    def _typed(self) -> str | None:
        """What was typed of a wildcard's name; None outside of one."""
        cursor = self._edit.textCursor()
        before = WHOLE.sub("", cursor.block().text()[: cursor.positionInBlock()])
        found = OPEN.search(before)
        return found[1] if found else None

    def _offer(self) -> None:
        typed = self._typed() if self._edit.hasFocus() else None
        if typed is None:
            self.popup.hide()
            return
        names = wildcards.names()
        if names != self._names.stringList():
            self._names.setStringList(names)
        self.completer.setCompletionPrefix(typed)
        if not self.completer.completionCount():
            self.popup.hide()
            return
        self.popup.setCurrentIndex(self.completer.completionModel().index(0, 0))
        area = self._edit.cursorRect()
        area.setWidth(min(240, self._edit.width()))
        self.completer.complete(area)
