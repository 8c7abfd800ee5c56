"""The queue panel: its jobs, and what the user can do with them."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QMenu, QStackedLayout, QToolButton, QVBoxLayout, QWidget

from t2v_desktop.gui.look import theme
from t2v_desktop.gui.look.labels import ElidedButton, label
from t2v_desktop.gui.queue.model import QueueModel
from t2v_desktop.gui.queue.notice import PauseNotice
from t2v_desktop.gui.queue.row import ROW, QueueRow
from t2v_desktop.gui.queue.rows import Rows
from t2v_desktop.job import Job, State
from t2v_desktop.planning.remedies import Remedy, remedies_of

RETRYABLE = {State.FAILED, State.CANCELLED, State.INTERRUPTED}
RUNNING = {State.RUNNING, State.CANCELLING}


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
    all_failed_retried = Signal()
    removal_undone = Signal()
    quit_after_chosen = Signal(bool)
    when_done_chosen = Signal(str)
    remedy_chosen = Signal(Remedy)  # for what paused the queue

    def __init__(self, model: QueueModel, when_done: str = "nothing", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pause, self._more = ElidedButton(self.tr("Pause after this clip")), QToolButton()
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
        self._notice = PauseNotice()
        self._notice.chosen.connect(self.remedy_chosen)
        self._list = self._make_list()
        empty = label(self.tr("The queue is empty. New clips appear here."), "muted", wrap=True)
        empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self._list)
        self._stack.addWidget(empty)
        column = QVBoxLayout(self)
        theme.set_margins(column, theme.PANEL_MARGIN, 10, theme.PANEL_MARGIN - 4, 10)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._notice)
        column.addWidget(holder, 1)
        self._update_icons()
        self.refresh()

    def _make_list(self) -> Rows:
        view = Rows(self.model)
        view.toggled.connect(self.toggle_finished)
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
        view.addAction(self.undo_action)
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
        self.undo_action = action("retry", self.tr("Undo remove"), "Ctrl+Z", self.removal_undone.emit)
        self.clear_action = QAction(self.tr("Clear finished"), self)
        self._icons[self.clear_action] = "close"  # not a check mark: that would look like an option that is on
        self.clear_action.triggered.connect(self.cleared)
        self.retry_all_action = QAction(self.tr("Retry all failed"), self)
        self._icons[self.retry_all_action] = "retry"
        self.retry_all_action.triggered.connect(self.all_failed_retried)
        self.quit_action = QAction(self.tr("Quit after this clip"), self, checkable=True)
        self.quit_action.triggered.connect(self.quit_after_chosen)
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
        self.add_commands(menu)
        return menu

    def add_commands(self, menu: QMenu) -> None:
        """Add the commands that concern the whole queue."""
        menu.addActions([self.retry_all_action, self.clear_action, self.undo_action])
        menu.addSeparator()
        menu.addAction(self.quit_action)
        menu.addMenu(self.when_done_menu(menu))

    def refresh(self) -> None:
        """Show how many jobs are unfinished, and scroll to a job that has started."""
        count = self.model.unfinished_count()
        self._count.setText(str(count) if count else "")
        self._stack.setCurrentIndex(0 if self.model.count() else 1)
        self.retry_all_action.setEnabled(bool(self.model.failed()))
        self.clear_action.setEnabled(self.model.heading_row() >= 0)
        if self.isVisible():
            self._follow()

    def _follow(self) -> None:
        """Scroll to the running job, or else the next one, unless the user has scrolled away from the one before it."""
        current = self.model.current()
        if current is None or current.id == self._followed:
            return
        bar = self._list.verticalScrollBar()
        if bar.value() < ROW or not self._followed:
            bar.setValue(0)
        self._followed = current.id

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        QTimer.singleShot(0, self, self._follow)  # when the list has its final size

    def show_paused(self, paused: bool, reason: str, running: bool, kind: str = "") -> None:
        """Show whether the queue is paused; if it paused itself, the reason and what helps against an error of `kind`."""
        self._pause.setChecked(paused)
        self._update_icons()
        self._pause.setText(self.tr("Resume") if paused else self.tr("Pause after this clip") if running else self.tr("Pause"))
        self._notice.show_reason(reason if paused else "", remedies_of(kind) if kind else ())
        self.quit_action.setEnabled(running)

    def show_quit_after(self, wanted: bool) -> None:
        self.quit_action.setChecked(wanted)

    def toggle_finished(self) -> None:
        """Show the finished jobs, or fold them."""
        self.model.set_open(not self.model.is_open())

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
        return [job for row in rows if (job := self.model.job_at(row)) is not None]

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
        """Move the selected jobs that wait one place up or down, as a block."""
        ids = self._ids(State.WAITING)
        rows = [self.model.row_of(job_id) for job_id in ids]
        beside = self.model.job_at(rows[0] - 1 if step < 0 else rows[-1] + 1) if rows else None
        if beside is None or beside.state is not State.WAITING:
            return
        self.moved.emit(ids, beside.id if step < 0 else self.model.id_before(rows[-1] + 2))
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
            (self.retry_all_action, bool(states & RETRYABLE) and len(self.model.failed()) > len(jobs)),
            (self.edit_action, len(jobs) == 1 and State.WAITING in states and not jobs[0].current_source),
            (self.duplicate_action, True),
            (self.up_action, State.WAITING in states),
            (self.down_action, State.WAITING in states),
            (self.remove_action, True),
        ):
            if possible:
                menu.addAction(action)
        return menu
