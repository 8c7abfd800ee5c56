"""Carries out what the queue panel and the compose panel ask of the queue: submit, edit, remove with undo, retry, and what helps against errors."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from t2v_desktop.errors import T2VError
from t2v_desktop.gui.compose.panel import Compose
from t2v_desktop.gui.follower import Follower
from t2v_desktop.gui.queue.view import QueueView
from t2v_desktop.gui.session import Session
from t2v_desktop.gui.status import Status
from t2v_desktop.job import Job, State
from t2v_desktop.planning.remedies import Remedy
from t2v_desktop.request import Request
from t2v_desktop.settings import Settings


class QueueActions(QObject):
    """`models_requested` asks for the models dialog, `settings_changed` carries the settings with another clips folder."""

    models_requested = Signal()
    settings_changed = Signal(Settings)

    def __init__(
        self, session: Session, compose: Compose, queue: QueueView, follower: Follower, status: Status, window: QWidget,
        ask_folder: Callable[..., str] = QFileDialog.getExistingDirectory,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._session, self._compose, self._follower, self._status, self._window = session, compose, follower, status, window
        self._ask_folder = ask_folder
        edits = session.edits
        compose.submitted.connect(self.submit)
        compose.editing_ended.connect(edits.stop_editing)
        queue.cancelled.connect(session.cancel)
        queue.removed.connect(lambda ids: self._offer_undo(edits.remove(ids)))
        queue.cleared.connect(lambda: self._offer_undo(edits.clear_finished()))
        queue.removal_undone.connect(self.undo_removal)
        queue.retried.connect(edits.retry)
        queue.all_failed_retried.connect(edits.retry_failed)
        queue.duplicated.connect(edits.duplicate)
        queue.edited.connect(self.edit)
        queue.moved.connect(edits.move)
        queue.chosen.connect(follower.show_job)
        queue.paused.connect(session.pause)
        queue.quit_after_chosen.connect(session.quit_after_clip)
        queue.remedy_chosen.connect(self.help_queue)
        follower.remedy_chosen.connect(self.help_job)
        self._resume_editing()

    def submit(self, requests: list[Request], seconds: list[Request], source: str) -> None:
        self._follower.follow_if_idle()
        self._session.submit(requests, seconds, source)
        if not self._session.dispatch.held:
            self._compose.end_editing()

    def edit(self, job_id: str) -> None:
        """Open a waiting job in the compose panel. What was composed there is set aside."""
        job = self._session.edits.edit(job_id)
        if job is not None:
            self._compose.edit_job(job)

    def _resume_editing(self) -> None:
        """Hold the job again that was open for editing when the application was closed."""
        if (editing := self._compose.editing) is not None and self._session.edits.edit(editing.job_id) is None:
            self._compose.end_editing()

    def undo_removal(self) -> None:
        if count := self._session.edits.undo_removal():
            self._status.show_message(self.tr("%n clip(s) restored to the queue.", "", count))

    def _offer_undo(self, removed: int) -> None:
        if removed:
            self._status.offer_undo(self.tr("%n clip(s) removed from the queue.", "", removed), self.undo_removal)

    # what helps

    def help_queue(self, remedy: Remedy) -> None:
        """Do what helps against the error that paused the queue."""
        if self._apply(remedy):
            self._session.pause(False)

    def help_job(self, job: Job, remedy: Remedy) -> None:
        """Do what helps against the error that a job failed with."""
        if remedy is Remedy.USE_SETTINGS_THAT_FIT:
            self._use_settings_that_fit(job)
        elif self._apply(remedy):
            if self._session.dispatch.pause_kind:
                self._session.pause(False)  # this job may be why
            self._session.edits.retry([job.id])

    def _apply(self, remedy: Remedy) -> bool:
        """Prepare another attempt. Returns whether to make it now."""
        if remedy is Remedy.OPEN_MODELS:
            self.models_requested.emit()
        return remedy is Remedy.TRY_AGAIN or (remedy is Remedy.CHOOSE_FOLDER and self._choose_folder())

    def _choose_folder(self) -> bool:
        chosen = self._session.settings
        begin = next((str(folder) for folder in (chosen.clips, *chosen.clips.parents) if folder.is_dir()), str(Path.home()))
        folder = self._ask_folder(self._window, self.tr("Clips folder"), begin)
        if folder:
            self.settings_changed.emit(replace(chosen, clips_folder=folder))
        return bool(folder)

    def _use_settings_that_fit(self, job: Job) -> None:
        try:
            fitting = self._session.costs.settings_that_fit(job.current)
        except T2VError as error:
            self._status.show_message(str(error))
            return
        if fitting is None or job.state not in (State.FAILED, State.INTERRUPTED):
            self._status.show_message(self.tr("Nothing smaller fits either. Choose a smaller model."))
            return
        self._session.edits.replace(job.id, [fitting], [job.passes_left], job.current_source)
        size = f"{fitting.width} × {fitting.height}"
        self._status.show_message(self.tr("Trying again with {0}, {1} frames.").format(size, fitting.num_frames))
        self._follower.follow()
