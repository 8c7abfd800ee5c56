"""The application without its widgets: keeps the stored queue, the engine thread and the library in step."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QObject, QTimer, Signal

from t2v_desktop.clip import Clip
from t2v_desktop.errors import T2VError
from t2v_desktop.events import FINAL, Done, Event, Failed, Loading, Start, Warned
from t2v_desktop.gui.costs import Costs
from t2v_desktop.gui.library.system_trash import move_to_trash
from t2v_desktop.gui.preparation import Preparation
from t2v_desktop.gui.queue.edits import QueueEdits
from t2v_desktop.gui.queue.model import QueueModel
from t2v_desktop.gui.threads import RenderThread
from t2v_desktop.job import Job, Pass
from t2v_desktop.library.clips import Clips
from t2v_desktop.library.database import Database
from t2v_desktop.library.deletions import Deletions, ToTrash
from t2v_desktop.library.moved import relocate, set_identities
from t2v_desktop.library.queue import Queue
from t2v_desktop.library.runs import Runs
from t2v_desktop.models.store import Model
from t2v_desktop.planning.devices import Devices
from t2v_desktop.planning.dispatch import Dispatch
from t2v_desktop.planning.estimate import Estimate
from t2v_desktop.planning.job_progress import LIBRARIES
from t2v_desktop.planning.results import Results
from t2v_desktop.planning.start import start_of
from t2v_desktop.planning.unfinished_jobs import made_for
from t2v_desktop.request import Request
from t2v_desktop.settings import Settings

BETWEEN_JOBS_MS = 10  # in which the window shows the end of one and hears its user before it starts the next
NO_IDENTITIES: Mapping[int, bytes] = MappingProxyType({})


class Session(QObject):
    """Owns the engine thread. The window calls its methods and connects to its signals.

    A change that the library can't save is not made; `warned` or the pause reason says why. If the result of a finished job
    can't be saved, the job stays running and the queue pauses; resuming saves the result first.
    """

    queue_changed = Signal()
    job_started = Signal(object)  # Job; the engine may still have to start
    progressed = Signal(object, object)  # Job, Event
    clip_finished = Signal(object)  # Clip
    job_failed = Signal(object)  # Job: failed, interrupted, or waiting for a retry
    warned = Signal(str)  # a message for the user
    queue_finished = Signal(int, int)  # clips made, jobs that failed
    quit_due = Signal()  # the clip after which the user wants to quit has ended

    def __init__(
        self, database: Database, find_model: Callable[[str], Model], settings: Settings,
        command: list[str] | None = None, parent: QObject | None = None, devices: Devices | None = None,
        to_trash: ToTrash = move_to_trash,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.settings, self._database, self._find_model = settings, database, find_model
        self.clips, self._queue = Clips(database), Queue(database)
        self.dispatch = Dispatch(self._queue)
        self.results = Results(self.dispatch, self.clips)
        self._closed = False
        self._pause_at_start()
        self.model = QueueModel(self)
        self.edits = QueueEdits(self.dispatch, self.model, self)
        self.edits.changed.connect(self._refresh)
        self.edits.jobs_wait.connect(self._advance)
        self.edits.failed.connect(self.warned)
        self._queue_s: tuple[float | None, float | None] | None = None  # of the waiting and the running jobs; None once the queue has changed
        self.deletions = Deletions(database, self.clips, to_trash)
        self._thread = RenderThread(command, self)
        self._thread.received.connect(self._handle_event)
        self._thread.keep_model(settings.keep_model_s)
        self._thread.start()
        self.costs = Costs(Runs(database), find_model, lambda: self.settings.clips, self._thread.engine_started, command, devices, self)
        self._preparation = Preparation(self._thread.warm_up, self._thread.engine_started, self.costs.model)
        self.costs.changed.connect(self._reset_time_left)
        self.queue_finished.connect(self.costs.query_devices)
        self._refresh()

    def _pause_at_start(self) -> None:
        """Recover the jobs of the last run. If any are waiting, pause until the user presses Resume."""
        try:
            interrupted = self.results.recover()
            waiting = self._queue.next_waiting() is not None
        except T2VError as error:
            self._pause_after(error)
            return
        if waiting and interrupted:
            self.dispatch.pause(self.tr("The app closed during a render. Press Resume to continue."))
        elif waiting:
            self.dispatch.pause(self.tr("The queue still has clips to render. Press Resume to continue."))

    def _pause_after(self, error: T2VError) -> None:
        """Pause because the library can't be written."""
        self.dispatch.pause(str(error), "LibraryError")

    @contextmanager
    def _warn_on_error(self) -> Iterator[None]:
        """Emit `warned` instead of raising T2VError, such as when the library can't be written."""
        try:
            yield
        except T2VError as error:
            self.warned.emit(str(error))

    def submit(self, requests: Sequence[Request], seconds: Sequence[Request] = (), source: str = "") -> None:
        """Queue new requests, with their second passes if `seconds` is not empty. Fills in device and memory plan from the preferences.

        `source` is the clip that the requests continue, "" for none. If a job is open for editing, they take its place.
        """
        firsts, passes = [self._with_preferences(r) for r in requests], [(Pass(self._with_preferences(r)),) for r in seconds]
        if self.model.find(self.dispatch.held) is not None:
            self.edits.replace(self.dispatch.held, firsts, passes, source)
        else:
            self.dispatch.held = ""
            self.add(firsts, passes, source)

    def second_pass(self, clip: Clip, model: Model) -> None:
        """Queue a second pass with `model` on a finished clip. Raises InvalidRequest."""
        first = replace(clip.request, device="auto", memory="auto")
        self.add([self._with_preferences(model.second_pass(first))], source=str(clip.path))

    def _with_preferences(self, request: Request) -> Request:
        """`request` with each "auto" device or memory plan replaced by the user's preference."""
        chosen = self.settings
        device = chosen.device if request.device == "auto" else request.device
        return replace(request, device=device, memory=chosen.memory if request.memory == "auto" else request.memory)

    def add(self, requests: Sequence[Request], passes: Sequence[Sequence[Pass]] = (), source: str = "") -> list[Job]:
        """Append requests to the queue and start the next job if none is running. Arguments as in `Queue.add`."""
        jobs: list[Job] = []
        with self._warn_on_error():
            jobs = self._queue.add(requests, passes, source)
        self._refresh()
        self._advance()
        return jobs

    def cancel(self, job_ids: list[str]) -> None:
        with self._warn_on_error():
            for job_id in job_ids:
                if self.results.is_unsaved(job_id):
                    self._save_result()
                elif self.dispatch.cancel(job_id):
                    self._thread.cancel(job_id)
        self._refresh()

    def quit_after_clip(self, wanted: bool) -> None:
        """Emit `quit_due` once no clip is being rendered, and start no other before."""
        self.dispatch.quit_after = wanted
        self._refresh()
        self._advance()

    def pause(self, paused: bool) -> None:
        if paused:
            self.dispatch.pause()
        else:
            self._resume()
        self._refresh()
        self._advance()

    def _resume(self) -> None:
        """Save what could not be saved before the pause, then let the queue run."""
        try:
            if not self.results.recovered:
                self.results.recover()
            if self._save_result():
                self.results.failed = max(0, self.results.failed - self.dispatch.resume())
        except T2VError as error:
            self._pause_after(error)

    def warm_up(self, request: Request) -> None:
        """Get the engine ready for requests like this one, so that Generate waits neither for its libraries nor for the model."""
        if not self._closed and self.dispatch.running is None:
            self._preparation.prepare(self._with_preferences(request))

    def estimate(self, request: Request, frames_before: int = 0) -> Estimate:
        """Time, memory and disk space that `request` would take if submitted now. Arguments as in `Costs.estimate`. Raises T2VError."""
        return self.costs.estimate(self._with_preferences(request), frames_before)

    def time_left_s(self) -> float | None:
        """Seconds until the whole queue finishes, or None if unknown."""
        if self._queue_s is None:
            running = self.dispatch.running
            self._queue_s = self.costs.total_s(self.model.waiting()), self.costs.total_s([(running.current, 1)] if running else [])
        waiting_s, running_s = self._queue_s
        if waiting_s is None or running_s is None:
            return None
        done = self.model.progress.pace.done if self.model.progress is not None else 0.0
        return waiting_s + running_s * (1 - done) or None

    def _reset_time_left(self) -> None:
        self._queue_s = None

    def relocate(self, moved: Mapping[int, Path], identities: Mapping[int, bytes] = NO_IDENTITIES) -> set[int]:
        """List clips at their new paths, as `moved.relocate` does, and store the `identities` of files."""
        set_identities(self._database, identities)
        there = relocate(self._database, self._queue, moved)
        self._refresh()
        return there

    def close(self) -> None:
        """Stop the engine. A running job starts over the next time the application is opened."""
        if not self._closed:
            self._closed = True
            with suppress(T2VError):
                self.dispatch.quit()
            self.costs.close()
            self._thread.stop()

    def _refresh(self) -> None:
        self._reset_time_left()
        with self._warn_on_error():
            self.model.apply(self._queue.changes())
        self.model.show_held(self.dispatch.held)
        self.queue_changed.emit()

    def _advance(self) -> None:
        """Start the next job if none is running."""
        if self._closed:
            return
        try:
            waiting = self.dispatch.next_job()
            if waiting is not None:
                self._start(waiting)
            elif self.dispatch.running is None:
                self._report_idle()
        except T2VError as error:
            self._pause_after(error)
            self._refresh()

    def _report_idle(self) -> None:
        """Say that the queue has finished, or that the user wants to quit now."""
        dispatch, results = self.dispatch, self.results
        if dispatch.quit_after:
            dispatch.quit_after = False
            self.quit_due.emit()
        elif not dispatch.paused and not dispatch.held and results.made + results.failed:
            self.queue_finished.emit(*results.reset())

    def _start(self, waiting: Job) -> None:
        """Start a waiting job with a single commit: each waits for the disk. Raises T2VError if the library can't be written."""
        start = self._start_or_failure(waiting)
        job = self.dispatch.start(waiting, start.output if isinstance(start, Start) else "")
        self.model.start_progress(job.id, None if self._thread.engine_started() else Loading(LIBRARIES, 0, 1))
        self._refresh()
        self.job_started.emit(job)
        if isinstance(start, Failed):
            self._finish(start)
            return
        self.costs.start_job()
        try:
            self._thread.submit(job.id, start)
        except T2VError as error:
            self._finish(Failed(type(error).__name__, str(error)))

    def _start_or_failure(self, waiting: Job) -> Start | Failed:
        """The command that renders a job's next clip, or why there is none."""
        try:
            return start_of(waiting, self.settings, self._find_model)
        except T2VError as error:
            return Failed(type(error).__name__, str(error))
        except OSError as error:
            return Failed("OutputError", f"{error.filename}: {error.strerror}")

    def _handle_event(self, job_id: str, event: Event) -> None:
        running = self.dispatch.running
        if self._closed or self.results.unsaved is not None or running is None or running.id != job_id:
            return
        self.model.update_progress(job_id, event)
        self.costs.handle_event(running.current, event)
        if isinstance(event, Warned):
            self.warned.emit(event.message)
        elif isinstance(event, FINAL):
            self._finish(event)
        else:
            self.progressed.emit(running, event)

    def _finish(self, event: Event) -> None:
        self.results.unsaved = event
        self._save_result()

    def _save_result(self) -> bool:
        """Save the result of the running job if it has finished, then start the next. Returns False if it could not be saved."""
        try:
            result = self.results.save(self._record)
        except T2VError as error:  # such as a full disk: start no more jobs
            self._pause_after(error)
            self._refresh()
            return False
        if result is None:
            return True
        self._refresh()
        if result.clip is not None:
            self.clip_finished.emit(result.clip)
        if result.failed:
            self.costs.forget_models()
            self.job_failed.emit(result.job)
        QTimer.singleShot(BETWEEN_JOBS_MS, self._advance)
        return True

    def _record(self, request: Request, done: Done) -> None:
        self.costs.record(request, done, self.model.progress.pace.start_s if self.model.progress is not None else 0.0)

    def change_settings(self, settings: Settings) -> None:
        self.settings = settings
        self._thread.keep_model(settings.keep_model_s)
        self.forget_models()

    def forget_models(self) -> None:
        """Inspect models again before the next estimate: the installed ones may have changed."""
        self.costs.forget_models()

    def clip_of(self, job: Job) -> Clip | None:
        """The clip that a finished job made. None if it was deleted, even if a newer clip now has its file name."""
        clip = self.clips.find(Path(job.clips[-1])) if job.clips else None
        return clip if clip is not None and made_for(job.current, clip.request) else None
