"""The Preferences dialog: folders, rendering, downloads, theme and notifications."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from t2v_desktop import paths
from t2v_desktop.gui.compose.fields import AROUND_PX, INDENT_PX, Choice
from t2v_desktop.gui.dialogs.sheet import Sheet
from t2v_desktop.gui.look import theme
from t2v_desktop.gui.look.labels import label
from t2v_desktop.gui.look.translate import languages
from t2v_desktop.request import DEVICES, MEMORY_PLANS
from t2v_desktop.settings import KEEP_MODEL_S, MAX_KB_PER_S, Settings

WIDTH = 520  # pixels at 100 %
T = TypeVar("T")


class Preferences(Sheet):
    """Edits `settings`; `changed` carries the new ones when the user saves."""

    changed = Signal(Settings)
    move_requested = Signal(Path)  # where the clips folder is to be moved with its clips

    def __init__(self, settings: Settings, parent: QWidget | None = None, ask: Callable[..., str] = QFileDialog.getExistingDirectory) -> None:
        super().__init__(self.tr("Preferences"), WIDTH, parent)
        self._settings, self._ask = settings, ask
        self.clips = FolderField(settings.clips_folder, paths.clips(), self.tr("Clips folder"))
        self.move_clips = QPushButton(self.tr("Move clips folder…"))
        self.move_clips.setAccessibleName(self.tr("Move clips folder"))
        self.move_clips.setToolTip(self.tr("Moves the clips too, and keeps their ratings and tags"))
        self.move_clips.setAutoDefault(False)
        self.move_clips.clicked.connect(self._move_clips)
        self.models = FolderField(settings.models_folder, paths.models(), self.tr("Models folder"))
        self.device = _choice(self.tr("Device"), {
            "auto": self.tr("Automatic"), "cpu": self.tr("CPU"),
            "cuda": self.tr("NVIDIA GPU"), "mps": self.tr("Apple GPU"),
        }, settings.device)  # fmt: skip
        self.memory = _choice(self.tr("Memory saving"), {
            "auto": self.tr("Automatic"), "full": self.tr("Off"),
            "model_offload": self.tr("Medium"), "group_offload": self.tr("Maximum"),
            "fp8_layerwise": self.tr("8-bit weights"),
        }, settings.memory)  # fmt: skip
        assert set(DEVICES) == {self.device.itemData(i) for i in range(self.device.count())}
        assert set(MEMORY_PLANS) == {self.memory.itemData(i) for i in range(self.memory.count())}
        self.keep_model = _choice(self.tr("Keep the model in memory"), {
            60: self.tr("1 minute"), 300: self.tr("5 minutes"), 600: self.tr("10 minutes"),
            1800: self.tr("30 minutes"), 0: self.tr("Until I quit"),
        }, settings.keep_model_s)  # fmt: skip
        assert tuple(self.keep_model.itemData(i) for i in range(self.keep_model.count())) == KEEP_MODEL_S
        self.keep_model.setToolTip(self.tr("A model in memory starts the next clip sooner. It is released earlier if memory runs low."))
        self.theme = _choice(self.tr("Theme"), {"system": self.tr("Match system"), "light": self.tr("Light"), "dark": self.tr("Dark")}, settings.theme)
        self.language = _choice(self.tr("Language"), {"": self.tr("Match system"), **languages()}, settings.language)
        self.language.setToolTip(self.tr("Changes when you next start the application"))
        self.previews = QCheckBox(self.tr("Show previews while rendering"))
        self.previews.setChecked(settings.previews)
        self.notify = QCheckBox(self.tr("Notify me when the queue finishes"))
        self.notify.setChecked(settings.notify)
        for box in (self.previews, self.notify):
            box.setAccessibleName(box.text())
        self.hub = _line(self.tr("Hugging Face mirror"), settings.hub, "https://huggingface.co")
        self.proxy = _line(self.tr("Proxy for downloads"), settings.proxy, self.tr("None, or http://… or socks5://…"))
        self.limit = self._speed_limit(settings.download_kb_per_s)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Save).setProperty("role", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.fill(self._sections(), buttons)

    def _speed_limit(self, kb_per_s: int) -> QSpinBox:
        limit = QSpinBox()
        limit.setRange(0, MAX_KB_PER_S)
        limit.setSingleStep(500)
        limit.setSuffix(self.tr(" kB/s"))
        limit.setSpecialValueText(self.tr("Unlimited"))
        limit.setValue(kb_per_s)
        limit.setAccessibleName(self.tr("Download speed limit"))
        limit.lineEdit().setTextMargins(INDENT_PX, 0, 0, 0)
        limit.setFixedHeight(theme.line_px() + AROUND_PX)
        limit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return limit

    def _sections(self) -> QVBoxLayout:
        """The fields in labelled rows, below a heading for each group."""
        column = QVBoxLayout()
        column.setSpacing(8)
        groups = (
            (self.tr("Folders"), [(self.tr("Clips"), self.clips), ("", self.move_clips), (self.tr("Models"), self.models)]),
            (
                self.tr("Rendering"),
                [(self.tr("Device"), self.device), (self.tr("Memory saving"), self.memory), (self.tr("Keep model"), self.keep_model), ("", self.previews)],
            ),
            (self.tr("Model downloads"), [(self.tr("Mirror"), self.hub), (self.tr("Proxy"), self.proxy), (self.tr("Speed limit"), self.limit)]),
            (self.tr("Application"), [(self.tr("Language"), self.language), (self.tr("Theme"), self.theme), ("", self.notify)]),
        )
        widest = max(label(text, "muted").sizeHint().width() for _, rows in groups for text, _ in rows)
        for heading, rows in groups:
            column.addWidget(label(heading, "heading"))
            column.addLayout(_form(rows, widest))
            column.addSpacing(8)
        return column
        self.clips.setFocus()

    def _move_clips(self) -> None:
        if folder := self._ask(self, self.tr("Move the clips folder to"), self.clips.chosen() or str(paths.clips().parent)):
            self.reject()
            self.move_requested.emit(Path(folder))

    def accept(self) -> None:
        self.changed.emit(
            replace(
                self._settings,
                clips_folder=self.clips.chosen(),
                models_folder=self.models.chosen(),
                device=self.device.currentData(),
                memory=self.memory.currentData(),
                keep_model_s=self.keep_model.currentData(),
                theme=self.theme.currentData(),
                language=self.language.currentData(),
                previews=self.previews.isChecked(),
                notify=self.notify.isChecked(),
                hub=self.hub.text().strip(),
                proxy=self.proxy.text().strip(),
                download_kb_per_s=self.limit.value(),
            )
        )
        super().accept()


def _line(name: str, text: str, placeholder: str) -> QLineEdit:
    field = QLineEdit(text)
    field.setPlaceholderText(placeholder)
    field.setAccessibleName(name)
    return field


class FolderField(QWidget):
    """A folder, typed or chosen in a dialog. Empty means `default`."""

    def __init__(self, chosen: str, default: Path, name: str, ask: Callable[..., str] = QFileDialog.getExistingDirectory) -> None:
        super().__init__()
        self._name, self._ask = name, ask
        self._field = QLineEdit(chosen)
        self._field.setPlaceholderText(str(default))
        self._field.setAccessibleName(name)
        choose = QPushButton(self.tr("Choose…"))
        choose.setAccessibleName(self.tr("Choose: {0}").format(name))
        choose.clicked.connect(self._choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._field, 1)
        row.addWidget(choose)
        self.setFocusProxy(self._field)

    def chosen(self) -> str:
        return self._field.text().strip()

    def _choose(self) -> None:
        folder = self._ask(self, self._name, self.chosen() or self._field.placeholderText())
        if folder:
            self._field.setText(folder)


def _choice(name: str, choices: Mapping[T, str], chosen: T) -> QComboBox:
    box = Choice()
    box.setAccessibleName(name)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    for value, text in choices.items():
        box.addItem(text, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    return box


def _form(rows: Sequence[tuple[str, QWidget]], label_px: int) -> QFormLayout:
    form = QFormLayout()
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(theme.SPACING)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    for text, field in rows:
        name = label(text, "muted")
        name.setMinimumSize(max(96, label_px), field.sizeHint().height())  # level with its field
        name.setBuddy(field)
        form.addRow(name, field)
    return form
