"""The prompt editor, with a live token count and one line of hints or errors below it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from PySide6.QtCore import QT_TRANSLATE_NOOP, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QSizePolicy, QTextEdit, QVBoxLayout, QWidget

from t2v_desktop.errors import T2VError
from t2v_desktop.gui.compose.drops import is_for_the_panel
from t2v_desktop.gui.look import phrases, theme
from t2v_desktop.gui.look.labels import label
from t2v_desktop.gui.look.messages import in_words
from t2v_desktop.prompt.language import foreign_script, looks_english
from t2v_desktop.prompt.styles import Styled
from t2v_desktop.prompt.tokens import Measure, TokenCounter

COMPLETE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
FRAME_PX = 16  # padding and border above and below the text


class PromptEdit(QPlainTextEdit):
    """Grows with its text from `lines[0]` to `lines[1]` lines. Ctrl+Enter emits `confirmed`, files and pictures emit `given`."""

    KEYS = (("Ctrl+Return", QT_TRANSLATE_NOOP("PromptEdit", "Generate")),)
    confirmed = Signal()
    given = Signal(QMimeData)

    def __init__(self, lines: tuple[int, int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self.completions: QWidget | None = None  # a list over the text, which takes Enter and Tab while it is open
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._fit_height())
        self._fit_height()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(200, self.height())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802
        return is_for_the_panel(source) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802
        """Insert dropped or pasted text; leave files and pictures to the panel."""
        if is_for_the_panel(source):
            self.given.emit(source)
        else:
            super().insertFromMimeData(source)

    def strike_out(self, positions: Iterable[int]) -> None:
        """Strike out the characters at `positions`, which are Python string indices."""
        struck = QTextCharFormat()
        struck.setForeground(QColor(theme.colours().warn))
        struck.setFontStrikeOut(True)
        selections = []
        for start, end in _utf16_ranges(self.toPlainText(), positions):
            selection = QTextEdit.ExtraSelection()
            selection.cursor = QTextCursor(self.document())
            selection.cursor.setPosition(start)
            selection.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            selection.format = struck
            selections.append(selection)
        self.setExtraSelections(selections)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if self.completions is not None and self.completions.isVisible() and event.key() in COMPLETE:
            event.ignore()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.confirmed.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit_height()

    def _fit_height(self) -> None:
        lines = max(self._lines[0], min(self._lines[1], round(self.document().size().height())))
        margin = round(2 * self.document().documentMargin())
        height = lines * self.fontMetrics().lineSpacing() + margin + FRAME_PX
        if height != self.height():
            self.setFixedHeight(height)


def _utf16_ranges(text: str, positions: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Convert positions in a Python string to ranges of UTF-16 units, as Qt counts them."""
    units, at = [0], 0
    for character in text:
        at += 2 if ord(character) > 0xFFFF else 1
        units.append(at)
    for _, group in groupby(enumerate(sorted(set(positions))), key=lambda pair: pair[1] - pair[0]):
        run = [position for _, position in group]
        yield units[run[0]], units[run[-1] + 1]


class PromptField(QWidget):
    """A prompt editor with a hint and the token count below it. `empty_hint` is the hint while there is no text."""

    changed = Signal()
    confirmed = Signal()

    def __init__(self, name: str, placeholder: str, empty_hint: str, lines: tuple[int, int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty_hint, self._error, self._only_english = empty_hint, "", True
        self._clips: int | None = None
        self._counter: TokenCounter | None = None
        self._styled: Callable[[str], Styled] = lambda text: Styled(text, 0, len(text))
        self._random = False
        self.measure: Measure | None = None
        self.edit = PromptEdit(lines)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setAccessibleName(name)
        self._hint, self._count = label("", "muted", wrap=True), label("", "muted")
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self._count.setToolTip(self.tr("Tokens used / limit"))
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
        self.edit.textChanged.connect(self._text_edited)
        self.edit.confirmed.connect(self.confirmed)
        self._show()

    @property
    def text(self) -> str:
        return self.edit.toPlainText()

    def set_text(self, text: str) -> None:
        """Replace the text as one undo step."""
        if text == self.text:
            return
        cursor = self.edit.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.edit.moveCursor(QTextCursor.MoveOperation.End)

    @property
    def cursor_index(self) -> int:
        """The index of the cursor in the text."""
        before = self.edit.toPlainText().encode("utf-16-le")[: 2 * self.edit.textCursor().position()]
        return len(before.decode("utf-16-le", "ignore"))

    def set_cursor(self, at: int) -> None:
        cursor = self.edit.textCursor()
        cursor.setPosition(len(self.text[:at].encode("utf-16-le")) // 2)
        self.edit.setTextCursor(cursor)

    def set_styling(self, styled: Callable[[str], Styled]) -> None:
        """Count the tokens of what this makes of the text."""
        self._styled = styled
        self._measure()

    def set_counter(self, counter: TokenCounter | None) -> None:
        self._counter = counter
        self._measure()

    def set_languages(self, languages: Sequence[str]) -> None:
        """Set which languages the model knows; only one that knows nothing but English is worth a hint."""
        self._only_english = tuple(languages) == ("en",)
        self._show()

    def show_error(self, message: str) -> None:
        """Show an error until the text changes."""
        self._error = message
        self._show()

    def apply_theme(self) -> None:
        """Strike out the words past the limit in the current theme."""
        self._measure()

    def show_clips(self, clips: int, *, random: bool = False) -> None:
        """Set how many clips the hint announces if the prompt has alternatives, and whether they are random. Until then it counts the alternatives."""
        self._clips, self._random = clips, random
        self._show()

    @property
    def error(self) -> str:
        return self._error

    def _text_edited(self) -> None:
        self._error = ""
        self._measure()
        self.changed.emit()

    def _measure(self) -> None:
        self.measure, self._clips = None, None
        if self._counter is not None:
            try:
                self.measure = self._counter.measure_styled(self._styled(self.text))
            except T2VError as error:
                self._error = str(error)
        self.edit.blockSignals(True)
        self.edit.strike_out(self.measure.cut if self.measure else ())
        self.edit.blockSignals(False)
        self._show()

    def _show(self) -> None:
        text, role = self._hint_text()
        set_text(self._hint, phrases.sentence(text), role)
        self._hint.setVisible(bool(text))
        count, limit = (self.measure.count, self.measure.limit) if self.measure else (None, 0)
        set_text(self._count, f"{count} / {limit}" if count is not None and self.text else "", "warn" if count is not None and count > limit else "muted")
        self._count.setVisible(bool(self._count.text()))
        self._count.setAccessibleName(self.tr("{0} of {1} tokens").format(count, limit) if count is not None else "")

    def _hint_text(self) -> tuple[str, str]:
        """The most important message about the text, and its role."""
        if self._error:
            return self._error, "bad"
        if self.measure is not None and self.measure.cut:
            return self.tr("Too long: the struck-through words are ignored"), "warn"
        if self.measure is not None and self.measure.style_cut:
            return self.tr("Too long: words of the styles are ignored"), "warn"
        if not self._only_english:
            return self._clips_hint(), "muted"
        if script := foreign_script(self.text):
            return self.tr("The model knows only English, not {0} script").format(in_words(script)), "warn"
        if not looks_english(self.text):
            return self.tr("Doesn't look like English; the model knows only English"), "warn"
        return self._clips_hint() or ("" if self.text else self._empty_hint), "muted"

    def _clips_hint(self) -> str:
        """How many clips the alternatives give, "" without alternatives."""
        if self.measure is None or self.measure.alternatives <= 1:
            return ""
        if self._random:
            return self.tr("Creates %n random clip(s)", "", self._clips or 1)
        return self.tr("Creates {0} clips").format(self._clips or self.measure.alternatives)


def set_text(widget: QLabel, text: str, role: str) -> None:
    """Set the text of a label and its role in the style sheet."""
    widget.setText(text)
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
