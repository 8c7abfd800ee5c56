"""The main window: the compose, player, queue and library panels of one session."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QSplitter, QWidget

from t2v_desktop import settings
from t2v_desktop.clip import Clip
from t2v_desktop.errors import T2VError
from t2v_desktop.events import Denoising, Event, Loading
from t2v_desktop.gui.compose.panel import Compose
from t2v_desktop.gui.dialogs.ask import ask
from t2v_desktop.gui.dialogs.files import choose_file
from t2v_desktop.gui.dialogs.folders import Purpose
from t2v_desktop.gui.first_hour import FirstHour
from t2v_desktop.gui.follower import Follower
from t2v_desktop.gui.help_actions import HelpActions
from t2v_desktop.gui.library.binding import LibraryBinding
from t2v_desktop.gui.library.clip_actions import ClipActions
from t2v_desktop.gui.library.details_pane import DetailsPane
from t2v_desktop.gui.library.drop_in import DropIn
from t2v_desktop.gui.library.gallery import Gallery
from t2v_desktop.gui.library.view import LibraryView
from t2v_desktop.gui.look import phrases, theme
from t2v_desktop.gui.look.desktop import reveal
from t2v_desktop.gui.look.fit import fit, scrollable
from t2v_desktop.gui.menus import build_menus
from t2v_desktop.gui.models.actions import ModelActions
from t2v_desktop.gui.player.panel import Player
from t2v_desktop.gui.progress import WindowProgress
from t2v_desktop.gui.prompts.actions import PromptActions
from t2v_desktop.gui.queue.view import QueueView
from t2v_desktop.gui.queue_actions import QueueActions
from t2v_desktop.gui.session import Session
from t2v_desktop.gui.settings_actions import SettingsActions
from t2v_desktop.gui.status import Status
from t2v_desktop.gui.views import Views
from t2v_desktop.job import Job
from t2v_desktop.library.prompts import Prompts
from t2v_desktop.media.metadata import read_request
from t2v_desktop.models.store import Model
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
        self.library = LibraryView(session.clips)
        self.details = DetailsPane(*self.library.commands.for_details())
        self.views = Views(self.player, self.library, self.gallery, self.details, self)
        self.status = Status()
        self.model_actions = ModelActions(self, self._confirm, session.costs.fit)
        self.settings_actions = SettingsActions(self, self.status, lambda: session.settings)
        self.help_actions = HelpActions(self, self.status)
        self.prompt_actions = PromptActions(self.compose, prompts, self)
        self.clip_actions = ClipActions(session, self.player, self.gallery, self.status, models, self)
        self.follower = Follower(session, self.player, self.gallery, self.status, self)
        self.queue_actions = QueueActions(session, self.compose, self.queue, self.follower, self.status, self)
        self.library_binding = LibraryBinding(session, self.library, self.details, self.views, self.player, self.clip_actions, self.status, self)
        self.drop_in = DropIn(self, self.compose, models)
        self.progress = WindowProgress(session, self)
        self.first_hour = FirstHour(self.compose, self.player, (self.queue, self.gallery), self)
        self._lay_out()
        self.menu_actions = build_menus(self, self.player, self.queue, self.library.commands, self._commands())
        self._connect()
        self.follower.show_newest()
        self._show_queue()
        self.compose.focus_prompt()

    def _lay_out(self) -> None:
        right = QSplitter(Qt.Orientation.Vertical)
        for panel in (self.queue, self.views.beside):
            right.addWidget(panel)
        self.columns, self.right = QSplitter(Qt.Orientation.Horizontal), right
        for column in (self.compose, self.views.middle, right):
            self.columns.addWidget(column)
        for splitter in (self.columns, right):
            splitter.setStretchFactor(1, 1)  # player and library grow with the window
            splitter.setHandleWidth(theme.PANEL_GAP)
            splitter.setChildrenCollapsible(False)
        center = QWidget()
        row = QHBoxLayout(center)
        row.setContentsMargins(theme.PANEL_GAP, 2, theme.PANEL_GAP, 0)
        row.addWidget(self.columns)
        self.setCentralWidget(scrollable(center, self.tr("Panels")))
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
        self.compose.submitted.connect(lambda *_: self.views.show_player())
        session.queue_changed.connect(self._show_queue)
        session.costs.changed.connect(self._show_engine)
        session.progressed.connect(self._show_progress)
        session.warned.connect(self.status.show_message)
        session.queue_finished.connect(self._finish_queue)
        session.quit_due.connect(lambda: QTimer.singleShot(0, self, self.close))
        queue.alternatives_wanted.connect(lambda job_id: self.clip_actions.show_alternatives_of(session.model.find(job_id)))
        queue.when_done_chosen.connect(lambda action: self._change_settings(replace(session.settings, when_done=action)))
        self.library_binding.upkeep.changed.connect(gallery.refresh)
        self.library_binding.upkeep.folder_moved.connect(self._change_settings)
        self.drop_in.reported.connect(self.status.show_message)
        self.library_binding.play_requested.connect(self.follower.show_clip)
        self.library_binding.reuse_requested.connect(self.compose.set_request)
        gallery.failed.connect(self.status.show_message)
        gallery.reused.connect(lambda clip: self.compose.set_request(clip.request))
        gallery.revealed.connect(lambda clip: reveal(clip.path))
        player.reuse_requested.connect(self.compose.set_request)
        player.reveal_requested.connect(reveal)
        player.failed.connect(self.status.show_message)
        player.saved.connect(lambda path: self.status.show_message(self.tr("Saved: {0}").format(path)))
        player.copied.connect(lambda: self.status.show_message(self.tr("Frame copied.")))
        self.settings_actions.changed.connect(self._change_settings)
        self.settings_actions.move_requested.connect(self.library_binding.upkeep.move_to)
        self.model_actions.changed.connect(self._models_changed)
        self.compose.models_requested.connect(self.model_actions.open)
        self.compose.lora_files_given.connect(self.model_actions.import_loras)
        self.model_actions.lora_imported.connect(self.compose.add_lora)
        self.model_actions.lora_refused.connect(self.compose.show_error)
        self.clip_actions.continued.connect(self.compose.continue_clip)
        self.clip_actions.frame_given.connect(self.compose.start_with)
        self.clip_actions.shown.connect(self.follower.show_clip)
        self.clip_actions.deleted.connect(self.follower.forget)
        self.clip_actions.models_requested.connect(self.model_actions.open)
        self.queue_actions.models_requested.connect(self.model_actions.open)
        self.queue_actions.settings_changed.connect(self._change_settings)

    def _commands(self) -> dict[str, Callable[[], object]]:
        return {
            "new": self.compose.clear,
            "open": self._open,
            "quit": self.close,
            "generate": self.compose.submit,
            "saved_prompts": self.prompt_actions.open_saved,
            "styles": self.prompt_actions.open_styles,
            "undo_delete": self.clip_actions.undo_delete,
            "find": self.library_binding.find,
            "library": self.views.toggle,
            "follow": self.follower.follow,
            "pause": lambda: self._session.pause(not self._session.dispatch.paused),
            "cancel": self._cancel,
            "models": self.model_actions.open,
            "models_folder": self.model_actions.open_folder,
            "refresh_models": self._refresh_models,
            "tour": self.first_hour.tour.start,
            **self.settings_actions.commands(),
            **self.help_actions.commands(),
        }

    # show

    def _show_queue(self) -> None:
        session = self._session
        running = session.dispatch.running
        self.queue.refresh()
        dispatch = session.dispatch
        self.queue.show_paused(dispatch.paused, dispatch.pause_reason, running is not None, dispatch.pause_kind)
        self.queue.show_quit_after(dispatch.quit_after)
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

    def _cancel(self) -> None:
        if (running := self._session.dispatch.running) is not None:
            self._session.cancel([running.id])

    def _open(self) -> None:
        filters = self.tr("Videos (*.mp4 *.webm *.gif *.png)")
        if file := choose_file(self, Purpose.OPEN, self.tr("Open video"), filters, self._session.settings.clips):
            self.open_file(file)

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

    def begin(self) -> None:
        """Help newcomers, once the window is shown: with the tour, unless it was shown before or there are clips."""
        first_start = not self._session.settings.tour_shown and self.player.is_empty()
        self.first_hour.begin(first_start=first_start)
        if first_start:
            self._change_settings(replace(self._session.settings, tour_shown=True))

    def bring_to_front(self) -> None:
        """Show the window above all others and give it the focus."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def restore(self, saved: str) -> None:
        """Restore geometry, panes, open sections and the library from `saved_state`. Ignores any other text."""
        parts = saved.split(" ")
        if len(parts) in (4, 5):
            geometry, columns, right = (QByteArray.fromBase64(part.encode()) for part in parts[:3])
            self.restoreGeometry(geometry)
            fit(self)  # its screen may have been removed or become smaller
            self.columns.restoreState(columns)
            self.right.restoreState(right)
            self.compose.open_sections(parts[3])
            self.library.restore(parts[4] if len(parts) == 5 else "")

    def saved_state(self) -> str:
        """Geometry, panes, open sections and the library's tiles as one line of text."""
        states = (self.saveGeometry(), self.columns.saveState(), self.right.saveState())
        return " ".join([*(bytes(state.toBase64().data()).decode() for state in states), self.compose.sections_open(), self.library.saved_state()])

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
        self.library_binding.upkeep.close()
        self._session.close()
        event.accept()
        QApplication.quit()


def _share(whole: int, share: float, least: int, most: int) -> int:
    return round(min(max(share * whole, least), most))
