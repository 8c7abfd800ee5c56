"""Where a prompt is typed: the editor, its live token count, and one line that says what is the matter with it."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from PySide6.QtCore import QT_TRANSLATE_NOOP, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QSizePolicy, QTextEdit, QVBoxLayout, QWidget

from t2v_desktop.errors import T2VError
from t2v_desktop.gui.look import theme
from t2v_desktop.gui.look.labels import label
from t2v_desktop.prompt.language import foreign_script, looks_english
from t2v_desktop.prompt.tokens import Measure, TokenCounter

FRAME_PX = 16  # padding and border, above and below the text


class PromptEdit(QPlainTextEdit):
    """Grows with its text from `lines[0]` to `lines[1]`; `confirmed` by Ctrl+Enter."""

    KEYS = (("Ctrl+Return", QT_TRANSLATE_NOOP("PromptEdit", "Generate")),)
    confirmed = Signal()

    def __init__(self, lines: tuple[int, int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._fit())
        self._fit()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(200, self.height())

    def mark(self, places: Iterable[int]) -> None:
        """Strike the characters at `places`, counted in Python's way."""
        look = QTextCharFormat()
        look.setForeground(QColor(theme.colours().warn))
        look.setFontStrikeOut(True)
        marks = []
        for start, end in _runs(self.toPlainText(), places):
            selection = QTextEdit.ExtraSelection()
            selection.cursor = QTextCursor(self.document())
            selection.cursor.setPosition(start)
            selection.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            selection.format = look
            marks.append(selection)
        self.setExtraSelections(marks)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.confirmed.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        lines = max(self._lines[0], min(self._lines[1], round(self.document().size().height())))
        margin = round(2 * self.document().documentMargin())
        height = lines * self.fontMetrics().lineSpacing() + margin + FRAME_PX
        if height != self.height():
            self.setFixedHeight(height)


def _runs(text: str, places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The places as ranges, counted as Qt counts: in UTF-16 units."""
    units, at = [0], 0
    for character in text:
        at += 2 if ord(character) > 0xFFFF else 1
        units.append(at)
    for _, group in groupby(enumerate(sorted(set(places))), key=lambda pair: pair[1] - pair[0]):
        run = [place for _, place in group]
        yield units[run[0]], units[run[-1] + 1]


class PromptField(QWidget):
    """A prompt's editor with what is to say about the text under it; `changed` when the text did."""

    changed = Signal()
    confirmed = Signal()

    def __init__(self, name: str, placeholder: str, advice: str, lines: tuple[int, int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._advice, self._error = advice, ""
        self._counter: TokenCounter | None = None
        self.measure: Measure | None = None
        self.edit = PromptEdit(lines)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setAccessibleName(name)
        self._hint, self._count = label("", "muted", wrap=True), label("", "muted")
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self._count.setToolTip(self.tr("Pieces of words that the model reads, and how many it has room for"))
        foot = QHBoxLayout()
        foot.setSpacing(theme.SPACING)
        foot.addWidget(self._hint, 1)
        foot.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.edit)
        column.addLayout(foot)
        self.setFocusProxy(self.edit)
        self.edit.textChanged.connect(self._typed)
        self.edit.confirmed.connect(self.confirmed)
        self._show()

    @property
    def text(self) -> str:
        return self.edit.toPlainText()

    def set_text(self, text: str) -> None:
        """Replace the text, in one step that can be undone."""
        if text == self.text:
            return
        cursor = self.edit.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.edit.moveCursor(QTextCursor.MoveOperation.End)

    def set_counter(self, counter: TokenCounter | None) -> None:
        self._counter = counter
        self._measure()

    def show_error(self, message: str) -> None:
        """Say what is wrong until the text changes."""
        self._error = message
        self._show()

    def dress(self) -> None:
        """Mark the text again, in the colours of now."""
        self._measure()

    @property
    def error(self) -> str:
        return self._error

    def _typed(self) -> None:
        self._error = ""
        self._measure()
        self.changed.emit()

    def _measure(self) -> None:
        self.measure = None
        if self._counter is not None:
            try:
                self.measure = self._counter.measure(self.text)
            except T2VError as error:
                self._error = str(error)
        self.edit.blockSignals(True)
        self.edit.mark(self.measure.cut if self.measure else ())
        self.edit.blockSignals(False)
        self._show()

    def _show(self) -> None:
        text, role = self._comment()
        show(self._hint, text[:1].upper() + text[1:], role)
        self._hint.setVisible(bool(text))
        count = self.measure
        over = count is not None and count.count > count.limit
        show(self._count, f"{count.count} / {count.limit}" if count and self.text else "", "warn" if over else "muted")
        self._count.setVisible(bool(self._count.text()))
        self._count.setAccessibleName(self.tr("{0} of {1} tokens").format(count.count, count.limit) if count else "")

    def _comment(self) -> tuple[str, str]:
        """The one thing most worth saying about the text, and its role."""
        if self._error:
            return self._error, "bad"
        if self.measure is not None and self.measure.cut:
            return self.tr("The struck-out words are past the limit and are not read"), "warn"
        if script := foreign_script(self.text):
            return self.tr("The model reads English only, not {0} letters").format(script), "warn"
        if not looks_english(self.text):
            return self.tr("This does not look English, which is all the model reads"), "warn"
        if self.measure is not None and self.measure.alternatives > 1:
            return self.tr("The braces make {0} prompts").format(self.measure.alternatives), "muted"
        return self._advice, "muted"


def show(widget: QLabel, text: str, role: str) -> None:
    """Give a label another text and another role of the style sheet."""
    widget.setText(text)
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
