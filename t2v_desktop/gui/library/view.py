"""The library as a view of its own: all clips in a grid that is searched, filtered and sorted."""

from array import array
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QItemSelectionRange, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QPushButton, QSlider, QStackedLayout, QVBoxLayout, QWidget

from t2v_desktop.errors import T2VError
from t2v_desktop.gui.compose.fields import Choice
from t2v_desktop.gui.library import conditions
from t2v_desktop.gui.library.actions import LibraryActions
from t2v_desktop.gui.library.chips import Chips, cleared
from t2v_desktop.gui.library.clip_grid import ClipGrid
from t2v_desktop.gui.library.dates import choose_dates
from t2v_desktop.gui.library.filter_menu import FilterButton
from t2v_desktop.gui.library.listed_model import ListedModel
from t2v_desktop.gui.library.lister import Lister
from t2v_desktop.gui.look import theme
from t2v_desktop.gui.look.labels import label
from t2v_desktop.gui.look.search_field import SearchField
from t2v_desktop.library.clip_rows import ListedClip
from t2v_desktop.library.clips import Clips
from t2v_desktop.library.filters import Filter, Missing, Sort
from t2v_desktop.library.listing import Listing

SEARCH_DELAY_MS = 150
SMALLEST_PX, LARGEST_PX, SIDE_PX = 72, 320, 150  # sides of the tiles
EVERYTHING = Filter(missing=Missing.SHOWN)


class LibraryView(QFrame):
    """Emits what the user asks for; it never changes the library. `opened` carries a ListedClip, `selection_changed` follows the selection."""

    opened = Signal(object)
    selection_changed = Signal()
    failed = Signal(str)

    def __init__(self, clips: Clips, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAccessibleName(self.tr("Library"))
        self._clips, self.filter = clips, EVERYTHING
        self._outdated = True  # listed again when it is next shown
        self._shown: Filter | None = None  # whose clips are in the grid
        self.model = ListedModel(clips, self)
        self.lister = Lister(clips, self)
        self._build()
        self._lay_out()
        self._connect()

    # layout

    def _build(self) -> None:
        self.search = SearchField(self.tr("Search prompts, settings and tags"), self.tr("Search the library"))
        self._search_timer = QTimer(self, singleShot=True, interval=SEARCH_DELAY_MS)
        self.filter_button = FilterButton(lambda: self.filter)
        self.chips = Chips()
        self.grid = ClipGrid(self.model, SIDE_PX, self._selected_files)
        self.commands = LibraryActions(self.grid)
        self._count = label("", "muted")
        self.sort = Choice()
        self.sort.setAccessibleName(self.tr("Sort by"))
        self.sort.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for order in Sort:
            self.sort.addItem(conditions.sort(order), order)
        self.size_slider = QSlider(Qt.Orientation.Horizontal)
        self.size_slider.setRange(SMALLEST_PX, LARGEST_PX)
        self.size_slider.setValue(SIDE_PX)
        self.size_slider.setSingleStep(8)
        self.size_slider.setPageStep(40)
        self.size_slider.setAccessibleName(self.tr("Thumbnail size"))
        self.size_slider.setToolTip(self.tr("Thumbnail size"))
        self.size_slider.setMinimumWidth(70)
        self.size_slider.setMaximumWidth(140)
        self._empty_title, self._empty_text = label("", "heading", wrap=True), label("", "muted", wrap=True)
        self.clear = QPushButton(self.tr("Clear search and filters"))
        self.clear.setAccessibleName(self.clear.text())

    def _lay_out(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        for row in (head, foot):
            row.setSpacing(theme.SPACING)
        head.addWidget(self.search, 1)
        head.addWidget(self.filter_button)
        foot.addWidget(self._count)
        foot.addStretch(1)
        foot.addWidget(self.sort)
        foot.addWidget(self.size_slider, 1)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.grid)
        self._stack.addWidget(self._empty_page())
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PANEL_MARGIN, theme.PANEL_MARGIN, theme.PANEL_MARGIN, 10)
        column.setSpacing(theme.SPACING)
        column.addLayout(head)
        column.addWidget(self.chips)
        column.addWidget(holder, 1)
        column.addLayout(foot)

    def _empty_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.addStretch(1)
        for text in (self._empty_title, self._empty_text):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(text)
        column.addSpacing(8)
        column.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        return page

    def _connect(self) -> None:
        down = QAction(self.tr("Go to the clips"), self.search)
        down.setShortcut(QKeySequence("Down"))
        down.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        down.triggered.connect(self._enter_grid)
        self.search.addAction(down)
        self.search.textChanged.connect(lambda _: self._search_timer.start())
        self._search_timer.timeout.connect(lambda: self.show_filter(replace(self.filter, search=self.search.text().strip())))
        self.filter_button.chosen.connect(self.show_filter)
        self.filter_button.dates_wanted.connect(lambda: choose_dates(self, self.filter, self.show_filter))
        self.chips.chosen.connect(self.show_filter)
        self.clear.clicked.connect(lambda: self.show_filter(cleared(self.filter)))
        self.sort.activated.connect(lambda _: self.show_filter(replace(self.filter, sort=self.sort.currentData())))
        self.size_slider.valueChanged.connect(self.grid.set_tile)
        self.lister.listed.connect(self._show_listing)
        self.lister.failed.connect(self.failed)
        self.model.failed.connect(self.failed)
        self.grid.selectionModel().selectionChanged.connect(lambda *_: self._selection_moved())
        self.grid.opened.connect(self._open)
        self.commands.play_under_mouse.toggled.connect(self.grid.set_playing)

    # what is listed

    def refresh(self) -> None:
        """List the library again, because clips came, went or changed. Waits until the view is visible."""
        self._outdated = True
        if self.isVisible():
            self._list(count_choices=True)

    def count_choices(self) -> None:
        """Count again what there is to filter by. The list stays as it is."""
        if self.isVisible():
            self._list(count_choices=True)
        else:
            self._outdated = True

    def show_filter(self, wanted: Filter) -> None:
        """List the clips that a filter selects, from the first one on."""
        self._search_timer.stop()
        if wanted.search != self.search.text().strip():
            self.search.blockSignals(True)
            self.search.setText(wanted.search)
            self.search.blockSignals(False)
        if wanted == self.filter:
            return
        self.filter = wanted
        self.chips.show_filter(wanted)
        self.sort.setCurrentIndex(self.sort.findData(wanted.sort))
        self._list()

    def _list(self, *, count_choices: bool = False) -> None:
        self._outdated = False
        self.lister.list(self.filter, count_choices=count_choices)

    def _show_listing(self, listing: Listing) -> None:
        if listing.choices is not None:
            self.filter_button.choices = listing.choices
        if listing.wanted != self.filter:
            return
        selected, current = set(self.selected_ids()), self._current_id()
        same_list, same_ids = self._shown == listing.wanted, listing.ids == self.model.ids
        self._shown = listing.wanted
        offset = self.grid.verticalScrollBar().value() if same_list else 0
        self.model.show(listing.ids)
        self._stack.setCurrentIndex(0 if listing.ids else 1)
        self._explain_empty()
        self.grid.updateGeometries()
        self.grid.verticalScrollBar().setValue(offset)
        if not same_ids:
            self._select_ids(selected, current)
        if self.grid.hasFocus():
            self.grid.select_current()
        self._selection_moved()

    def _explain_empty(self) -> None:
        filtered = self.filter != replace(EVERYTHING, sort=self.filter.sort)
        self._empty_title.setText(self.tr("No matching clips") if filtered else self.tr("No clips yet"))
        self._empty_text.setText(
            self.tr("Try fewer words or filters.") if filtered
            else self.tr("Describe a scene on the left and press Generate. To find clips again that are already on your disk, "
                         "choose Rescan clips folder in the Library menu.")
        )  # fmt: skip
        self.clear.setVisible(filtered)

    # what is selected

    def selected_ids(self) -> "array[int]":
        """The ids of the selected clips, in the order of the list."""
        ids = array("q")
        for rows in self._selected_rows():
            ids += self.model.ids[rows.start : rows.stop]
        return ids

    def selected_count(self) -> int:
        return sum(len(rows) for rows in self._selected_rows())

    def selected_one(self) -> ListedClip | None:
        """The selected clip, if it is only one."""
        selected = self._selected_rows()
        return self.model.listed(selected[0].start) if sum(map(len, selected)) == 1 else None

    def _selected_rows(self) -> list[range]:
        chosen = self.grid.selectionModel().selection()
        return sorted((range(part.top(), part.bottom() + 1) for part in chosen.toList()), key=lambda rows: rows.start)

    def _selected_files(self) -> list[Path]:
        try:
            return self._clips.files(self.selected_ids())
        except T2VError as error:
            self.failed.emit(str(error))
            return []

    def select(self, ids: set[int]) -> None:
        """Select clips and bring the first one into view."""
        self._select_ids(ids, min(ids, default=-1))
        if rows := self.model.rows_of(ids):
            self.grid.scrollTo(self.model.index(rows[0]))

    def _current_id(self) -> int:
        row = self.grid.currentIndex().row()
        return self.model.ids[row] if 0 <= row < len(self.model.ids) else -1

    def _select_ids(self, ids: set[int], current: int) -> None:
        chosen, selection = self.grid.selectionModel(), QItemSelection()
        rows = self.model.rows_of(ids)
        begin = 0
        for at in range(1, len(rows) + 1):
            if at == len(rows) or rows[at] != rows[at - 1] + 1:
                selection.append(QItemSelectionRange(self.model.index(rows[begin]), self.model.index(rows[at - 1])))
                begin = at
        chosen.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if found := self.model.rows_of([current]):
            chosen.setCurrentIndex(self.model.index(found[0]), QItemSelectionModel.SelectionFlag.NoUpdate)

    def _selection_moved(self) -> None:
        count, selected = len(self.model.ids), self.selected_count()
        text = self.tr("%n clip(s)", "", count)
        self._count.setText(self.tr("{0}, {1} selected").format(text, self.locale().toString(selected)) if selected > 1 else text)
        self.selection_changed.emit()

    def _enter_grid(self) -> None:
        if self.model.ids:
            self.grid.setFocus()
            if not self.grid.currentIndex().isValid():
                self.grid.setCurrentIndex(self.model.index(0))

    def _open(self) -> None:
        if (found := self.model.listed(self.grid.currentIndex().row())) is not None:
            self.opened.emit(found)

    # state between runs, and the window

    def saved_state(self) -> str:
        """The size of the tiles, the order and whether clips play under the mouse, as one word."""
        return f"{self.size_slider.value()}:{self.filter.sort.value}:{int(self.commands.play_under_mouse.isChecked())}"

    def restore(self, saved: str) -> None:
        """Restore what `saved_state` returned. Ignores any other text."""
        side, _, rest = saved.partition(":")
        order, _, plays = rest.partition(":")
        if side.isascii() and side.isdecimal() and len(side) < 5 and order in [each.value for each in Sort] and plays in ("0", "1"):
            self.size_slider.setValue(int(side))
            self.commands.play_under_mouse.setChecked(plays == "1")
            self.show_filter(replace(self.filter, sort=Sort(order)))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        if self._outdated:
            self._list(count_choices=True)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        self.grid.stop()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.filter_button.apply_theme()
            self.chips.apply_theme()
