"""Decides what the player shows: the running job, until the user selects something else."""

from PySide6.QtCore import QObject, Signal

from t2v_desktop.clip import Clip
from t2v_desktop.errors import T2VError
from t2v_desktop.events import Denoising, Event, Preview
from t2v_desktop.gui.library.gallery import Gallery
from t2v_desktop.gui.look import phrases
from t2v_desktop.gui.look.messages import in_words
from t2v_desktop.gui.player.panel import Player
from t2v_desktop.gui.session import Session
from t2v_desktop.gui.status import Status
from t2v_desktop.job import Job, State
from t2v_desktop.planning.remedies import Remedy, remedies_of


class Follower(QObject):
    """Updates the player as jobs progress. `shown` is the finished clip in the player, or None.

    `remedy_chosen` carries the failed job in the player and the Remedy that the user wants.
    """

    remedy_chosen = Signal(object, object)

    def __init__(self, session: Session, player: Player, gallery: Gallery, status: Status, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._player, self._gallery, self._status = session, player, gallery, status
        self._following = True  # the player shows the running job
        self._last_preview: Preview | None = None
        self.shown: Clip | None = None
        self._failed: Job | None = None  # the job whose failure the player shows
        session.queue_changed.connect(self._update_error)
        session.job_started.connect(self._show_started)
        session.progressed.connect(self._show_progress)
        session.clip_finished.connect(self._show_finished)
        session.job_failed.connect(self._show_failure)
        gallery.chosen.connect(self.show_clip)
        player.stage.notice.remedy_chosen.connect(self._choose_remedy)

    # user actions

    def follow(self) -> None:
        """Show the running job, or the next one to start."""
        self._following, self._failed = True, None
        running = self._session.dispatch.running
        if running is not None:
            progress = self._session.model.progress
            status = phrases.phase(progress.event if progress else None)
            self._player.show_preview(self._last_preview, status, progress.pace.done if progress else 0.0, running.current)

    def follow_if_idle(self) -> None:
        """Show the next job to start, unless a job is running that the user chose not to watch."""
        if self._session.dispatch.running is None:
            self._following = True

    def show_clip(self, clip: Clip, *, follow: bool = False) -> None:
        """Show a finished clip. It stays while other jobs run, unless `follow`."""
        self._following, self.shown, self._failed = follow, clip, None
        self._player.show_clip(clip)

    def show_newest(self) -> None:
        """Show the newest clip until a job starts."""
        try:
            newest = self._session.clips.page(1)
        except T2VError as error:
            self._status.show_message(str(error))
            return
        for clip in newest:
            self.show_clip(clip, follow=True)

    def show_job(self, job_id: str) -> None:
        """Show a job of the queue: its progress, its clip or its error."""
        job = self._session.model.find(job_id)
        if job is None:
            return
        if job.state in (State.RUNNING, State.CANCELLING):
            self.follow()
        elif job.state is State.DONE and (clip := self._clip_of(job)) is not None:
            self.show_clip(clip)
        elif job.error:
            self._following = False
            self._show_error(job)

    def _clip_of(self, job: Job) -> Clip | None:
        try:
            return self._session.clip_of(job)
        except T2VError as error:
            self._status.show_message(str(error))
            return None

    def forget(self, clip: Clip) -> None:
        """Clear the player if it shows this clip, which has been deleted."""
        if self.shown is not None and self.shown.path == clip.path:
            self.shown = None
            self._player.show_nothing()

    # job progress

    def _show_started(self, job: Job) -> None:
        """Show the job at once: the engine may need seconds until its first event."""
        self._last_preview = None
        if self._following or (self._failed is not None and self._failed.id == job.id):
            self.follow()

    def _show_progress(self, job: Job, event: Event) -> None:
        if isinstance(event, Denoising) and event.preview is not None:
            self._last_preview = event.preview
        if self._following:
            status = phrases.state(job.state) if job.state is State.CANCELLING else phrases.phase(event)
            progress = self._session.model.progress
            self._player.show_preview(self._last_preview, status, progress.pace.done if progress else None, job.current)

    def _show_finished(self, clip: Clip) -> None:
        self._last_preview = None
        self._gallery.refresh()
        if self._following:
            self.show_clip(clip, follow=True)
            self._gallery.select(clip)

    def _show_failure(self, job: Job) -> None:
        self._last_preview = None
        title = phrases.outcome(job)
        self._status.show_message(title if job.state is State.WAITING else f"{title}: {in_words(job.error)}")
        if self._following:
            self._show_error(job)

    def _show_error(self, job: Job) -> None:
        """Show why a job failed, until it starts again or something else is shown."""
        self._failed = job
        remedies = remedies_of(self._session.results.kind_of(job)) if job.state in (State.FAILED, State.INTERRUPTED) else ()
        self._player.show_failure(phrases.outcome(job), phrases.sentence(job.error), job.current, remedies)

    def _choose_remedy(self, remedy: Remedy) -> None:
        if self._failed is not None:
            self.remedy_chosen.emit(self._failed, remedy)

    def _update_error(self) -> None:
        """Show the new state of a failed job once it is waiting for a retry."""
        if (before := self._failed) is None:
            return
        now = self._session.model.find(before.id) or before
        if now != before and now.state is State.WAITING:
            self._show_error(now)
