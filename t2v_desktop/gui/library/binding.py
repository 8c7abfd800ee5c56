"""Connects the library view to the session, the player and the status bar."""

from array import array
from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from t2v_desktop.errors import T2VError
from t2v_desktop.gui.library.clip_actions import ClipActions
from t2v_desktop.gui.library.details_pane import DetailsPane
from t2v_desktop.gui.library.drag_out import DragOut
from t2v_desktop.gui.library.exporting import Exporting
from t2v_desktop.gui.library.marking import Marking
from t2v_desktop.gui.library.tag_dialog import TagDialog
from t2v_desktop.gui.library.upkeep import Upkeep
from t2v_desktop.gui.library.view import LibraryView
from t2v_desktop.gui.look.desktop import reveal
from t2v_desktop.gui.player.panel import Player
from t2v_desktop.gui.session import Session
from t2v_desktop.gui.status import Status
from t2v_desktop.gui.views import Views
from t2v_desktop.library.clip_rows import ListedClip
from t2v_desktop.library.filters import Sort

UNDO_FROM = 2  # a change of so many clips can be undone; one is changed back as quickly


class LibraryBinding(QObject):
    """`play_requested` carries a Clip for the player, `reuse_requested` a Request for the compose panel."""

    play_requested = Signal(object)
    reuse_requested = Signal(object)

    def __init__(
        self,
        session: Session,
        view: LibraryView,
        details: DetailsPane,
        views: Views,
        player: Player,
        clip_actions: ClipActions,
        status: Status,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._session, self._view, self._details, self._views, self._player, self._status = session, view, details, views, player, status
        self._clip_actions = clip_actions
        self._marking = Marking(session.clips, self)
        self.upkeep = Upkeep(session, views.task, status, self)
        self.exporting = Exporting(session.clips, views.task, parent)
        self._back = QAction(self.tr("Back to the library"), parent)
        self._back.setShortcuts([QKeySequence("Esc"), QKeySequence("Alt+Left")])
        self._back.setEnabled(False)
        self._back.triggered.connect(self._go_back)
        player.addAction(self._back)
        self._connect()
        self._show_selection()

    def _connect(self) -> None:
        view, commands = self._view, self._view.commands
        view.opened.connect(self._play)
        view.failed.connect(self._status.show_message)
        view.selection_changed.connect(self._show_selection)
        view.grid.customContextMenuRequested.connect(self._show_menu)
        commands.play.triggered.connect(lambda: self._with_one(self._play))
        commands.reuse.triggered.connect(lambda: self._with_one(lambda found: self.reuse_requested.emit(found.clip.request)))
        commands.reveal.triggered.connect(lambda: self._with_one(lambda found: reveal(found.clip.path)))
        commands.compare.triggered.connect(self._compare)
        commands.like.triggered.connect(self._toggle_favourite)
        for stars, action in enumerate(reversed(commands.ratings)):
            action.triggered.connect(lambda _checked=False, stars=stars: self._rate(stars))
        commands.tag.triggered.connect(self.edit_tags)
        commands.export.triggered.connect(lambda: self.exporting.export(view.selected_ids()))
        commands.sheet.triggered.connect(lambda: self.exporting.contact_sheet(view.selected_ids()))
        self.exporting.reported.connect(self._status.show_message)
        commands.delete.triggered.connect(self._delete)
        commands.forget.triggered.connect(self._delete)
        commands.select_all.triggered.connect(view.grid.selectAll)
        self._details.rated.connect(self._rate)
        self._details.liked.connect(lambda on: self._marking.set_favourite(view.selected_ids(), on))
        self._details.copied.connect(self._status.show_message)
        self._marking.finished.connect(self._show_marks)
        self._marking.failed.connect(self._status.show_message)
        self._clip_actions.changed.connect(view.refresh)
        commands.rescan.triggered.connect(self.upkeep.rescan)
        self.upkeep.changed.connect(view.refresh)
        self._session.clip_finished.connect(lambda _: view.refresh())
        self._views.changed.connect(self._change_view)
        stage = self._player.stage
        DragOut(stage, self._player.files, lambda: self._player.files() != [] and stage.zoom() == 1)

    # the selection

    def _show_selection(self) -> None:
        view = self._view
        count, one = view.selected_count(), view.selected_one()
        missing = one is not None and one.missing
        view.commands.enable(count=count, missing=missing, listed=len(view.model.ids))
        if one is not None:
            self._details.show_clip(one)
        elif count > 1:
            self._details.show_many(count)
        else:
            self._details.show_nothing()

    def _with_one(self, use: Callable[[ListedClip], None]) -> None:
        if (found := self._view.selected_one()) is not None:
            use(found)

    def _show_menu(self, point: QPoint) -> None:
        menu = QMenu(self._view)
        self._view.commands.fill(menu)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._view.grid.viewport().mapToGlobal(point))

    # playing, and back

    def _play(self, found: ListedClip) -> None:
        if found.missing:
            self._show_selection()
            self._status.show_message(self.tr("The file of this clip is missing."))
            return
        self.play_requested.emit(found.clip)
        self._views.show_player()
        self._player.stage.setFocus()
        self._back.setEnabled(True)

    def _compare(self) -> None:
        clips = [each.clip for each in self._session.clips.by_ids(self._view.selected_ids()[:2]) if not each.missing]
        if len(clips) == 2:
            self._views.show_player()
            self._player.compare(*clips)
            self._back.setEnabled(True)

    def _go_back(self) -> None:
        """From two clips to one, and from there to the library."""
        if self._player.commands.compare.isChecked():
            self._player.commands.compare.trigger()
        else:
            self._views.show_library()
            self._view.grid.setFocus()

    def _change_view(self, library: bool) -> None:
        self._back.setEnabled(False)
        if library:
            self._view.grid.setFocus()

    def find(self) -> None:
        """Show the library and put the cursor into its search."""
        self._views.show_library()
        self._view.search.setFocus()
        self._view.search.selectAll()

    # marks

    def _rate(self, stars: int) -> None:
        self._marking.rate(self._view.selected_ids(), stars)

    def _toggle_favourite(self) -> None:
        current = self._view.model.listed(self._view.grid.currentIndex().row())
        self._marking.set_favourite(self._view.selected_ids(), not (current is not None and current.marks.favourite))

    def edit_tags(self) -> TagDialog | None:
        """Open the dialog for the tags of the selected clips, and return at once."""
        ids = self._view.selected_ids()
        try:
            marks = self._session.clips.marks(ids)
            known = [tag for tag, _ in self._session.clips.tags().most_common()]
        except T2VError as error:
            self._status.show_message(str(error))
            return None
        if not marks:
            return None
        first, *others = [set(each.tags) for each in marks.values()]
        shared = sorted(first.intersection(*others), key=str.casefold)
        dialog = TagDialog(len(marks), shared, known, self._view)

        def apply() -> None:
            if dialog.added or dialog.removed:
                self._marking.retag(ids, dialog.added, dialog.removed)

        dialog.accepted.connect(apply)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _show_marks(self, count: int) -> None:
        """Show new marks, and list again if the list depends on them."""
        view, wanted = self._view, self._view.filter
        view.model.reread()
        if wanted.stars or wanted.favourite or wanted.tags or wanted.search or wanted.sort is Sort.RATING:
            view.refresh()
        elif self._marking.changed_tags:
            view.count_choices()
        self._show_selection()
        if count >= UNDO_FROM:
            self._status.offer_undo(self.tr("%n clip(s) changed", "", count), self._marking.undo)

    # removing

    def _delete(self) -> None:
        ids = self._view.selected_ids()
        if ids:
            self._select_next(ids)
            self._clip_actions.delete_ids(ids)

    def _select_next(self, ids: "array[int]") -> None:
        """Have the clip after the deleted ones selected afterwards, as the keyboard's user expects."""
        rows, model = self._view.model.rows_of(ids), self._view.model
        after = next((row for row in (rows[-1] + 1, rows[0] - 1) if 0 <= row < len(model.ids)), None)
        if after is not None:
            self._view.select({model.ids[after]})
