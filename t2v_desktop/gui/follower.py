"""What the player shows: the running job, until the user chooses something else."""

from PySide6.QtCore import QObject

from t2v_desktop.clip import Clip
from t2v_desktop.errors import T2VError
from t2v_desktop.events import Denoising, Event, Preview
from t2v_desktop.gui.library.gallery import Gallery
from t2v_desktop.gui.look import words
from t2v_desktop.gui.player.panel import Player
from t2v_desktop.gui.session import Session
from t2v_desktop.gui.status import Status
from t2v_desktop.job import Job, State


class Follower(QObject):
    """Keeps the player in step with the session. `shown` is the finished clip in the player, if there is one."""

    def __init__(self, session: Session, player: Player, gallery: Gallery, status: Status, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._player, self._gallery, self._status = session, player, gallery, status
        self._following = True  # the player shows the running job
        self._last_preview: Preview | None = None
        self.shown: Clip | None = None
        self._explained: Job | None = None  # that ended badly, while the player says why
        session.queue_changed.connect(self._show_explained)
        session.begun.connect(self._show_begun)
        session.progressed.connect(self._show_progress)
        session.clip_finished.connect(self._show_finished)
        session.ended_badly.connect(self._show_failure)
        gallery.chosen.connect(self.show_clip)

    # what the user chooses

    def follow(self) -> None:
        """Show the running job, now or as soon as there is one."""
        self._following, self._explained = True, None
        running = self._session.dispatch.running
        if running is not None:
            progress = self._session.model.progress
            said = words.phase(progress.event if progress else None)
            self._player.show_preview(self._last_preview, said, progress.pace.done if progress else 0.0, running.current)

    def follow_if_idle(self) -> None:
        """Show the next job that begins, unless one runs that the user has turned away from."""
        if self._session.dispatch.running is None:
            self._following = True

    def show_clip(self, clip: Clip, *, follow: bool = False) -> None:
        """Show a finished clip; unless `follow`, the player stays with it while other jobs run."""
        self._following, self.shown, self._explained = follow, clip, None
        self._player.show_clip(clip)

    def show_newest(self) -> None:
        """Show the clip that was made last, until a job runs."""
        try:
            newest = self._session.clips.page(1)
        except T2VError as error:
            self._status.say(str(error))
            return
        for clip in newest:
            self.show_clip(clip, follow=True)

    def show_job(self, job_id: str) -> None:
        """Show a job of the queue: its progress, its clip, or why it ended badly."""
        row = self._session.model.row_of(job_id)
        if row < 0:
            return
        job = self._session.model.jobs()[row]
        if job.state in (State.RUNNING, State.CANCELLING):
            self.follow()
        elif job.state is State.DONE and (clip := self._clip_of(job)) is not None:
            self.show_clip(clip)
        elif job.error:
            self._following = False
            self._explain(job)

    def _clip_of(self, job: Job) -> Clip | None:
        try:
            return self._session.clip_of(job)
        except T2VError as error:
            self._status.say(str(error))
            return None

    def forget(self, clip: Clip) -> None:
        """A clip has been deleted."""
        if self.shown is not None and self.shown.path == clip.path:
            self.shown = None
            self._player.show_nothing()

    # what happens to the job

    def _show_begun(self, job: Job) -> None:
        """At once, for the engine may take seconds until its first word."""
        self._last_preview = None
        if self._following or (self._explained is not None and self._explained.id == job.id):
            self.follow()

    def _show_progress(self, job: Job, event: Event) -> None:
        if isinstance(event, Denoising) and event.preview is not None:
            self._last_preview = event.preview
        if self._following:
            said = words.state(job.state) if job.state is State.CANCELLING else words.phase(event)
            progress = self._session.model.progress
            self._player.show_preview(self._last_preview, said, progress.pace.done if progress else None, job.current)

    def _show_finished(self, clip: Clip) -> None:
        self._last_preview = None
        self._gallery.refresh()
        if self._following:
            self.show_clip(clip, follow=True)
            self._gallery.select(clip)

    def _show_failure(self, job: Job) -> None:
        self._last_preview = None
        title = words.outcome(job)
        self._status.say(title if job.state is State.WAITING else f"{title}: {job.error}")
        if self._following:
            self._explain(job)

    def _explain(self, job: Job) -> None:
        """Why a job ended badly, until it begins again or something else is shown."""
        self._explained = job
        self._player.show_failure(words.outcome(job), words.sentence(job.error), job.current)

    def _show_explained(self) -> None:
        """The player does not stay behind when the job that it explains is tried again."""
        if (before := self._explained) is None:
            return
        row = self._session.model.row_of(before.id)
        now = self._session.model.jobs()[row] if row >= 0 else before
        if now != before and now.state is State.WAITING:
            self._explain(now)
