"""The queue panel: what runs, what waits, and what can be done with it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QListView, QMenu, QPushButton, QStackedLayout, QToolButton, QVBoxLayout, QWidget

from t2v_desktop.gui.look import theme, words
from t2v_desktop.gui.look.labels import label, tip
from t2v_desktop.gui.queue.model import QueueModel
from t2v_desktop.gui.queue.row import QueueRow
from t2v_desktop.job import Job, State

ENDED = (State.FAILED, State.CANCELLED, State.INTERRUPTED)


class QueueView(QFrame):
    """Emits what the user asks for, with the ids of the jobs; changes nothing by itself."""

    cancelled = Signal(list)
    removed = Signal(list)
    retried = Signal(list)
    duplicated = Signal(list)
    edited = Signal(str)
    moved = Signal(list, str)
    chosen = Signal(str)
    paused = Signal(bool)
    cleared = Signal()
    when_done_chosen = Signal(str)

    def __init__(self, model: QueueModel, when_done: str = "nothing", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pause, self._more = QPushButton(self.tr("Pause after this")), QToolButton()
        self._icons: dict[QAction, str] = {}
        self.setProperty("role", "panel")
        self.model = model
        self._followed = ""  # the job that was last brought into view
        self._build_actions(when_done)
        self._count = label("", "muted")
        self._pause.setProperty("role", "quiet")
        self._pause.setCheckable(True)
        self._pause.clicked.connect(self.paused)
        more = self._more
        more.setAccessibleName(self.tr("More about the queue"))
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
        empty = label(self.tr("Nothing is waiting.\nEvery Generate adds a line here."), "muted", wrap=True)
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
        self._dress()
        self.refresh()

    def _make_list(self) -> QListView:
        view = QListView()
        view.setModel(self.model)
        row = QueueRow(self.model, view)
        row.asked.connect(self._asked)
        view.setItemDelegate(row)
        view.setAccessibleName(self.tr("Queue"))
        view.setProperty("role", "pane")
        view.setMouseTracking(True)
        view.setUniformItemSizes(True)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        view.setDropIndicatorShown(True)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._offer)
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

        self.remove_action = action("close", self.tr("Cancel or remove"), "Del", self._drop)
        self.retry_action = action(
            "retry", self.tr("Try again"), "Ctrl+R", lambda: self.retried.emit(self._ids(State.FAILED, State.CANCELLED, State.INTERRUPTED))
        )
        self.edit_action = action("edit", self.tr("Edit"), "F2", self._edit)
        self.duplicate_action = action("copy", self.tr("Duplicate"), "Ctrl+D", lambda: self.duplicated.emit(self._ids()))
        self.up_action = action("chevron-up", self.tr("Move up"), "Alt+Up", lambda: self._shift(-1))
        self.down_action = action("chevron-down", self.tr("Move down"), "Alt+Down", lambda: self._shift(1))
        self.clear_action = QAction(self.tr("Clear what is done"), self)
        self._icons[self.clear_action] = "close"  # a check mark would look like a choice that is made
        self.clear_action.triggered.connect(self.cleared)
        self.when_done = QActionGroup(self)
        for name, text in (("nothing", self.tr("Nothing")), ("quit", self.tr("Quit")), ("sleep", self.tr("Sleep"))):
            choice = QAction(text, self, checkable=True, checked=name == when_done)
            choice.setData(name)
            self.when_done.addAction(choice)
        self.when_done.triggered.connect(lambda choice: self.when_done_chosen.emit(choice.data()))

    def when_done_menu(self, parent: QWidget) -> QMenu:
        menu = QMenu(self.tr("When all is done"), parent)
        menu.addActions(self.when_done.actions())
        return menu

    def _more_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(self.clear_action)
        menu.addMenu(self.when_done_menu(menu))
        return menu

    def refresh(self) -> None:
        """Show how many jobs are still to be done, and the one that has begun."""
        left = self.model.left()
        self._count.setText(str(left) if left else "")
        self._stack.setCurrentIndex(0 if self.model.jobs() else 1)
        if self.isVisible():
            self._follow()

    def _follow(self) -> None:
        """Bring a job that has begun, or the next one to begin, to the top; not while the user has scrolled away from the one before it."""
        now = self.model.current()
        if now is None or now.id == self._followed:
            return
        if self.model.row_of(self._followed) < 0 or self._in_view(self._followed):
            self._followed = now.id
            self._list.scrollTo(self.model.index(self.model.row_of(now.id)), QAbstractItemView.ScrollHint.PositionAtTop)
        elif self._in_view(now.id):  # the user has come back to it
            self._followed = now.id

    def _in_view(self, job_id: str) -> bool:
        return self._list.visualRect(self.model.index(self.model.row_of(job_id))).intersects(self._list.viewport().rect())

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        QTimer.singleShot(0, self, self._follow)  # once the list has its size

    def show_paused(self, paused: bool, reason: str, running: bool) -> None:
        """Say whether the queue is paused, and why where it paused itself."""
        self._pause.setChecked(paused)
        self._dress()
        self._pause.setText(self.tr("Resume") if paused else self.tr("Pause after this") if running else self.tr("Pause"))
        self._reason.setText(words.sentence(reason))
        self._reason.setToolTip(tip(reason))
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

    def _asked(self, what: str, job_id: str) -> None:
        match what:
            case "cancel":
                self.cancelled.emit([job_id])
            case "remove":
                self.removed.emit([job_id])
            case "retry":
                self.retried.emit([job_id])
            case _:
                self.chosen.emit(job_id)

    def _drop(self) -> None:
        running = self._ids(State.RUNNING, State.CANCELLING)
        if running:
            self.cancelled.emit(running)
        if rest := [job_id for job_id in self._ids() if job_id not in running]:
            self.removed.emit(rest)

    def _edit(self) -> None:
        if waiting := self._ids(State.WAITING):
            self.edited.emit(waiting[0])

    def _shift(self, step: int) -> None:
        """Move the selected waiting jobs one place up or down, as a block."""
        jobs, ids = self.model.jobs(), self._ids()
        rows = [row for row, job in enumerate(jobs) if job.id in ids]
        if not rows or (step < 0 and rows[0] == 0) or (step > 0 and rows[-1] == len(jobs) - 1):
            return
        before = rows[0] - 1 if step < 0 else rows[-1] + 2
        self.moved.emit(ids, jobs[before].id if before < len(jobs) else "")
        self.select(ids)

    def _dress(self) -> None:
        """Draw the icons in the palette of the moment."""
        muted = theme.colours().muted
        self._more.setIcon(theme.icon("more", muted))
        self._pause.setIcon(theme.icon("play" if self._pause.isChecked() else "pause", muted))
        for action, name in self._icons.items():
            action.setIcon(theme.icon(name))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._dress()

    def _offer(self, point: QPoint) -> None:
        jobs = self.selected()
        if not jobs:
            return
        menu = QMenu(self)
        states = {job.state for job in jobs}
        for action, possible in (
            (self.retry_action, bool(states & set(ENDED))),
            (self.edit_action, len(jobs) == 1 and State.WAITING in states and not jobs[0].current_source),
            (self.duplicate_action, True),
            (self.up_action, True),
            (self.down_action, True),
            (self.remove_action, True),
        ):
            if possible:
                menu.addAction(action)
        menu.exec(self._list.viewport().mapToGlobal(point))
