"""The queue panel: its jobs, and what the user can do with them."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QPalette, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QPushButton,
    QStackedLayout,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from t2v_desktop.gui.look import phrases, theme
from t2v_desktop.gui.look.labels import label, plain_tooltip
from t2v_desktop.gui.queue.model import QueueModel
from t2v_desktop.gui.queue.row import ROW, QueueRow
from t2v_desktop.job import Job, State

RETRYABLE = {State.FAILED, State.CANCELLED, State.INTERRUPTED}
RUNNING = {State.RUNNING, State.CANCELLING}


class Rows(QTableView):
    """A list of rows of the same height.

    A table of one column: after each change QListView would ask the model for all its rows to lay them out, which takes 20 ms for
    10,000. A table asks only for the visible ones.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setDragDropOverwriteMode(False)  # dropped between two rows, not on one
        palette = QPalette()
        palette.setBrush(QPalette.ColorRole.Highlight, Qt.GlobalColor.transparent)  # QueueRow draws the selection
        self.setPalette(palette)
        columns, rows = self.horizontalHeader(), self.verticalHeader()
        columns.hide()
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        rows.hide()
        rows.setDefaultSectionSize(ROW)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:  # noqa: N802
        """Home and End go to the first and the last row; in a table they stay in the row."""
        match action:
            case QAbstractItemView.CursorAction.MoveHome:
                return self.model().index(0, 0)
            case QAbstractItemView.CursorAction.MoveEnd:
                return self.model().index(self.model().rowCount() - 1, 0)
        return super().moveCursor(action, modifiers)


class QueueView(QFrame):
    """Emits what the user asks for, with the ids of the jobs. It never changes the queue itself."""

    cancelled = Signal(list)
    removed = Signal(list)
    retried = Signal(list)
    duplicated = Signal(list)
    edited = Signal(str)
    moved = Signal(list, str)
    chosen = Signal(str)
    alternatives_wanted = Signal(str)
    paused = Signal(bool)
    cleared = Signal()
    when_done_chosen = Signal(str)

    def __init__(self, model: QueueModel, when_done: str = "nothing", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pause, self._more = QPushButton(self.tr("Pause after this clip")), QToolButton()
        self._icons: dict[QAction, str] = {}
        self.setProperty("role", "panel")
        self.model = model
        self._followed = ""  # id of the job last scrolled into view
        self._build_actions(when_done)
        self._count = label("", "muted")
        self._pause.setProperty("role", "quiet")
        self._pause.setCheckable(True)
        self._pause.clicked.connect(self.paused)
        more = self._more
        more.setAccessibleName(self.tr("More queue actions"))
        more.setToolTip(self.tr("More"))
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        more.setMenu(self._more_menu())
        head = QHBoxLayout()
        head.setSpacing(theme.SPACING)
        head.addWidget(label(self.tr("Queue"), "heading"))
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self._pause)
        head.addWidget(more)
        self._reason = label("", "warn", wrap=True)
        self._reason.hide()
        self._list = self._make_list()
        empty = label(self.tr("The queue is empty. New clips appear here."), "muted", wrap=True)
        empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self._list)
        self._stack.addWidget(empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PANEL_MARGIN, 10, theme.PANEL_MARGIN - 4, 10)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._reason)
        column.addWidget(holder, 1)
        self._update_icons()
        self.refresh()

    def _make_list(self) -> Rows:
        view = Rows()
        view.setModel(self.model)
        row = QueueRow(self.model, view)
        row.button_clicked.connect(self._run_command)
        view.setItemDelegate(row)
        view.setAccessibleName(self.tr("Queue"))
        view.setProperty("role", "pane")
        view.setMouseTracking(True)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        view.setDropIndicatorShown(True)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._show_menu)
        view.clicked.connect(self._choose)
        view.activated.connect(self._choose)
        view.addActions([self.remove_action, self.retry_action, self.edit_action, self.duplicate_action, self.up_action, self.down_action])
        return view

    def _build_actions(self, when_done: str) -> None:
        def action(icon: str, text: str, keys: str, slot: Callable[[], object]) -> QAction:
            made = QAction(text, self)
            self._icons[made] = icon
            made.setShortcut(QKeySequence(keys))
            made.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            made.triggered.connect(slot)
            return made

        self.remove_action = action("close", self.tr("Remove"), "Del", self._remove)
        self.remove_action.setWhatsThis(self.tr("Remove (Cancel while it runs)"))  # for the list of shortcuts
        self.retry_action = action("retry", self.tr("Retry"), "Ctrl+R", lambda: self.retried.emit(self._ids(*RETRYABLE)))
        self.edit_action = action("edit", self.tr("Edit"), "F2", self._edit)
        self.duplicate_action = action("copy", self.tr("Duplicate"), "Ctrl+D", lambda: self.duplicated.emit(self._ids()))
        self.up_action = action("chevron-up", self.tr("Move up"), "Alt+Up", lambda: self._shift(-1))
        self.down_action = action("chevron-down", self.tr("Move down"), "Alt+Down", lambda: self._shift(1))
        self.clear_action = QAction(self.tr("Clear finished"), self)
        self._icons[self.clear_action] = "close"  # not a check mark: that would look like an option that is on
        self.clear_action.triggered.connect(self.cleared)
        self.when_done = QActionGroup(self)
        for name, text in (("nothing", self.tr("Do nothing")), ("quit", self.tr("Quit")), ("sleep", self.tr("Sleep"))):
            choice = QAction(text, self, checkable=True, checked=name == when_done)
            choice.setData(name)
            self.when_done.addAction(choice)
        self.when_done.triggered.connect(lambda choice: self.when_done_chosen.emit(choice.data()))

    def when_done_menu(self, parent: QWidget) -> QMenu:
        menu = QMenu(self.tr("When the queue finishes"), parent)
        menu.addActions(self.when_done.actions())
        return menu

    def _more_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(self.clear_action)
        menu.addMenu(self.when_done_menu(menu))
        return menu

    def refresh(self) -> None:
        """Show how many jobs are unfinished, and scroll to a job that has started."""
        count = self.model.unfinished_count()
        self._count.setText(str(count) if count else "")
        self._stack.setCurrentIndex(0 if self.model.jobs() else 1)
        if self.isVisible():
            self._follow()

    def _follow(self) -> None:
        """Scroll the running job, or else the next one, to the top, unless the user has scrolled away from the job before it."""
        current = self.model.current()
        if current is None or current.id == self._followed:
            return
        if self.model.row_of(self._followed) < 0 or self._in_view(self._followed):
            self._followed = current.id
            self._list.scrollTo(self.model.index(self.model.row_of(current.id)), QAbstractItemView.ScrollHint.PositionAtTop)
        elif self._in_view(current.id):  # the user has scrolled back to it
            self._followed = current.id

    def _in_view(self, job_id: str) -> bool:
        return self._list.visualRect(self.model.index(self.model.row_of(job_id))).intersects(self._list.viewport().rect())

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        QTimer.singleShot(0, self, self._follow)  # when the list has its final size

    def show_paused(self, paused: bool, reason: str, running: bool) -> None:
        """Show whether the queue is paused, and the reason if it paused itself."""
        self._pause.setChecked(paused)
        self._update_icons()
        self._pause.setText(self.tr("Resume") if paused else self.tr("Pause after this clip") if running else self.tr("Pause"))
        self._reason.setText(phrases.sentence(reason))
        self._reason.setToolTip(plain_tooltip(reason))
        self._reason.setVisible(paused and bool(reason))

    def select(self, job_ids: list[str]) -> None:
        selection = self._list.selectionModel()
        selection.clear()
        for job_id in job_ids:
            if (row := self.model.row_of(job_id)) >= 0:
                selection.select(self.model.index(row), QItemSelectionModel.SelectionFlag.Select)
                if len(job_ids) == 1:
                    self._list.setCurrentIndex(self.model.index(row))

    def selected(self) -> list[Job]:
        rows = sorted(index.row() for index in self._list.selectedIndexes())
        return [self.model.jobs()[row] for row in rows]

    def _ids(self, *states: State) -> list[str]:
        return [job.id for job in self.selected() if not states or job.state in states]

    def _choose(self, index: QModelIndex) -> None:
        if (job := self.model.job(index)) is not None:
            self.chosen.emit(job.id)

    def _run_command(self, command: str, job_id: str) -> None:
        match command:
            case "cancel":
                self.cancelled.emit([job_id])
            case "remove":
                self.removed.emit([job_id])
            case "retry":
                self.retried.emit([job_id])
            case _:
                self.chosen.emit(job_id)

    def _remove(self) -> None:
        running = self._ids(*RUNNING)  # one at most
        if running:
            self.cancelled.emit(running)
        if rest := [job_id for job_id in self._ids() if job_id not in running]:
            self.removed.emit(rest)

    def _edit(self) -> None:
        if waiting := self._ids(State.WAITING):
            self.edited.emit(waiting[0])

    def _shift(self, step: int) -> None:
        """Move the selected jobs one place up or down, as a block."""
        jobs, ids = self.model.jobs(), self._ids()
        rows = [self.model.row_of(job_id) for job_id in ids]
        if not rows or (step < 0 and rows[0] == 0) or (step > 0 and rows[-1] == len(jobs) - 1):
            return
        before = rows[0] - 1 if step < 0 else rows[-1] + 2
        self.moved.emit(ids, jobs[before].id if before < len(jobs) else "")
        self.select(ids)

    def _update_icons(self) -> None:
        """Draw the icons in the current palette's colours."""
        muted = theme.colours().muted
        self._more.setIcon(theme.icon("more", muted))
        self._pause.setIcon(theme.icon("play" if self._pause.isChecked() else "pause", muted))
        for action, name in self._icons.items():
            action.setIcon(theme.icon(name))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._update_icons()

    def _show_menu(self, point: QPoint) -> None:
        if jobs := self.selected():
            self.menu_for(jobs).exec(self._list.viewport().mapToGlobal(point))

    def menu_for(self, jobs: list[Job]) -> QMenu:
        """The context menu of selected jobs."""
        menu = QMenu(self)
        states = {job.state for job in jobs}
        if len(jobs) == 1 and State.DONE in states:
            menu.addAction(theme.icon("grid"), self.tr("Show alternatives side by side"), lambda: self.alternatives_wanted.emit(jobs[0].id))
        self.remove_action.setText(self.tr("Cancel") if states <= RUNNING else self.tr("Remove"))
        for action, possible in (
            (self.retry_action, bool(states & RETRYABLE)),
            (self.edit_action, len(jobs) == 1 and State.WAITING in states and not jobs[0].current_source),
            (self.duplicate_action, True),
            (self.up_action, True),
            (self.down_action, True),
            (self.remove_action, True),
        ):
            if possible:
                menu.addAction(action)
        return menu
