"""The commands of the library view, with their shortcuts."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from t2v_desktop.clip import MAX_STARS
from t2v_desktop.gui.look import theme


class LibraryActions(QObject):
    """One QAction for each command. Their keys work while `grid` has the focus; their menu applies to its selection at any time."""

    def __init__(self, grid: QWidget) -> None:
        super().__init__(grid)
        self._grid = grid
        self._icons: list[tuple[QAction, str]] = []
        self.play = self._make(self.tr("&Play"), "play", "Return", "Enter", "Space")
        self.reuse = self._make(self.tr("&Reuse settings"), "reuse", "R")
        self.reveal = self._make(self.tr("Show in &folder"), "folder")
        self.compare = self._make(self.tr("&Compare these two"), "compare")
        self.like = self._make(self.tr("Fa&vourite"), "heart", "F")
        self.ratings = [self._make(self._rating(stars), "", str(stars)) for stars in range(MAX_STARS, -1, -1)]
        self.tag = self._make(self.tr("Edit &tags…"), "tag", "T")
        self.export = self._make(self.tr("&Export…"), "export", "Ctrl+E")
        self.sheet = self._make(self.tr("Contact s&heet…"), "grid")
        self.delete = self._make(self.tr("&Move to trash"), "trash", "Del")
        self.forget = self._make(self.tr("Remove from &library"), "close")
        self.select_all = self._make(self.tr("Select a&ll"), "", "Ctrl+A")
        self.play_under_mouse = QAction(self.tr("Play clips &under the mouse"), self)
        self.play_under_mouse.setCheckable(True)
        self.play_under_mouse.setChecked(True)
        self.rescan = QAction(self.tr("Re&scan clips folder"), self)
        self.apply_theme()

    def enable(self, *, count: int, missing: bool, listed: int) -> None:
        """Enable the commands for a selection of `count` clips of those listed; `missing` if it is one without a file."""
        for action in (self.like, *self.ratings, self.tag):
            action.setEnabled(count > 0)
        for action in (self.export, self.sheet, self.delete):
            action.setEnabled(count > 0 and not missing)
        self.play.setEnabled(count == 1 and not missing)
        self.reuse.setEnabled(count == 1)
        self.reveal.setEnabled(count == 1)
        self.compare.setEnabled(count == 2)
        self.forget.setEnabled(missing)
        self.select_all.setEnabled(listed > 0)

    def apply_theme(self) -> None:
        """Redraw the icons in the current theme."""
        for action, name in self._icons:
            action.setIcon(theme.icon(name))

    def for_details(self) -> tuple[list[QAction], list[QAction]]:
        """The commands that the details offer: for one clip, and for any number."""
        return [self.play, self.reuse, self.reveal], [self.tag, self.export, self.sheet, self.delete]

    def fill(self, menu: QMenu) -> None:
        """Fill a context menu."""
        rating = QMenu(self.tr("R&ating"), menu)
        rating.addActions(self.ratings)
        shown = [self.play, self.reuse, self.reveal, self.compare, None, self.like, rating, self.tag, None, self.export, self.sheet, None]
        for each in [*shown, self.forget if self.forget.isEnabled() else self.delete]:
            if each is None:
                menu.addSeparator()
            elif isinstance(each, QMenu):
                menu.addMenu(each).setEnabled(self.ratings[0].isEnabled())
            elif each is not self.compare or each.isEnabled():
                menu.addAction(each)

    def fill_menu(self, menu: QMenu) -> None:
        """Fill the Library menu of the menu bar."""
        self.fill(menu)
        menu.addSeparator()
        menu.addAction(self.select_all)
        menu.addAction(self.play_under_mouse)
        menu.addSeparator()
        menu.addAction(self.rescan)

    def _rating(self, stars: int) -> str:
        return "★" * stars if stars else self.tr("No rating")

    def _make(self, text: str, icon: str, *keys: str) -> QAction:
        action = QAction(text, self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        plain = text.replace("&", "").removesuffix("…")
        action.setToolTip(f"{plain} ({key})" if key else plain)
        self._grid.addAction(action)
        if icon:
            self._icons.append((action, icon))
        return action
