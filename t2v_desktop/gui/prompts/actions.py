"""Opens the dialogs about prompts for the compose panel."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from t2v_desktop.gui.compose.panel import Compose
from t2v_desktop.gui.prompts.saved import SavedPrompts
from t2v_desktop.gui.prompts.styles import StylesDialog
from t2v_desktop.library.prompts import Prompt, Prompts
from t2v_desktop.models.words import NO_WORDS


class PromptActions(QObject):
    """The window's commands about saved prompts and styles."""

    def __init__(self, compose: Compose, prompts: Prompts, parent: QWidget) -> None:
        super().__init__(parent)
        self._compose, self._prompts, self._window = compose, prompts, parent
        compose.area.saved_prompts_requested.connect(self.open_saved)
        compose.area.styles_requested.connect(self.open_styles)

    def open_saved(self) -> None:
        dialog = self.saved_dialog()
        dialog.exec()
        dialog.deleteLater()

    def saved_dialog(self) -> SavedPrompts:
        """The dialog of saved prompts, not shown yet."""
        current = Prompt(self._compose.prompt.text, self._compose.negative.text)
        dialog = SavedPrompts(self._prompts, current, self._window)
        dialog.used.connect(self._compose.use_prompt)
        dialog.transfer.imported.connect(self._compose.area.refresh_styles)
        return dialog

    def open_styles(self) -> None:
        dialog = self.styles_dialog()
        dialog.exec()
        dialog.deleteLater()

    def styles_dialog(self) -> StylesDialog:
        """The dialog that edits styles, not shown yet."""
        model = self._compose.model_choice.model
        dialog = StylesDialog(model.words if model else NO_WORDS, self._compose.prompt.text, self._window)
        dialog.changed.connect(self._compose.area.refresh_styles)
        return dialog
