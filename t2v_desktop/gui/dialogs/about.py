"""The About dialog: what the application is, the limits of its models, and the licences of its parts."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QGridLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from t2v_desktop import __version__
from t2v_desktop.gui.dialogs.sheet import Sheet
from t2v_desktop.gui.look import theme
from t2v_desktop.gui.look.labels import label

WIDTH = 520  # pixels at 100 %
LICENCES = (
    ("T2V Desktop, Starter model", "MIT"),
    ("Qt, PySide6", "LGPL-3.0"),
    ("PyTorch", "BSD-3-Clause"),
    ("safetensors, tokenizers, Hugging Face Hub", "Apache-2.0"),
    ("FFmpeg (separate program)", "GPL-3.0-or-later"),
    ("NumPy, psutil", "BSD-3-Clause"),
    ("Pillow", "MIT-CMU"),
    ("platformdirs, wakepy", "MIT"),
    ("Inter (typeface)", "OFL-1.1"),
    ("text-to-video-ms-1.7b (not included)", "CC-BY-NC-4.0"),
    ("Wan 2.1, Wan 2.2 (not included)", "Apache-2.0"),
)


class About(Sheet):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("About T2V Desktop"), WIDTH, parent)
        mark = label("")
        mark.setPixmap(theme.app_icon().pixmap(56, 56))
        name = label(self.tr("T2V Desktop {0}").format(__version__), "heading")
        what = label(self.tr("Turns an English sentence into a short video on your own computer. No account, no cloud, no telemetry."), "muted", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(name)
        words.addWidget(what)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        limits = QGridLayout()
        limits.setHorizontalSpacing(8)
        limits.setVerticalSpacing(2)
        limits.setColumnStretch(1, 1)
        for row, line in enumerate(self._limits()):
            limits.addWidget(label("•"), row, 0, Qt.AlignmentFlag.AlignTop)
            limits.addWidget(label(line, wrap=True), row, 1)
        licences = QPlainTextEdit("\n".join(f"{part}: {licence}" for part, licence in LICENCES))
        licences.setReadOnly(True)
        licences.setTabChangesFocus(True)
        licences.setAccessibleName(self.tr("Licences"))
        licences.setFixedHeight(150)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addLayout(head)
        column.addSpacing(4)
        column.addWidget(label(self.tr("Limits of the models"), "heading"))
        column.addLayout(limits)
        column.addSpacing(4)
        column.addWidget(label(self.tr("Licences"), "heading"))
        column.addWidget(licences)
        self.fill(column, buttons)

    def _limits(self) -> list[str]:
        return [
            self.tr("They only understand English, and Wan Chinese as well; other languages give random pictures."),
            self.tr("They don't reach the quality of film or television."),
            self.tr("They can't write legible text."),
            self.tr("They struggle with complex scenes of many interacting things."),
            self.tr("They repeat the biases of the videos they were trained on."),
            self.tr("The weights of text-to-video-ms-1.7b and its relatives are for non-commercial use only."),
            self.tr("The Starter model only draws coloured shapes that move over simple backgrounds."),
        ]
