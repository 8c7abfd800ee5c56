"""The LoRAs of the next clips: chosen from the installed ones, each with its weight, or imported from a file."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from t2v_desktop.gui.background import BackgroundTasks
from t2v_desktop.gui.compose.fields import decimal
from t2v_desktop.gui.dialogs.files import choose_loras
from t2v_desktop.gui.look import phrases, theme
from t2v_desktop.gui.look.labels import ElidedLabel, label, plain_tooltip
from t2v_desktop.models.loras import store
from t2v_desktop.models.loras.picture import thumbnail
from t2v_desktop.models.loras.store import Lora
from t2v_desktop.models.store import Model
from t2v_desktop.request import MAX_LORA_WEIGHT, MAX_LORAS, ChosenLora

PICTURE_PX, ICON_PX, STEP = 40, 16, 0.05


class LoraRow(QWidget):
    """One chosen LoRA: picture, name, trigger words, weight, and a button that takes it out again. `triggers_wanted` carries words for the prompt."""

    changed = Signal()
    removed = Signal()
    triggers_wanted = Signal(str)

    def __init__(self, name: str, lora: Lora | None, weight: float, problem: str) -> None:
        super().__init__()
        self.name, self.problem = name, problem
        about = lora.description if lora else None
        self._title, self._note = ElidedLabel(), ElidedLabel("bad" if problem else "muted")
        self._title.show_text(name)
        self._triggers = ", ".join(about.triggers) if about else ""
        self._note.show_text(phrases.sentence(problem) if problem else self._triggers)
        self._note.setVisible(bool(self._note.full_text))
        details = (about.title, about.author, about.licence, about.usage) if about else ()
        words = self.tr("Trigger words: {0}").format(self._triggers) if self._triggers else ""
        self._title.setToolTip(plain_tooltip(name, words, *details))
        self._weight = decimal(self.tr("Weight of {0}").format(name), -MAX_LORA_WEIGHT, MAX_LORA_WEIGHT, STEP)
        self._weight.setValue(weight)
        self._weight.setFixedWidth(76)
        self._weight.setToolTip(self.tr("1 is what it was trained for; less is subtler, 0 is off"))
        self._add = self._button(self.tr("Add the trigger words of {0} to the prompt").format(name), lambda: self.triggers_wanted.emit(self._triggers))
        self._add.setVisible(bool(self._triggers) and not problem)
        self._remove = self._button(self.tr("Take {0} out").format(name), self.removed.emit)
        self._lay_out(_picture(about.picture if about else b""))
        self._weight.valueChanged.connect(lambda _: self.changed.emit())
        self.apply_theme()

    @property
    def chosen(self) -> ChosenLora:
        return ChosenLora(self.name, round(self._weight.value(), 3))

    def apply_theme(self) -> None:
        self._add.setIcon(theme.icon("edit"))
        self._remove.setIcon(theme.icon("close"))

    def _button(self, hint: str, pressed: Callable[[], object]) -> QToolButton:
        button = QToolButton()
        button.setIconSize(QSize(ICON_PX, ICON_PX))
        button.setAccessibleName(hint)
        button.setToolTip(plain_tooltip(hint))
        button.clicked.connect(lambda: pressed())
        return button

    def _lay_out(self, picture: QPixmap | None) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._note)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        if picture is not None:
            shown = QLabel()
            shown.setPixmap(picture)
            shown.setAccessibleName(self.tr("Picture of {0}").format(self.name))
            line.addWidget(shown)
        line.addLayout(words, 1)
        line.addWidget(self._add)
        line.addWidget(self._weight)
        line.addWidget(self._remove)


class Loras(QWidget):
    """`changed` is emitted when the user changes the choice, `files_given` carries files to import, `triggers_wanted` words for the prompt."""

    changed = Signal()
    files_given = Signal(list)
    triggers_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: Model | None = None
        self._tasks, self._checked = BackgroundTasks(self), dict[str, tuple[Lora, str]]()  # installed LoRAs by name, with what is wrong for the model
        self._rows: list[LoraRow] = []
        hint = self.tr("A LoRA adds a style, a subject or speed to the model. Drop a .safetensors file here, or add one that is installed.")
        self._hint = label(hint, "muted", wrap=True)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._open_menu)
        self._add = QPushButton(self.tr("Add LoRA"))
        self._add.setMenu(self._menu)
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(8)
        column.addWidget(self._hint)
        column.addLayout(self._list)
        column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def chosen(self) -> tuple[ChosenLora, ...]:
        return tuple(row.chosen for row in self._rows)

    @property
    def problem(self) -> str:
        """Why the chosen LoRAs can't be used; "" if they can."""
        return next((row.problem for row in self._rows if row.problem), "")

    @property
    def summary(self) -> str:
        """The chosen LoRAs in one line."""
        return ", ".join(f"{lora.name} {QLocale().toString(float(lora.weight), 'g', 3)}" for lora in self.chosen)

    def fill(self, chosen: Sequence[ChosenLora], model: Model | None) -> None:
        """Show these LoRAs, with what is wrong with each for `model`. Emits nothing."""
        if (tuple(chosen), model) == (self.chosen, self._model):
            return
        if model != self._model:
            self._model, self._checked = model, {}
            self._check_installed()
        for row in self._rows:
            self._list.removeWidget(row)
            row.deleteLater()
        self._rows = []
        for lora in chosen:
            self._append(lora)
        self._show_state()

    def add(self, name: str) -> None:
        """Choose an installed LoRA, unless it is chosen already."""
        if len(self._rows) < MAX_LORAS and all(row.name != name for row in self._rows):
            self._append(ChosenLora(name))
            self._show_state()
            self.changed.emit()

    def apply_theme(self) -> None:
        for row in self._rows:
            row.apply_theme()

    def _append(self, chosen: ChosenLora) -> None:
        lora, problem = None, ""
        if chosen.name not in store.installed_names():
            problem = self.tr("LoRA {0} is not installed: import it, or take it out").format(chosen.name)
        else:
            lora = store.read(chosen.name)
            problem = store.problem_of(lora, self._model)
        row = LoraRow(chosen.name, lora, chosen.weight, problem)
        row.changed.connect(self.changed)
        row.removed.connect(lambda: self._take_out(row))
        row.triggers_wanted.connect(self.triggers_wanted)
        self._rows.append(row)
        self._list.addWidget(row)

    def _take_out(self, row: LoraRow) -> None:
        self._rows.remove(row)
        self._list.removeWidget(row)
        row.deleteLater()
        self._show_state()
        self._add.setFocus()
        self.changed.emit()

    def _show_state(self) -> None:
        self._hint.setVisible(not self._rows)
        self._add.setEnabled(len(self._rows) < MAX_LORAS)

    def _check_installed(self) -> None:
        """Look in the background at every installed LoRA, which takes 20 to 40 ms each, and then show in the menu what doesn't fit."""
        model = self._model

        def check() -> dict[str, tuple[Lora, str]]:
            return {lora.name: (lora, store.problem_of(lora, model)) for lora in store.installed()}

        def done(found: dict[str, tuple[Lora, str]]) -> None:
            if model == self._model and found != self._checked:
                self._checked = found
                if self._menu.isVisible():
                    self._fill_menu()

        if store.installed_names():
            self._tasks.run(check, done, lambda _: None)  # a LoRA that can't be looked at is offered, and says why when it is chosen

    def _open_menu(self) -> None:
        self._fill_menu()
        self._check_installed()

    def _fill_menu(self) -> None:
        """Offer the installed LoRAs that fit the model; the others are shown, with the reason."""
        self._menu.clear()
        self._menu.setToolTipsVisible(True)
        taken = {row.name for row in self._rows}
        for name in store.installed_names():
            if name in taken:
                continue
            lora, problem = self._checked.get(name, (None, ""))
            action = self._menu.addAction(name.replace("&", "&&"))
            action.setEnabled(not problem)
            action.setToolTip(plain_tooltip(phrases.sentence(problem) if problem or lora is None else ", ".join(lora.description.triggers)))
            action.triggered.connect(lambda _=False, name=name: self.add(name))
        if not self._menu.isEmpty():
            self._menu.addSeparator()
        self._menu.addAction(self.tr("Import a LoRA file…"), self._browse)

    def _browse(self) -> None:
        if files := choose_loras(self):
            self.files_given.emit(files)


def _picture(content: bytes) -> QPixmap | None:
    """A small picture from a LoRA's file; None if it has none, or a damaged one."""
    side = PICTURE_PX * 2  # for screens with two pixels a point
    rgb = thumbnail(content, side)
    if rgb is None:
        return None
    width, height, pixels = rgb
    picture = QPixmap.fromImage(QImage(pixels, width, height, 3 * width, QImage.Format.Format_RGB888).copy())
    picture.setDevicePixelRatio(2.0)
    return picture
