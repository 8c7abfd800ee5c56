"""The Filter button of the library view and its menu."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from t2v_desktop.clip import MAX_STARS, Origin
from t2v_desktop.gui.library import conditions
from t2v_desktop.gui.look import theme
from t2v_desktop.library.filters import Filter, Missing
from t2v_desktop.library.listing import Choices

MOST_CHOICES = 40  # models, sizes or tags in a menu, the most frequent ones
TITLE_CHARACTERS = 60
T = TypeVar("T")


class FilterButton(QPushButton):
    """`chosen` carries the new filter. `choices` are what the library has to choose from."""

    chosen = Signal(Filter)
    dates_wanted = Signal()

    def __init__(self, current: Callable[[], Filter], parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Filter"), parent)
        self._current, self.choices = current, Choices()
        self.setAccessibleName(self.tr("Filter the library"))
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self.fill)
        self.setMenu(self._menu)
        self.apply_theme()

    def apply_theme(self) -> None:
        self.setIcon(theme.icon("filter"))

    def fill(self) -> None:
        menu, now = self._menu, self._current()
        menu.clear()
        for made in self.findChildren(QMenu):
            if made is not menu:
                made.deleteLater()
        models, sizes, tags = self.choices.models, self.choices.sizes, self.choices.tags
        favourites = menu.addAction(theme.icon("heart"), self.tr("Favourites"))
        favourites.setCheckable(True)
        favourites.setChecked(now.favourite)
        favourites.toggled.connect(lambda on: self.chosen.emit(replace(now, favourite=on)))
        missing = Missing.ONLY if now.missing is not Missing.ONLY else Missing.SHOWN
        any_one = self.tr("Any")
        ranks = [(any_one, replace(now, stars=0)), *((conditions.stars(n), replace(now, stars=n)) for n in range(MAX_STARS, 0, -1))]
        self._add(self.tr("Rating"), ranks)
        self._add_tags(_most(tags), now)
        self._add(self.tr("Model"), [(any_one, replace(now, model="")), *((conditions.model(name), replace(now, model=name)) for name in _most(models))])
        self._add(self.tr("Size"), [(any_one, replace(now, size=(0, 0))), *((conditions.size(*size), replace(now, size=size)) for size in _most(sizes))])
        self._add_dates(now)
        kinds = [(any_one, replace(now, origin=None)), *((conditions.origin(kind), replace(now, origin=kind)) for kind in Origin)]
        self._add(self.tr("Source"), kinds)
        menu.addSeparator()
        lost = menu.addAction(theme.icon("warning"), self.tr("Missing files"))
        lost.setCheckable(True)
        lost.setChecked(now.missing is Missing.ONLY)
        lost.triggered.connect(lambda: self.chosen.emit(replace(now, missing=missing)))

    def _add(self, title: str, options: list[tuple[str, Filter]]) -> QMenu:
        """A submenu of which one option is chosen."""
        menu, now = QMenu(title, self), self._current()
        group = QActionGroup(menu)
        for text, wanted in options:
            action = menu.addAction(_escaped(text))
            action.setCheckable(True)
            action.setChecked(wanted == now)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, wanted=wanted: self.chosen.emit(wanted))
        self._menu.addMenu(menu)
        return menu

    def _add_tags(self, tags: list[str], now: Filter) -> None:
        """A submenu of tags, several of which may be chosen."""
        menu = QMenu(self.tr("Tags"), self)
        for tag in sorted(tags, key=str.casefold):
            action = menu.addAction(_escaped(tag))
            action.setCheckable(True)
            action.setChecked(tag in now.tags)
            after = tuple(t for t in now.tags if t != tag) if tag in now.tags else (*now.tags, tag)
            action.triggered.connect(lambda _checked=False, after=after: self.chosen.emit(replace(now, tags=after)))
        if not tags:
            menu.addAction(self.tr("No tags yet: select clips and press T")).setEnabled(False)
        self._menu.addMenu(menu)

    def _add_dates(self, now: Filter) -> None:
        today = date.today()
        first_days = (
            (self.tr("Today"), today),
            (self.tr("Last 7 days"), today - timedelta(days=6)),
            (self.tr("Last 30 days"), today - timedelta(days=29)),
            (self.tr("This year"), today.replace(month=1, day=1)),
        )
        options = [(self.tr("Any"), replace(now, from_s=0.0, until_s=0.0))]
        options += [(text, replace(now, from_s=conditions.start_of(day), until_s=0.0)) for text, day in first_days]
        menu = self._add(self.tr("Date"), options)
        menu.addSeparator()
        menu.addAction(self.tr("Choose dates…")).triggered.connect(self.dates_wanted)


def _most(counted: "Counter[T]") -> list[T]:
    return [each for each, _ in counted.most_common(MOST_CHOICES)]


def _escaped(text: str) -> str:
    """A text as a menu shows it, without mnemonics."""
    return text[:TITLE_CHARACTERS].replace("&", "&&")
