"""What can be done with the clip that is shown: every command of the player, with its key."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QAbstractSlider, QApplication, QComboBox, QWidget

from t2v_desktop.gui.look import theme

PLAIN_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Home)


class PlayerActions(QObject):
    """One action each; whoever shows or triggers one shares it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._icons: list[tuple[QAction, str]] = []
        self.play = self._make(self.tr("Play"), "play", "Space")
        self.play.setWhatsThis(self.tr("Play or pause"))  # which its text tells but one of
        self.first = self._make(self.tr("First frame"), "first", "Home")
        self.back = self._make(self.tr("One frame back"), "step-back", ",")
        self.forward = self._make(self.tr("One frame on"), "step-forward", ".")
        self.slower = self._make(self.tr("Slower"), "", "[")
        self.faster = self._make(self.tr("Faster"), "", "]")
        self.loop = self._make(self.tr("Loop"), "loop", "L", checkable=True)
        self.loop.setChecked(True)
        self.full_screen = self._make(self.tr("Full screen"), "full-screen", "F", "F11")
        self.fit = self._make(self.tr("Fit"), "zoom-fit", "Ctrl+0")
        self.zoom_in = self._make(self.tr("Zoom in"), "", "Ctrl+=", "Ctrl++")
        self.zoom_out = self._make(self.tr("Zoom out"), "", "Ctrl+-")
        self.save = self._make(self.tr("Save as…"), "save", "Ctrl+S")
        self.copy_frame = self._make(self.tr("Copy frame"), "copy", "Ctrl+Shift+C")
        self.save_frame = self._make(self.tr("Save frame…"), "film")
        self.compare = self._make(self.tr("Compare with…"), "compare", checkable=True)
        self.reuse = self._make(self.tr("Reuse settings"), "reuse")
        self.reveal = self._make(self.tr("Show in folder"), "folder")
        self.hd = self._make(self.tr("Make again in HD"), "spark", "Ctrl+Shift+H")
        self.delete = self._make(self.tr("Delete"), "trash")
        self.dress()

    def in_menu(self) -> list[QAction]:
        """Those with a key of their own, in the order of a menu."""
        return [action for action, _ in self._icons if action.shortcuts()]

    def dress(self) -> None:
        """Draw the icons in the palette of the moment."""
        for action, name in self._icons:
            if name:
                action.setIcon(theme.icon(name))

    def show_playing(self, playing: bool) -> None:
        self.play.setText(self.tr("Pause") if playing else self.tr("Play"))
        name = "pause" if playing else "play"
        self._icons[0] = (self.play, name)
        self.play.setIcon(theme.icon(name))
        _explain(self.play)

    def enable(self, *, moving: bool, clip: bool, frames: bool, request: bool, comparing: bool) -> None:
        """What is there: something that plays, a finished clip, its frames, at least a request that can be made again; two clips side by side."""
        for action in (self.play, self.first, self.back, self.forward):  # loop and speed are chosen for the next clip too
            action.setEnabled(moving)
        for action in (self.save, self.reveal, self.delete, self.hd):
            action.setEnabled(clip and not comparing)
        for action in (self.copy_frame, self.save_frame):
            action.setEnabled(frames and not comparing)
        self.compare.setEnabled(frames or comparing)
        self.compare.setChecked(comparing)
        self.compare.setText(self.tr("End comparing") if comparing else self.tr("Compare with…"))
        _explain(self.compare)
        self.reuse.setEnabled(request and not comparing)

    def _make(self, text: str, icon: str, *keys: str, checkable: bool = False) -> QAction:
        action = QAction(text, self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setCheckable(checkable)
        _explain(action)
        self._icons.append((action, icon))
        return action


def _explain(action: QAction) -> None:
    key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(f"{action.text()} ({key})" if key else action.text())


class PlainKeys(QObject):
    """A filter on a window: the widget with the focus keeps the keys that it needs itself, although an action has them too.

    Space presses the button that has the focus, Home goes to the start of a list; text fields look after themselves.
    """

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _needs(QApplication.focusWidget(), event):
            event.accept()
            return True
        return False


def _needs(widget: QWidget | None, event: QKeyEvent) -> bool:
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.ShiftModifier:
        return False
    if isinstance(widget, QComboBox):
        return bool(event.text()) or event.key() == Qt.Key.Key_Home
    if isinstance(widget, QAbstractItemView):
        return event.key() in PLAIN_KEYS
    if isinstance(widget, QAbstractButton):
        return event.key() == Qt.Key.Key_Space
    return isinstance(widget, QAbstractSlider) and event.key() == Qt.Key.Key_Home
