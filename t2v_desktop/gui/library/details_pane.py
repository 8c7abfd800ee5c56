"""The pane beside the library's grid: every setting of the selected clip, and what can be done with the selection."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from t2v_desktop.clip import Clip, Marks
from t2v_desktop.gui.dialogs.keys import plain
from t2v_desktop.gui.library.absence_text import absence_text
from t2v_desktop.gui.library.settings_rows import as_text, file_rows, settings_rows
from t2v_desktop.gui.library.stars import StarsAndHeart
from t2v_desktop.gui.look import theme
from t2v_desktop.gui.look.flow import Flow
from t2v_desktop.gui.look.labels import label
from t2v_desktop.library.clip_rows import ListedClip

MAX_SHOWN = 4_000  # characters of a prompt


class DetailsPane(QFrame):
    """Shows nothing, one clip or how many are selected. `for_one` and `for_any` are commands for the selection."""

    rated = Signal(int)
    liked = Signal(bool)
    copied = Signal(str)  # what was copied, in words

    def __init__(self, for_one: list[QAction], for_any: list[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAccessibleName(self.tr("Details"))
        self._clip: Clip | None = None
        self._for_one = [_tool(action) for action in (*for_one, *for_any)]
        self._for_many = [_button(action) for action in for_any]
        self._build()
        self.show_nothing()

    def _build(self) -> None:
        self._heading = label("", "heading")
        self._hint = label("", "muted", wrap=True)
        self._missing = label("", "warn", wrap=True)
        self._prompt, self._negative = _selectable(self.tr("Prompt")), _selectable(self.tr("Negative prompt"))
        self._negative.setProperty("role", "muted")
        self._tags = label("", "muted", wrap=True)
        self.stars = StarsAndHeart()
        self.stars.rated.connect(self.rated)
        self.stars.liked.connect(self.liked)
        self.copy_prompt, self.copy_settings = QPushButton(self.tr("Copy prompt")), QPushButton(self.tr("Copy settings"))
        for button, slot in ((self.copy_prompt, self._copy_prompt), (self.copy_settings, self._copy_settings)):
            button.setAccessibleName(button.text())
            button.clicked.connect(slot)
        self._rows, self._labels = QWidget(), list[tuple[QLabel, QLabel]]()
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(2, 2, 10, 2)
        column.setSpacing(10)
        copies, commands = Flow(6), Flow(4)
        for button in (self.copy_prompt, self.copy_settings):
            copies.addWidget(button)
        for command in (*self._for_one, *self._for_many):
            commands.addWidget(command)
        for part in (self._hint, self._missing, self._prompt, self._negative, self.stars):
            column.addWidget(part)
        column.addLayout(commands)
        column.addWidget(self._tags)
        column.addLayout(copies)
        column.addWidget(self._rows)
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(body)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setProperty("role", "pane")
        self._scroll.setAccessibleName(self.tr("Details"))
        body.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.PANEL_MARGIN, 12, 4, 10)
        outer.setSpacing(theme.SPACING)
        outer.addLayout(head)
        outer.addWidget(self._scroll, 1)

    # content

    def show_nothing(self) -> None:
        self._show_parts(0)
        self._clip = None
        self._heading.setText(self.tr("Details"))
        self._hint.setText(self.tr("Select a clip to see its settings. Double-click one to play it."))

    def show_many(self, count: int) -> None:
        self._show_parts(2)
        self._clip = None
        self._heading.setText(self.tr("%n clip(s) selected", "", count))
        self._hint.setText(self.tr("Rate, tag, export or delete them together."))
        self.stars.show_marks(Marks())

    def show_clip(self, found: ListedClip) -> None:
        request = found.clip.request
        self._show_parts(1)
        self._clip = found.clip
        self._heading.setText(self.tr("Details"))
        self._missing.setVisible(found.missing)
        self._missing.setText(absence_text(found.clip.path) if found.missing else "")
        self._prompt.setText(request.prompt[:MAX_SHOWN])
        self._negative.setVisible(bool(request.negative_prompt))
        self._negative.setText(self.tr("Negative prompt: {0}").format(request.negative_prompt[:MAX_SHOWN]))
        self.stars.show_marks(found.marks)
        self._tags.setVisible(bool(found.marks.tags))
        self._tags.setText(self.tr("Tags: {0}").format(", ".join(found.marks.tags)))
        self._fill([*settings_rows(request), *file_rows(found)])

    def _show_parts(self, count: int) -> None:
        """Show what belongs to no clip, to one or to many."""
        for part in (self._missing, self._prompt, self._negative, self._tags, self._rows, self.copy_prompt, self.copy_settings, *self._for_one):
            part.setVisible(count == 1)
        for part in self._for_many:
            part.setVisible(count > 1)
        self.stars.setVisible(count > 0)
        self._hint.setVisible(count != 1)

    def _fill(self, rows: list[tuple[str, str]]) -> None:
        """Show rows in labels that are kept: new ones would have to be styled, 2 ms each."""
        while len(self._labels) < len(rows):
            pair, at = (label("", "muted"), _selectable("")), len(self._labels)
            for column, text in enumerate(pair):
                self._grid.addWidget(text, at, column, Qt.AlignmentFlag.AlignTop)
            self._labels.append(pair)
        for pair, (name, value) in zip(self._labels, rows, strict=False):
            pair[0].setText(name)
            pair[1].setText(value)
            pair[1].setAccessibleName(name)
        for at, pair in enumerate(self._labels):
            for text in pair:
                text.setVisible(at < len(rows))

    # commands

    def _copy_prompt(self) -> None:
        if self._clip is not None:
            QGuiApplication.clipboard().setText(self._clip.request.prompt)
            self.copied.emit(self.tr("Prompt copied."))

    def _copy_settings(self) -> None:
        if self._clip is not None:
            QGuiApplication.clipboard().setText(as_text(self._clip))
            self.copied.emit(self.tr("Settings copied."))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.stars.apply_theme()


def _selectable(name: str) -> QLabel:
    """A wrapped plain text that can be selected with mouse and keyboard."""
    text = label("", wrap=True)
    text.setAccessibleName(name)
    text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return text


def _tool(action: QAction) -> QToolButton:
    """An icon for an action, which names it and enables it."""
    tool = QToolButton()
    tool.setDefaultAction(action)
    tool.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    tool.setAccessibleName(plain(action.text()))
    return tool


def _button(action: QAction) -> QPushButton:
    """A button for an action, which enables it."""
    button = QPushButton(action.text().replace("&", ""))
    button.setAccessibleName(plain(action.text()))
    button.setToolTip(action.toolTip())
    button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    button.clicked.connect(action.trigger)
    action.changed.connect(lambda: button.setEnabled(action.isEnabled()))
    return button
