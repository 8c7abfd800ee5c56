"""The styles of the next clips: a menu to choose them, and a chip for each chosen one."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton, QWidget

from t2v_desktop.errors import T2VError
from t2v_desktop.gui.look import theme
from t2v_desktop.gui.look.flow import Flow, empty
from t2v_desktop.gui.look.labels import plain_tooltip
from t2v_desktop.library import styles
from t2v_desktop.models.words import NO_WORDS, ModelWords, Style
from t2v_desktop.request import MAX_STYLES

ICON_PX = 12
MOVES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class Styles(QWidget):
    """The chips; `button` is shown elsewhere. `changed` is emitted when the user changes the choice, `edit_requested` to edit the styles themselves."""

    changed = Signal()
    edit_requested = Signal()
    failed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._words = NO_WORDS
        self.button = QToolButton()
        self.button.setText(self.tr("Styles"))
        self.button.setToolTip(self.tr("Add a style to the prompt: its words are added when you press Generate"))
        self.button.setAccessibleName(self.tr("Styles"))
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.button)
        self._menu.setToolTipsVisible(True)
        self._menu.aboutToShow.connect(self.fill_menu)
        self.button.setMenu(self._menu)
        self._flow = Flow(4, self)
        self.apply_theme()

    @property
    def names(self) -> tuple[str, ...]:
        """The chosen styles, in order."""
        return self._names

    @property
    def words(self) -> ModelWords:
        """Those of the model that `fill` was called for."""
        return self._words

    @property
    def chosen(self) -> list[Style]:
        """Those of the chosen styles that exist."""
        known = {style.name: style for style in self._offered()}
        return [known[name] for name in self._names if name in known]

    def fill(self, names: Sequence[str], words: ModelWords) -> None:
        """Show the chosen styles, for a model of these words. Emits nothing."""
        self._names, self._words = tuple(names), words
        self._show()

    def apply_theme(self) -> None:
        self.button.setIcon(theme.icon("brush"))
        self._show()

    def fill_menu(self) -> None:
        self._menu.clear()
        offered = self._offered()
        built_in = {style.name for style in self._words.styles}
        for mine in (True, False):
            for style in (style for style in offered if (style.name not in built_in) == mine):
                action = self._menu.addAction(style.name.replace("&", "&&"))
                action.setCheckable(True)
                action.setChecked(style.name in self._names)
                action.setEnabled(style.name in self._names or len(self._names) < MAX_STYLES)
                action.setToolTip(tooltip_of(style))
                action.triggered.connect(lambda _=False, name=style.name: self.toggle(name))
            self._menu.addSeparator()
        if not offered:
            self._menu.addAction(self.tr("No styles for this model yet")).setEnabled(False)
        self._menu.addAction(theme.icon("edit"), self.tr("Edit styles…"), self.edit_requested.emit)

    def toggle(self, name: str) -> None:
        """Choose a style after the others, or take it out."""
        self._set(tuple(other for other in self._names if other != name) if name in self._names else (*self._names, name))

    def reorder(self, name: str, by: int) -> None:
        names = list(self._names)
        at = names.index(name)
        names.insert(min(max(at + by, 0), len(names) - 1), names.pop(at))
        if tuple(names) != self._names:
            self._set(tuple(names))
            self._chip(names.index(name)).setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Ctrl and an arrow key move the style of the focused chip; Delete takes it out."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QPushButton):
            name = str(watched.property("style_name"))
            if event.key() in MOVES and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.reorder(name, MOVES[Qt.Key(event.key())])
                return True
            if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
                self.toggle(name)
                return True
        return False

    def _set(self, names: tuple[str, ...]) -> None:
        self._names = names
        self._show()
        self.changed.emit()
        if not names:
            self.button.setFocus()

    def _chip(self, at: int) -> QWidget:
        item = self._flow.itemAt(at)
        assert item is not None
        chip = item.widget()
        assert chip is not None
        return chip

    def _offered(self) -> list[Style]:
        try:
            return styles.offered(self._words)
        except T2VError as error:
            self.failed.emit(str(error))
            return list(self._words.styles)

    def _show(self) -> None:
        empty(self._flow)
        known = {style.name: style for style in self._offered()}
        for name in self._names:
            style = known.get(name)
            chip = QPushButton(theme.icon("close" if style else "warning", "" if style else theme.colours().warn), name.replace("&", "&&"))
            chip.setIconSize(QSize(ICON_PX, ICON_PX))
            chip.setProperty("role", "chip")
            chip.setProperty("style_name", name)
            chip.setAccessibleName(self.tr("Remove style {0}").format(name))
            hint = self.tr("Click to remove; Ctrl+← and Ctrl+→ change the order")
            chip.setToolTip(tooltip_of(style, hint) if style else plain_tooltip(self.tr("This style doesn't exist for this model"), hint))
            chip.clicked.connect(lambda _=False, name=name: self.toggle(name))
            chip.installEventFilter(self)
            self._flow.addWidget(chip)
            chip.show()  # now, so that it can take the focus
        self.setVisible(bool(self._names))


def tooltip_of(style: Style, *more: str) -> str:
    return plain_tooltip(style.prefix, style.suffix, f"− {style.negative_prompt}" if style.negative_prompt else "", *more)
