"""The menu of the user's own presets."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QInputDialog, QMenu, QToolButton, QWidget

from t2v_desktop.errors import T2VError
from t2v_desktop.gui.dialogs.ask import ask
from t2v_desktop.gui.look import theme
from t2v_desktop.gui.look.labels import plain_tooltip
from t2v_desktop.models.store import Model
from t2v_desktop.planning import presets
from t2v_desktop.planning.draft import Draft
from t2v_desktop.planning.presets import OwnPreset


class OwnPresets(QToolButton):
    """`chosen` carries an OwnPreset."""

    chosen = Signal(OwnPreset)
    failed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: Model | None = None
        self._draft = Draft()
        self.setText(self.tr("My presets"))
        self.setAccessibleName(self.tr("My presets"))
        self.setToolTip(self.tr("Save the settings below under a name, or use saved ones"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self._menu.aboutToShow.connect(self.fill_menu)
        self.setMenu(self._menu)
        self.apply_theme()

    def show_draft(self, draft: Draft, model: Model | None) -> None:
        self._draft, self._model = draft, model
        self.setEnabled(model is not None)

    def apply_theme(self) -> None:
        self.setIcon(theme.icon("star"))

    def fill_menu(self) -> None:
        self._menu.clear()
        if self._model is None:
            return
        found = self._own()
        used = next((preset for preset in found if preset.fits(self._draft)), None)
        for preset in found:
            action = self._menu.addAction(preset.name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(preset is used)
            action.setToolTip(plain_tooltip(summary_of(preset)))
            action.triggered.connect(lambda _=False, preset=preset: self.chosen.emit(preset))
        self._menu.addSeparator()
        save = self._menu.addAction(theme.icon("save"), self.tr("Save settings as preset…"), self.save_as)
        save.setEnabled(used is None)
        if found:
            self._add_submenu(self.tr("Update"), "reuse", found, self.replace)
            self._add_submenu(self.tr("Rename"), "edit", found, self.rename)
            self._add_submenu(self.tr("Delete"), "trash", found, self.remove)

    def save_as(self) -> None:
        """Ask for a name and save the settings shown."""
        name, agreed = QInputDialog.getText(self, self.tr("Save preset"), self.tr("Name of the preset:"))
        if agreed and self._model is not None:
            self._change(lambda model: presets.save([*presets.own(), OwnPreset.of_draft(name, self._draft, model)]))

    def replace(self, preset: OwnPreset) -> None:
        """Save the settings shown under the name of a preset."""
        self._change(lambda model: presets.put(OwnPreset.of_draft(preset.name, self._draft, model)))

    def rename(self, preset: OwnPreset) -> None:
        name, agreed = QInputDialog.getText(self, self.tr("Rename preset"), self.tr("Name of the preset:"), text=preset.name)
        if agreed:
            self._change(lambda model: presets.put(OwnPreset(name.strip(), preset.family, **preset.settings()), instead_of=preset))

    def remove(self, preset: OwnPreset) -> None:
        if ask(self, self.tr("Delete this preset?"), preset.name, self.tr("Delete")):
            self._change(lambda model: presets.remove(preset))

    def _own(self) -> list[OwnPreset]:
        assert self._model is not None
        try:
            return presets.own(self._model.family.name)
        except T2VError as error:
            self.failed.emit(str(error))
            return []

    def _change(self, change: Callable[[Model], None]) -> None:
        if self._model is None:
            return
        try:
            change(self._model)
        except T2VError as error:
            self.failed.emit(str(error))

    def _add_submenu(self, title: str, icon: str, found: list[OwnPreset], act: Callable[[OwnPreset], None]) -> None:
        menu = self._menu.addMenu(theme.icon(icon), title)
        for preset in found:
            menu.addAction(preset.name.replace("&", "&&")).triggered.connect(lambda _=False, preset=preset: act(preset))


def summary_of(preset: OwnPreset) -> str:
    """Its settings in one line."""
    return QCoreApplication.translate("words", "{0} × {1}, {2} frames, {3} fps, {4} steps, guidance {5}, {6}").format(
        preset.width, preset.height, preset.num_frames, preset.fps, preset.num_inference_steps, f"{preset.guidance_scale:g}", preset.scheduler
    )
