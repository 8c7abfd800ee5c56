"""The dialog that asks how and where to export clips."""

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QFormLayout, QSizePolicy, QSpinBox, QVBoxLayout, QWidget

from t2v_desktop.gui.compose.fields import AROUND_PX, INDENT_PX, Choice
from t2v_desktop.gui.dialogs import folders
from t2v_desktop.gui.dialogs.folders import Purpose
from t2v_desktop.gui.dialogs.preferences import FolderField
from t2v_desktop.gui.dialogs.sheet import Sheet
from t2v_desktop.gui.look import theme
from t2v_desktop.gui.look.labels import label
from t2v_desktop.media.metadata import Provenance

WIDTH = 460
SCALES = (1, 2, 4)
MAX_LOOPS = 1000


class ExportDialog(Sheet):
    """`count` clips are exported; `size` is that of all of them, None if they differ."""

    def __init__(self, count: int, size: tuple[int, int] | None, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Export"), WIDTH, parent)
        self.format = _choice(self.tr("Format"), [
            (self.tr("MP4 video"), ".mp4"), (self.tr("WebM video"), ".webm"), (self.tr("GIF animation"), ".gif"), (self.tr("PNG pictures"), ""),
        ])  # fmt: skip
        self.scale = _choice(self.tr("Scale"), [(self._scaled(factor, size), factor) for factor in SCALES])
        self.loops = QSpinBox()
        self.loops.setRange(0, MAX_LOOPS)
        self.loops.setSpecialValueText(self.tr("Forever"))
        self.loops.setAccessibleName(self.tr("Times a GIF plays"))
        self.loops.lineEdit().setTextMargins(INDENT_PX, 0, 0, 0)
        self.loops.setFixedHeight(theme.line_px() + AROUND_PX)
        self.loops.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.metadata = _choice(self.tr("Metadata"), [
            (self.tr("Prompt and settings"), Provenance.SETTINGS), (self.tr("Only that it is AI-generated"), Provenance.MARK),
            (self.tr("None"), Provenance.NOTHING),
        ])  # fmt: skip
        self.folder = FolderField("", Path(folders.last(Purpose.EXPORT)), self.tr("Export to"))
        self._loops_label = label(self.tr("Plays"), "muted")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.export = buttons.addButton(self.tr("Export %n clip(s)", "", count), QDialogButtonBox.ButtonRole.AcceptRole)
        self.export.setProperty("role", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.format.currentIndexChanged.connect(lambda _: self._show_loops())
        self.fill(self._form(), buttons)
        self._show_loops()
        self.format.setFocus()

    def chosen_folder(self) -> Path:
        """The folder to export to."""
        return Path(self.folder.chosen() or folders.last(Purpose.EXPORT))

    def _form(self) -> QVBoxLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(theme.SPACING)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        rows = (
            (label(self.tr("Format"), "muted"), self.format), (label(self.tr("Scale"), "muted"), self.scale), (self._loops_label, self.loops),
            (label(self.tr("Metadata"), "muted"), self.metadata), (label(self.tr("Folder"), "muted"), self.folder),
        )  # fmt: skip
        for name, field in rows:
            name.setMinimumHeight(field.sizeHint().height())
            name.setBuddy(field)
            form.addRow(name, field)
        column = QVBoxLayout()
        column.addLayout(form)
        column.addWidget(label(self.tr("Files get the names of their clips. Existing files are kept."), "muted", wrap=True))
        column.addStretch(1)
        return column

    def _scaled(self, factor: int, size: tuple[int, int] | None) -> str:
        if size is None:
            return self.tr("{0}×").format(factor)
        return self.tr("{0}× ({1} × {2})").format(factor, factor * size[0], factor * size[1])

    def _show_loops(self) -> None:
        is_gif = self.format.currentData() == ".gif"
        self.loops.setVisible(is_gif)
        self._loops_label.setVisible(is_gif)


def _choice(name: str, options: list[tuple[str, object]]) -> QComboBox:
    box = Choice()
    box.setAccessibleName(name)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    for text, value in options:
        box.addItem(text, value)
    return box
