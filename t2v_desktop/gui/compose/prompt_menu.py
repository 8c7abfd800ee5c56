"""The menu of saved and recent prompts."""

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from t2v_desktop.errors import T2VError
from t2v_desktop.gui.look import theme
from t2v_desktop.gui.look.desktop import open_folder
from t2v_desktop.library.prompts import Prompt
from t2v_desktop.prompt import wildcards

SHOWN_SAVED, SHOWN_RECENT, MAX_WIDTH_PX = 15, 15, 300


class PromptStore(Protocol):
    """The part of library.prompts.Prompts that the compose panel uses."""

    def history(self, limit: int = ...) -> Sequence[Prompt]: ...
    def remember(self, prompt: str, negative_prompt: str = "") -> None: ...
    def saved(self) -> Sequence[Prompt]: ...
    def save(self, prompt: str, negative_prompt: str = "", name: str = "") -> None: ...
    def unsave(self, prompt: str, negative_prompt: str = "") -> None: ...
    def save_draft(self, text: str) -> None: ...
    def draft(self) -> str: ...


class PromptMenu(QToolButton):
    """`chosen` carries a Prompt; `save_toggled` whether to save (True) or remove the prompt that `current` returns; `failed` an error message.

    `manage_requested` asks for the dialog of saved prompts.
    """

    chosen = Signal(Prompt)
    save_toggled = Signal(bool)
    failed = Signal(str)
    manage_requested = Signal()

    def __init__(self, prompts: PromptStore, current: Callable[[], Prompt], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prompts, self._current = prompts, current
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setAccessibleName(self.tr("Recent and saved prompts"))
        self.setToolTip(self.tr("Recent and saved prompts"))
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self._menu.aboutToShow.connect(self.rebuild)
        self.setMenu(self._menu)
        self.apply_theme()

    def apply_theme(self) -> None:
        self.setIcon(theme.icon("history"))

    def rebuild(self) -> None:
        """Reload the prompts and fill the menu."""
        menu, current = self._menu, self._current()
        menu.clear()
        try:
            saved = list(self._prompts.saved())
            history = self._prompts.history(SHOWN_RECENT + len(saved))
        except T2VError as error:
            self.failed.emit(str(error))
            return
        is_saved = any((p.prompt, p.negative_prompt) == (current.prompt, current.negative_prompt) for p in saved)
        text = self.tr("Remove this prompt from Saved") if is_saved else self.tr("Save this prompt")
        star = menu.addAction(theme.icon("star-filled" if is_saved else "star", theme.colours().warn if is_saved else ""), text)
        star.setEnabled(bool(current.prompt.strip()))
        star.triggered.connect(lambda: self.save_toggled.emit(not is_saved))
        already_saved = {(p.prompt, p.negative_prompt) for p in saved}
        recent = [p for p in history if (p.prompt, p.negative_prompt) not in already_saved]
        self._add(self.tr("Saved"), saved[:SHOWN_SAVED], "star-filled")
        self._add(self.tr("Recent"), recent[:SHOWN_RECENT], "clock")
        if not saved and not recent:
            menu.addSeparator()
            menu.addAction(self.tr("Prompts you use will appear here")).setEnabled(False)
        menu.addSeparator()
        menu.addAction(theme.icon("folder"), self.tr("Saved prompts…"), self.manage_requested.emit)
        menu.addAction(theme.icon("folder"), self.tr("Open wildcards folder"), self._open_wildcards)

    def _open_wildcards(self) -> None:
        try:
            open_folder(wildcards.make_folder())
        except OSError as error:
            self.failed.emit(f"{error.filename}: {error.strerror}")

    def _add(self, title: str, prompts: Sequence[Prompt], icon: str) -> None:
        if not prompts:
            return
        self._menu.addSeparator()
        self._menu.addAction(title).setEnabled(False)
        for prompt in prompts:
            line = " ".join((prompt.name or prompt.prompt).split())
            shown = self.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, MAX_WIDTH_PX).replace("&", "&&")
            action = self._menu.addAction(theme.icon(icon, theme.colours().muted), shown)
            action.triggered.connect(lambda _=False, prompt=prompt: self.chosen.emit(prompt))
