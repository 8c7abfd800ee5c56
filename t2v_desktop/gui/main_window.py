"""The main window: compose, player, queue and library around one session."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QMainWindow, QSplitter, QWidget

from t2v_desktop import settings
from t2v_desktop.clip import Clip
from t2v_desktop.errors import T2VError
from t2v_desktop.events import Denoising, Event, Loading
from t2v_desktop.gui.compose.panel import Compose
from t2v_desktop.gui.dialogs import folders
from t2v_desktop.gui.dialogs.about import About
from t2v_desktop.gui.dialogs.ask import ask
from t2v_desktop.gui.dialogs.folders import Purpose
from t2v_desktop.gui.dialogs.keys import keys_of
from t2v_desktop.gui.dialogs.preferences import Preferences
from t2v_desktop.gui.dialogs.shortcuts import Shortcuts
from t2v_desktop.gui.follower import Follower
from t2v_desktop.gui.library.clip_desk import ClipDesk
from t2v_desktop.gui.library.gallery import Gallery
from t2v_desktop.gui.look import theme, words
from t2v_desktop.gui.look.desktop import reveal
from t2v_desktop.gui.look.fit import fit
from t2v_desktop.gui.menus import build_menus
from t2v_desktop.gui.models.actions import ModelActions
from t2v_desktop.gui.player.panel import Player
from t2v_desktop.gui.queue.view import QueueView
from t2v_desktop.gui.session import Session
from t2v_desktop.gui.status import Status
from t2v_desktop.job import Job
from t2v_desktop.library.prompts import Prompts
from t2v_desktop.media.metadata import read_request
from t2v_desktop.models.store import Model
from t2v_desktop.request import Request
from t2v_desktop.settings import Settings

SIZE = QSize(1400, 900)  # pixels of a new window
LEFT, RIGHT, QUEUE = (0.27, 330, 345), (0.266, 250, 340), (0.38, 200, 300)  # of its panes: share of the window, least, most


class MainWindow(QMainWindow):
    """Binds the panels to the session; `models` lists what is installed, `confirm` asks a yes-or-no question."""

    settings_changed = Signal(Settings)
    sleep_wanted = Signal()

    def __init__(
        self, session: Session, prompts: Prompts, models: Callable[[], list[Model]],
        confirm: Callable[[QWidget, str, str, str], bool] | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.setWindowTitle(self.tr("T2V Desktop"))
        self.setWindowIcon(theme.app_icon())
        self._session, self._models, self._confirm = session, models, confirm or ask
        self.compose = Compose(models(), prompts, session.estimate)
        self.player = Player()
        self.queue = QueueView(session.model, session.settings.when_done)
        self.gallery = Gallery(session.clips)
        self.status = Status()
        self.model_actions = ModelActions(self, self._confirm)
        self.clip_desk = ClipDesk(session, self.player, self.gallery, self.status, models, self)
        self.follower = Follower(session, self.player, self.gallery, self.status, self)
        self._lay_out()
        self.menu_actions = build_menus(self, self.player, self.queue, self._verbs())
        self._bind()
        self.follower.show_newest()
        self._show_queue()
        self.compose.focus_prompt()

    def _lay_out(self) -> None:
        right = QSplitter(Qt.Orientation.Vertical)
        for below in (self.queue, self.gallery):
            right.addWidget(below)
        self.columns, self.right = QSplitter(Qt.Orientation.Horizontal), right
        for beside in (self.compose, self.player, right):
            self.columns.addWidget(beside)
        for splitter in (self.columns, right):
            splitter.setStretchFactor(1, 1)  # player and library take what the window grows by
            splitter.setHandleWidth(theme.PANEL_GAP)
            splitter.setChildrenCollapsible(False)
        room = QWidget()
        row = QHBoxLayout(room)
        row.setContentsMargins(theme.PANEL_GAP, 2, theme.PANEL_GAP, 0)
        row.addWidget(self.columns)
        self.setCentralWidget(room)
        self.setStatusBar(self.status)
        self.resize(SIZE)
        fit(self)
        self._divide()
        if self._session.settings.window:
            self.restore(self._session.settings.window)

    def _divide(self) -> None:
        """Give the panes of a window that was never arranged by hand their sizes."""
        left, right, queue = (_share(self.width(), *LEFT), _share(self.width(), *RIGHT), _share(self.height(), *QUEUE))
        self.columns.setSizes([left, self.width() - left - right, right])
        self.right.setSizes([queue, self.height() - queue])

    def _bind(self) -> None:
        session, queue, gallery, player = self._session, self.queue, self.gallery, self.player
        self.compose.submitted.connect(self._submit)
        session.queue_changed.connect(self._show_queue)
        session.costs.changed.connect(self._show_engine)
        session.progressed.connect(self._show_progress)
        session.warned.connect(self.status.say)
        session.all_done.connect(self._all_done)
        queue.cancelled.connect(session.cancel)
        queue.removed.connect(session.remove)
        queue.retried.connect(session.retry)
        queue.duplicated.connect(session.duplicate)
        queue.edited.connect(self._edit)
        queue.moved.connect(session.move)
        queue.chosen.connect(self.follower.show_job)
        queue.paused.connect(session.pause)
        queue.cleared.connect(session.clear_done)
        queue.when_done_chosen.connect(lambda what: self._change(replace(session.settings, when_done=what)))
        gallery.failed.connect(self.status.say)
        gallery.reused.connect(lambda clip: self.compose.set_request(clip.request))
        gallery.revealed.connect(lambda clip: reveal(clip.path))
        player.reuse_requested.connect(self.compose.set_request)
        player.reveal_requested.connect(reveal)
        player.failed.connect(self.status.say)
        player.saved.connect(lambda path: self.status.say(self.tr("Saved: {0}").format(path)))
        player.copied.connect(lambda: self.status.say(self.tr("The frame is on the clipboard.")))
        self.model_actions.changed.connect(self._models_changed)
        self.clip_desk.shown.connect(self.follower.show_clip)
        self.clip_desk.deleted.connect(self.follower.forget)
        self.clip_desk.models_wanted.connect(self.model_actions.open)

    def _verbs(self) -> dict[str, Callable[[], object]]:
        return {
            "new": self.compose.clear,
            "open": self._open,
            "preferences": self._prefer,
            "quit": self.close,
            "generate": self.compose.submit,
            "undo_delete": self.clip_desk.undo_delete,
            "find": self.gallery.search.setFocus,
            "follow": self.follower.follow,
            "pause": lambda: self._session.pause(not self._session.dispatch.paused),
            "cancel": self._cancel,
            "models": self.model_actions.open,
            "models_folder": self.model_actions.open_folder,
            "look_for_models": self._look_for_models,
            "shortcuts": lambda: Shortcuts(keys_of(self), self).exec(),
            "about": lambda: About(self).exec(),
        }

    # what is shown

    def _show_queue(self) -> None:
        session = self._session
        running = session.dispatch.running
        self.queue.refresh()
        self.queue.show_paused(session.dispatch.paused, session.dispatch.pause_reason, running is not None)
        self.menu_actions["pause"].setChecked(session.dispatch.paused)
        self.menu_actions["cancel"].setEnabled(running is not None)
        self._show_left()
        self._show_engine()

    def _show_engine(self) -> None:
        """The device, and the model that the engine holds."""
        costs, progress = self._session.costs, self._session.model.progress
        if (device := costs.device_in_use()) is not None:
            self.status.show_device(words.device(device.name, device.title))
        if costs.held is None and self._session.dispatch.running is not None:
            self.status.show_engine(words.phase(progress.event if progress else None))
        else:
            self.status.show_model(costs.held.request.model if costs.held else "")
        self.compose.refresh_estimate()

    def _show_left(self) -> None:
        session = self._session
        left = session.model.left()
        self.status.show_queue(left, session.time_left_s() if left else None, session.dispatch.paused)

    def _show_progress(self, _job: Job, event: Event) -> None:
        if isinstance(event, Denoising):
            self._show_left()
        if isinstance(event, Loading):
            self._show_engine()

    # what the user does

    def _submit(self, requests: list[Request], seconds: list[Request]) -> None:
        self.follower.follow_if_idle()
        self._session.submit(requests, seconds)

    def _cancel(self) -> None:
        if (running := self._session.dispatch.running) is not None:
            self._session.cancel([running.id])

    def _edit(self, job_id: str) -> None:
        job = self._session.take_out(job_id)
        if job is not None:
            self.compose.set_request(job.request, hd=bool(job.passes))
            self.compose.focus_prompt()
            self.status.say(self.tr("Taken out of the queue. Change it and press Generate."))

    def _open(self) -> None:
        begin = folders.last(Purpose.OPEN, self._session.settings.clips)
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Open a video"), begin, self.tr("Videos (*.mp4 *.webm *.gif *.png)"))
        if name:
            folders.keep(Purpose.OPEN, Path(name).parent)
            self.open_file(Path(name))

    def open_file(self, path: Path) -> None:
        """Show a video that carries its request, wherever it is."""
        try:
            self.follower.show_clip(Clip(path, Path(), read_request(path)))
        except T2VError as error:
            self.status.say(str(error))

    def _models_changed(self) -> None:
        if (moved := settings.load().models_folder) != self._session.settings.models_folder:
            self._change(replace(self._session.settings, models_folder=moved))
        self._look_for_models()

    def _look_for_models(self) -> None:
        self._session.forget_models()
        self.compose.set_models(self._models())

    def _prefer(self) -> None:
        dialog = Preferences(self._session.settings, self)
        dialog.changed.connect(self._change)
        dialog.exec()

    def _change(self, settings: Settings) -> None:
        self._session.change_settings(settings)
        self.settings_changed.emit(settings)
        self.compose.set_models(self._models())

    def _all_done(self, made: int, failed: int) -> None:
        said = self.tr("%n clip(s) made", "", made) + (self.tr(", %n failed", "", failed) if failed else "")
        self.status.say(said)
        chosen = self._session.settings
        if chosen.notify and not self.isActiveWindow():
            self.status.notify(self.tr("T2V Desktop"), said)
        if chosen.when_done == "quit":
            QTimer.singleShot(0, self.close)
        elif chosen.when_done == "sleep":
            self.sleep_wanted.emit()

    # its life

    def wake(self) -> None:
        """Come to the front."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def restore(self, saved: str) -> None:
        """Geometry, panes and open sections as `saved_state` wrote them; anything else is left out."""
        parts = saved.split(" ")
        if len(parts) == 4:
            geometry, columns, right = (QByteArray.fromBase64(part.encode()) for part in parts[:3])
            self.restoreGeometry(geometry)
            fit(self)  # the screen it was saved on may be gone, or smaller now
            self.columns.restoreState(columns)
            self.right.restoreState(right)
            self.compose.open_sections(parts[3])

    def saved_state(self) -> str:
        states = (self.saveGeometry(), self.columns.saveState(), self.right.saveState())
        return " ".join([*(bytes(state.toBase64().data()).decode() for state in states), self.compose.sections_open()])

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        running = self._session.dispatch.running
        if running is not None and not self._confirm(
            self, self.tr("A clip is being made"), self.tr("If you quit now it begins anew when you next start. The queue is kept."), self.tr("Quit")
        ):
            event.ignore()
            return
        self.compose.save_draft()
        self.settings_changed.emit(replace(self._session.settings, window=self.saved_state(), models_folder=settings.load().models_folder))
        self.model_actions.close()
        self._session.close()
        event.accept()
        QApplication.quit()


def _share(whole: int, share: float, least: int, most: int) -> int:
    return round(min(max(share * whole, least), most))
