"""The main window: the compose, player, queue and library panels of one session."""

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
from t2v_desktop.gui.library.clip_actions import ClipActions
from t2v_desktop.gui.library.gallery import Gallery
from t2v_desktop.gui.look import phrases, theme
from t2v_desktop.gui.look.desktop import reveal
from t2v_desktop.gui.look.fit import fit
from t2v_desktop.gui.menus import build_menus
from t2v_desktop.gui.models.actions import ModelActions
from t2v_desktop.gui.player.panel import Player
from t2v_desktop.gui.prompts.actions import PromptActions
from t2v_desktop.gui.queue.view import QueueView
from t2v_desktop.gui.session import Session
from t2v_desktop.gui.status import Status
from t2v_desktop.job import Job
from t2v_desktop.library.prompts import Prompts
from t2v_desktop.media.metadata import read_request
from t2v_desktop.models.store import Model
from t2v_desktop.request import Request
from t2v_desktop.settings import Settings

SIZE = QSize(1400, 900)  # of a new window
LEFT, RIGHT, QUEUE = (0.27, 330, 345), (0.266, 250, 340), (0.38, 200, 300)  # panes: share of the window, minimum and maximum in pixels


class MainWindow(QMainWindow):
    """Connects the panels to the session. `models` lists the installed models, `confirm` asks a yes-or-no question."""

    settings_changed = Signal(Settings)
    sleep_requested = Signal()

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
        self.prompt_actions = PromptActions(self.compose, prompts, self)
        self.clip_actions = ClipActions(session, self.player, self.gallery, self.status, models, self)
        self.follower = Follower(session, self.player, self.gallery, self.status, self)
        self._lay_out()
        self.menu_actions = build_menus(self, self.player, self.queue, self._commands())
        self._connect()
        self.follower.show_newest()
        self._show_queue()
        self.compose.focus_prompt()

    def _lay_out(self) -> None:
        right = QSplitter(Qt.Orientation.Vertical)
        for panel in (self.queue, self.gallery):
            right.addWidget(panel)
        self.columns, self.right = QSplitter(Qt.Orientation.Horizontal), right
        for column in (self.compose, self.player, right):
            self.columns.addWidget(column)
        for splitter in (self.columns, right):
            splitter.setStretchFactor(1, 1)  # player and library grow with the window
            splitter.setHandleWidth(theme.PANEL_GAP)
            splitter.setChildrenCollapsible(False)
        center = QWidget()
        row = QHBoxLayout(center)
        row.setContentsMargins(theme.PANEL_GAP, 2, theme.PANEL_GAP, 0)
        row.addWidget(self.columns)
        self.setCentralWidget(center)
        self.setStatusBar(self.status)
        self.resize(SIZE)
        fit(self)
        self._set_pane_sizes()
        if self._session.settings.window:
            self.restore(self._session.settings.window)

    def _set_pane_sizes(self) -> None:
        """Give the panes their default sizes."""
        left, right, queue = (_share(self.width(), *LEFT), _share(self.width(), *RIGHT), _share(self.height(), *QUEUE))
        self.columns.setSizes([left, self.width() - left - right, right])
        self.right.setSizes([queue, self.height() - queue])

    def _connect(self) -> None:
        session, queue, gallery, player = self._session, self.queue, self.gallery, self.player
        self.compose.submitted.connect(self._submit)
        session.queue_changed.connect(self._show_queue)
        session.costs.changed.connect(self._show_engine)
        session.progressed.connect(self._show_progress)
        session.warned.connect(self.status.show_message)
        session.queue_finished.connect(self._finish_queue)
        queue.cancelled.connect(session.cancel)
        queue.removed.connect(session.remove)
        queue.retried.connect(session.retry)
        queue.duplicated.connect(session.duplicate)
        queue.edited.connect(self._edit)
        queue.moved.connect(session.move)
        queue.chosen.connect(self.follower.show_job)
        queue.alternatives_wanted.connect(lambda job_id: self.clip_actions.show_alternatives_of(session.model.find(job_id)))
        queue.paused.connect(session.pause)
        queue.cleared.connect(session.clear_finished)
        queue.when_done_chosen.connect(lambda action: self._change_settings(replace(session.settings, when_done=action)))
        gallery.failed.connect(self.status.show_message)
        gallery.reused.connect(lambda clip: self.compose.set_request(clip.request))
        gallery.revealed.connect(lambda clip: reveal(clip.path))
        player.reuse_requested.connect(self.compose.set_request)
        player.reveal_requested.connect(reveal)
        player.failed.connect(self.status.show_message)
        player.saved.connect(lambda path: self.status.show_message(self.tr("Saved: {0}").format(path)))
        player.copied.connect(lambda: self.status.show_message(self.tr("Frame copied.")))
        self.model_actions.changed.connect(self._models_changed)
        self.compose.lora_files_given.connect(self.model_actions.import_loras)
        self.model_actions.lora_imported.connect(self.compose.add_lora)
        self.model_actions.lora_refused.connect(self.compose.show_error)
        self.clip_actions.continued.connect(self.compose.continue_clip)
        self.clip_actions.frame_given.connect(self.compose.start_with)
        self.clip_actions.shown.connect(self.follower.show_clip)
        self.clip_actions.deleted.connect(self.follower.forget)
        self.clip_actions.models_requested.connect(self.model_actions.open)

    def _commands(self) -> dict[str, Callable[[], object]]:
        return {
            "new": self.compose.clear,
            "open": self._open,
            "preferences": self._open_preferences,
            "quit": self.close,
            "generate": self.compose.submit,
            "saved_prompts": self.prompt_actions.open_saved,
            "styles": self.prompt_actions.open_styles,
            "undo_delete": self.clip_actions.undo_delete,
            "find": self.gallery.search.setFocus,
            "follow": self.follower.follow,
            "pause": lambda: self._session.pause(not self._session.dispatch.paused),
            "cancel": self._cancel,
            "models": self.model_actions.open,
            "models_folder": self.model_actions.open_folder,
            "refresh_models": self._refresh_models,
            "shortcuts": lambda: Shortcuts(keys_of(self), self).exec(),
            "about": lambda: About(self).exec(),
        }

    # show

    def _show_queue(self) -> None:
        session = self._session
        running = session.dispatch.running
        self.queue.refresh()
        self.queue.show_paused(session.dispatch.paused, session.dispatch.pause_reason, running is not None)
        self.menu_actions["pause"].setChecked(session.dispatch.paused)
        self.menu_actions["cancel"].setEnabled(running is not None)
        self._show_time_left()
        self._show_engine()

    def _show_engine(self) -> None:
        """Show the device and the model that the engine has loaded."""
        costs, progress = self._session.costs, self._session.model.progress
        if (device := costs.device_in_use()) is not None:
            self.status.show_device(phrases.device(device.name, device.title))
        if costs.loaded_model is None and self._session.dispatch.running is not None:
            self.status.show_engine(phrases.phase(progress.event if progress else None))
        else:
            self.status.show_model(costs.loaded_model.request.model if costs.loaded_model else "")
        self.compose.refresh_estimate()

    def _show_time_left(self) -> None:
        session = self._session
        count = session.model.unfinished_count()
        self.status.show_queue(count, session.time_left_s() if count else None, session.dispatch.paused)

    def _show_progress(self, _job: Job, event: Event) -> None:
        if isinstance(event, Denoising):
            self._show_time_left()
        if isinstance(event, Loading):
            self._show_engine()

    # user actions

    def _submit(self, requests: list[Request], seconds: list[Request], source: str) -> None:
        self.follower.follow_if_idle()
        self._session.submit(requests, seconds, source)

    def _cancel(self) -> None:
        if (running := self._session.dispatch.running) is not None:
            self._session.cancel([running.id])

    def _edit(self, job_id: str) -> None:
        job = self._session.edit(job_id)
        if job is not None:
            self.compose.set_request(job.request, hd=bool(job.passes))
            self.compose.focus_prompt()
            self.status.show_message(self.tr("Opened for editing. Generate adds it again."))

    def _open(self) -> None:
        folder = folders.last(Purpose.OPEN, self._session.settings.clips)
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Open video"), folder, self.tr("Videos (*.mp4 *.webm *.gif *.png)"))
        if name:
            folders.keep(Purpose.OPEN, Path(name).parent)
            self.open_file(Path(name))

    def open_file(self, path: Path) -> None:
        """Show a video made with T2V Desktop, from any folder."""
        try:
            self.follower.show_clip(Clip(path, Path(), read_request(path)))
        except T2VError as error:
            self.status.show_message(str(error))

    def _models_changed(self) -> None:
        if (moved := settings.load().models_folder) != self._session.settings.models_folder:
            self._change_settings(replace(self._session.settings, models_folder=moved))
        self._refresh_models()

    def _refresh_models(self) -> None:
        self._session.forget_models()
        self.compose.set_models(self._models())

    def _open_preferences(self) -> None:
        dialog = Preferences(self._session.settings, self)
        dialog.changed.connect(self._change_settings)
        dialog.exec()

    def _change_settings(self, settings: Settings) -> None:
        self._session.change_settings(settings)
        self.settings_changed.emit(settings)
        self.compose.set_models(self._models())

    def _finish_queue(self, made: int, failed: int) -> None:
        """Report the result, then do what the user chose under When the queue finishes."""
        message = self.tr("%n clip(s) rendered", "", made) + (self.tr(", %n failed", "", failed) if failed else "")
        self.status.show_message(message)
        chosen = self._session.settings
        if chosen.notify and not self.isActiveWindow():
            self.status.notify(self.tr("T2V Desktop"), message)
        if chosen.when_done == "quit":
            QTimer.singleShot(0, self.close)
        elif chosen.when_done == "sleep":
            self.sleep_requested.emit()

    # open and close

    def bring_to_front(self) -> None:
        """Show the window above all others and give it the focus."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def restore(self, saved: str) -> None:
        """Restore geometry, panes and open sections from `saved_state`. Ignores any other text."""
        parts = saved.split(" ")
        if len(parts) == 4:
            geometry, columns, right = (QByteArray.fromBase64(part.encode()) for part in parts[:3])
            self.restoreGeometry(geometry)
            fit(self)  # its screen may have been removed or become smaller
            self.columns.restoreState(columns)
            self.right.restoreState(right)
            self.compose.open_sections(parts[3])

    def saved_state(self) -> str:
        """Geometry, panes and open sections as one line of text."""
        states = (self.saveGeometry(), self.columns.saveState(), self.right.saveState())
        return " ".join([*(bytes(state.toBase64().data()).decode() for state in states), self.compose.sections_open()])

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        running = self._session.dispatch.running
        if running is not None and not self._confirm(
            self, self.tr("A clip is still rendering"), self.tr("It will start over next time. The queue is saved."), self.tr("Quit")
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
