"""The commands of the player, with their shortcuts."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QAbstractSlider, QApplication, QComboBox, QMenu, QWidget

from t2v_desktop.gui.look import theme

PLAIN_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Home)


class PlayerActions(QObject):
    """One QAction for each command, shared by buttons and menus."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._icons: list[tuple[QAction, str]] = []
        self.play = self._make(self.tr("Play"), "play", "Space")
        self.play.setWhatsThis(self.tr("Play or pause"))  # the text names only one of the two
        self.first = self._make(self.tr("First frame"), "first", "Home")
        self.back = self._make(self.tr("Previous frame"), "step-back", ",")
        self.forward = self._make(self.tr("Next frame"), "step-forward", ".")
        self.slower = self._make(self.tr("Slower"), "", "[")
        self.faster = self._make(self.tr("Faster"), "", "]")
        self.loop = self._make(self.tr("Loop"), "loop", "L", checkable=True)
        self.loop.setChecked(True)
        self.full_screen = self._make(self.tr("Full screen"), "full-screen", "F", "F11")
        self.fit = self._make(self.tr("Fit"), "zoom-fit", "Ctrl+0")
        self.zoom_in = self._make(self.tr("Zoom in"), "", "Ctrl+=", "Ctrl++")
        self.zoom_out = self._make(self.tr("Zoom out"), "", "Ctrl+-")
        self.save = self._make(self.tr("Save as…"), "save", "Ctrl+S")
        self.save_stripped = self._make(self.tr("Save without settings…"), "save")
        self.save_stripped.setToolTip(self.tr("A copy without prompt and settings; it still says that it is AI-generated"))
        self.copy_frame = self._make(self.tr("Copy frame"), "copy", "Ctrl+Shift+C")
        self.save_frame = self._make(self.tr("Save frame…"), "film")
        self.use_frame = self._make(self.tr("Start a clip with this frame"), "film")
        self.go_on = self._make(self.tr("Continue this clip"), "step-forward")
        self.compare = self._make(self.tr("Compare with…"), "compare", checkable=True)
        self.alternatives = self._make(self.tr("Show alternatives side by side"), "grid", "G")
        self.reuse = self._make(self.tr("Reuse settings"), "reuse")
        self.reveal = self._make(self.tr("Show in folder"), "folder")
        self.hd = self._make(self.tr("Upscale to HD"), "spark", "Ctrl+Shift+H")
        self.delete = self._make(self.tr("Delete"), "trash")
        self.apply_theme()

    def all(self) -> list[QAction]:
        """Every action."""
        return [action for action, _ in self._icons]

    def menu(self, parent: QWidget) -> QMenu:
        """The menu of a right click on the video; it deletes itself when it closes."""
        menu = QMenu(parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for group in (
            (self.play, self.loop, self.full_screen, self.fit), (self.save, self.save_stripped, self.save_frame, self.copy_frame, self.compare),
            (self.reuse, self.hd, self.go_on, self.use_frame), (self.reveal, self.delete),
        ):  # fmt: skip
            menu.addActions(group)
            menu.addSeparator()
        return menu

    def in_menu(self) -> list[QAction]:
        """The actions with a shortcut, in menu order."""
        return [action for action, _ in self._icons if action.shortcuts()]

    def apply_theme(self) -> None:
        """Redraw the icons in the current theme."""
        for action, name in self._icons:
            if name:
                action.setIcon(theme.icon(name))

    def show_playing(self, playing: bool) -> None:
        self.play.setText(self.tr("Pause") if playing else self.tr("Play"))
        name = "pause" if playing else "play"
        self._icons[0] = (self.play, name)
        self.play.setIcon(theme.icon(name))
        _set_tooltip(self.play)

    def enable(self, *, playable: bool, clip: bool, frames: bool, request: bool, comparing: bool) -> None:
        """Enable the commands for what the player has: a clip that can play, a finished clip, decoded frames, a request to reuse, two clips being compared."""
        for action in (self.play, self.first, self.back, self.forward):  # loop and speed also apply to the next clip, so they stay enabled
            action.setEnabled(playable)
        for action in (self.save, self.save_stripped, self.reveal, self.delete, self.hd, self.go_on):
            action.setEnabled(clip and not comparing)
        self.alternatives.setEnabled(clip and not comparing)
        for action in (self.copy_frame, self.save_frame, self.use_frame):
            action.setEnabled(frames and not comparing)
        self.compare.setEnabled(frames or comparing)
        self.compare.setChecked(comparing)
        self.compare.setText(self.tr("Stop comparing") if comparing else self.tr("Compare with…"))
        _set_tooltip(self.compare)
        self.reuse.setEnabled(request and not comparing)

    def _make(self, text: str, icon: str, *keys: str, checkable: bool = False) -> QAction:
        action = QAction(text, self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setCheckable(checkable)
        _set_tooltip(action)
        self._icons.append((action, icon))
        return action


def _set_tooltip(action: QAction) -> None:
    key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(f"{action.text()} ({key})" if key else action.text())


class PlainKeys(QObject):
    """An event filter for a window that lets the focused widget use its own keys before the player's shortcuts.

    Space presses the focused button and Home goes to the start of a list. Text fields already claim their keys.
    """

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _uses_key(QApplication.focusWidget(), event):
            event.accept()
            return True
        return False


def _uses_key(widget: QWidget | None, event: QKeyEvent) -> bool:
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.ShiftModifier:
        return False
    if isinstance(widget, QComboBox):
        return bool(event.text()) or event.key() == Qt.Key.Key_Home
    if isinstance(widget, QAbstractItemView):
        own = (key for action in widget.actions() if action.isEnabled() for key in action.shortcuts())
        return event.key() in PLAIN_KEYS and QKeySequence(event.key()) not in own
    if isinstance(widget, QAbstractButton):
        return event.key() == Qt.Key.Key_Space
    return isinstance(widget, QAbstractSlider) and event.key() == Qt.Key.Key_Home
