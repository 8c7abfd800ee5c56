"""The application at work, without its widgets: stored queue, engine thread and library kept in step."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from t2v_desktop import paths
from t2v_desktop.clip import Clip
from t2v_desktop.errors import T2VError
from t2v_desktop.events import FINAL, Done, Event, Failed, Loading, Start, Warned
from t2v_desktop.gui.costs import Costs
from t2v_desktop.gui.library.system_trash import move_to_trash
from t2v_desktop.gui.queue.model import QueueModel
from t2v_desktop.gui.threads import RenderThread
from t2v_desktop.job import Job, Pass, State
from t2v_desktop.library.clips import Clips, poster_of
from t2v_desktop.library.database import Database
from t2v_desktop.library.deletions import Deletions, ToTrash
from t2v_desktop.library.queue import Queue
from t2v_desktop.library.runs import Runs
from t2v_desktop.media.names import check_output, free_name, output_bytes
from t2v_desktop.models.store import Model
from t2v_desktop.planning.devices import Devices
from t2v_desktop.planning.dispatch import Dispatch
from t2v_desktop.planning.estimate import Estimate
from t2v_desktop.planning.recovery import finished_clip, made_for, recover
from t2v_desktop.planning.timing import LIBRARIES
from t2v_desktop.request import Request
from t2v_desktop.settings import Settings, make_clips_folder


class Session(QObject):
    """Owns the engine thread. The window calls its verbs and listens to its signals.

    What the library's disk does not take is reported by `warned` or the reason of a pause, and changes nothing here. The end of
    a job that could not be saved is kept until it can be: the job runs until then, and resuming saves it first.
    """

    queue_changed = Signal()
    begun = Signal(object)  # Job, given to an engine that may have to be started first
    progressed = Signal(object, object)  # Job, Event
    clip_finished = Signal(object)  # Clip
    ended_badly = Signal(object)  # Job
    warned = Signal(str)
    all_done = Signal(int, int)  # clips made, jobs that failed

    def __init__(
        self, database: Database, find_model: Callable[[str], Model], settings: Settings,
        command: list[str] | None = None, parent: QObject | None = None, devices: Devices | None = None,
        to_trash: ToTrash = move_to_trash,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.settings, self._database, self._find_model = settings, database, find_model
        self.clips, self._queue = Clips(database), Queue(database)
        self.dispatch = Dispatch(self._queue)
        self._ended: Event | None = None  # the last event of the running job, until it is saved
        self._recovered = False
        self._pause_at_start()
        self.model = QueueModel(self)
        self.model.reordered.connect(self.move)
        self._made = self._failed = 0
        self._costs_s: tuple[float | None, float | None] | None = None  # of what waits and what runs, until the queue changes
        self._deletions = Deletions(database, self.clips, to_trash)
        self._closed = False
        self._thread = RenderThread(command, self)
        self._thread.heard.connect(self._hear)
        self._thread.start()
        self.costs = Costs(Runs(database), find_model, lambda: self.settings.clips, self._thread.engine_started, command, devices, self)
        self.costs.changed.connect(self._forget_costs)
        self.all_done.connect(self.costs.ask)
        self._refresh()

    def _pause_at_start(self) -> None:
        """Settle what the last run of the application left, and wait for the user before going on with it."""
        try:
            cut_short = self._recover()
            waiting = self._queue.next_waiting() is not None
        except T2VError as error:
            self.dispatch.pause(str(error))
            return
        if waiting and cut_short:
            self.dispatch.pause(self.tr("The app closed during a render. Press Resume to continue."))
        elif waiting:
            self.dispatch.pause(self.tr("The queue still has clips to make. Press Resume to continue."))

    def _recover(self) -> bool:
        cut_short = recover(self._queue, self.clips)
        self._recovered = True
        return cut_short

    @contextmanager
    def _reported(self) -> Iterator[None]:
        """A library that cannot be read or written is reported; what it was to keep is not done."""
        try:
            yield
        except T2VError as error:
            self.warned.emit(str(error))

    def submit(self, requests: Sequence[Request], seconds: Sequence[Request] = ()) -> None:
        """Queue new requests, each with its second pass if there are any; what they leave open, the preferences choose."""
        self.add([self._settled(r) for r in requests], [(Pass(self._settled(r)),) for r in seconds])

    def second_pass(self, clip: Clip, model: Model) -> None:
        """Queue a second pass with `model` over a finished clip. Raises InvalidRequest."""
        first = replace(clip.request, device="auto", memory="auto")
        self.add([self._settled(model.second_pass(first))], source=str(clip.path))

    def _settled(self, request: Request) -> Request:
        """The request on the device and with the memory plan of the preferences, where it leaves them open."""
        chosen = self.settings
        device = chosen.device if request.device == "auto" else request.device
        return replace(request, device=device, memory=chosen.memory if request.memory == "auto" else request.memory)

    def add(self, requests: Sequence[Request], passes: Sequence[Sequence[Pass]] = (), source: str = "") -> list[Job]:
        """Put requests at the end of the queue and begin where nothing runs. As `Queue.add`."""
        jobs: list[Job] = []
        with self._reported():
            jobs = self._queue.add(requests, passes, source)
        self._refresh()
        self._advance()
        return jobs

    def cancel(self, job_ids: list[str]) -> None:
        with self._reported():
            for job_id in job_ids:
                if self._has_ended(job_id):
                    self._settle()
                elif self.dispatch.cancel(job_id):
                    self._thread.cancel(job_id)
        self._refresh()

    def _has_ended(self, job_id: str) -> bool:
        """Whether this is the job whose end is still to be saved."""
        running = self.dispatch.running
        return self._ended is not None and running is not None and running.id == job_id

    def remove(self, job_ids: list[str]) -> bool:
        """Take jobs, all but the running one, out of the queue; whether that is saved."""
        running, removed = self.dispatch.running, False
        with self._reported():
            self._queue.remove([job_id for job_id in job_ids if running is None or job_id != running.id])
            removed = True
        self._refresh()
        return removed

    def retry(self, job_ids: list[str]) -> None:
        with self._reported(), self._queue.transaction():
            for job_id in job_ids:
                self.dispatch.retry(job_id)
        self._refresh()
        self._advance()

    def duplicate(self, job_ids: list[str]) -> None:
        """Queue once more what each job is at or was last at, and the passes after that."""
        with self._reported(), self._queue.transaction():
            for job in [job for job in self.model.jobs() if job.id in job_ids]:
                self._queue.add([job.current], [job.passes_left], job.current_source)
        self._refresh()
        self._advance()

    def edit(self, job_id: str) -> Job | None:
        """A waiting job, to be edited, out of the queue. None for one that is bound to a clip."""
        job = next((job for job in self.model.jobs() if job.id == job_id), None)
        if job is None or job.state is not State.WAITING or job.current_source:
            return None
        return job if self.remove([job_id]) else None

    def move(self, job_ids: list[str], before: str) -> None:
        with self._reported():
            self._queue.move(job_ids, before or None)
        self._refresh()

    def clear_done(self) -> None:
        with self._reported():
            self._queue.clear_done()
        self._refresh()

    def pause(self, paused: bool) -> None:
        if paused:
            self.dispatch.pause()
        else:
            self._resume()
        self._refresh()
        self._advance()

    def _resume(self) -> None:
        """Save first what could not be saved before the pause."""
        try:
            if not self._recovered:
                self._recover()
            if self._settle():
                self._failed = max(0, self._failed - self.dispatch.resume())
        except T2VError as error:
            self.dispatch.pause(str(error))

    def estimate(self, request: Request) -> Estimate:
        """What `request` would cost if it was submitted now. Raises T2VError."""
        return self.costs.estimate(self._settled(request))

    def time_left_s(self) -> float | None:
        """Seconds until the whole queue is done; None where that cannot be told."""
        if self._costs_s is None:
            running = self.dispatch.running
            waiting = [request for job in self.model.jobs() for request in job.requests_waiting]
            self._costs_s = self.costs.seconds_of(waiting), self.costs.seconds_of([running.current] if running else [])
        waiting_s, running_s = self._costs_s
        if waiting_s is None or running_s is None:
            return None
        done = self.model.progress.pace.done if self.model.progress is not None else 0.0
        return waiting_s + running_s * (1 - done) or None

    def _forget_costs(self) -> None:
        self._costs_s = None

    def trash(self, clips: Sequence[Clip]) -> tuple[list[Clip], list[str]]:
        """Move the clips' files to the trash. As `Deletions.delete`."""
        return self._deletions.delete(clips)

    def put_back(self) -> tuple[list[Clip], list[str]]:
        """Undo the last `trash`. As `Deletions.undo`."""
        return self._deletions.undo()

    def close(self) -> None:
        """End the engine; a job it was at starts over when the application is opened again."""
        if not self._closed:
            self._closed = True
            with suppress(T2VError):
                self.dispatch.quit()
            self.costs.close()
            self._thread.stop()

    def _refresh(self) -> None:
        self._forget_costs()
        with self._reported():
            self.model.show(self._queue.jobs())
        self.queue_changed.emit()

    def _advance(self) -> None:
        """Give the engine the next job, if it has none."""
        if self._closed:
            return
        try:
            job = self.dispatch.start_next()
        except T2VError as error:
            self.dispatch.pause(str(error))
            self._refresh()
            return
        if job is None:
            if self.dispatch.running is None and not self.dispatch.paused and self._made + self._failed:
                made, failed = self._made, self._failed
                self._made = self._failed = 0
                self.all_done.emit(made, failed)
            return
        self.model.begin(job.id, None if self._thread.engine_started() else Loading(LIBRARIES, 0, 1))
        self._refresh()
        self.begun.emit(job)
        try:
            start = self._start(job)
            self.dispatch.write_to(start.output)
            self.costs.begin()
            self._thread.begin(job.id, start)
        except T2VError as error:
            self._end(Failed(type(error).__name__, str(error)))
        except OSError as error:
            self._end(Failed("OutputError", f"{error.filename}: {error.strerror}"))

    def _start(self, job: Job) -> Start:
        request, folder = job.current, make_clips_folder(self.settings)
        model = self._find_model(request.model)
        paths.posters().mkdir(parents=True, exist_ok=True)
        output = free_name(folder, request)
        check_output(output)
        paths.check_writable(folder, needed_bytes=output_bytes(request))
        return Start(request, str(model.folder), str(output), str(poster_of(output)), self.settings.previews, job.current_source)

    def _hear(self, job_id: str, event: Event) -> None:
        running = self.dispatch.running
        if self._closed or self._ended is not None or running is None or running.id != job_id:
            return
        self.model.hear(job_id, event)
        self.costs.hear(running.current, event)
        if isinstance(event, Warned):
            self.warned.emit(event.message)
        elif isinstance(event, FINAL):
            self._end(event)
        else:
            self.progressed.emit(running, event)

    def _end(self, event: Event) -> None:
        self._ended = event
        self._settle()

    def _settle(self) -> bool:
        """Save the end of the running job, if it has ended, and go on; whether nothing is left to be saved."""
        event, running = self._ended, self.dispatch.running
        if event is None or running is None:
            return True
        made: list[Clip] = []
        found = None if isinstance(event, Done) else finished_clip(running)  # the engine ended before it could say so
        if found is not None:
            event = Done(str(found.path), str(found.poster), 0, 0, 0, 0, 0)

        def keep() -> None:
            made[:] = [self.clips.add(found)] if found else [self._keep(running.current, event)] if isinstance(event, Done) else []

        try:
            job = self.dispatch.finish(event, keep)
        except T2VError as error:  # the library's disk is full: nothing more is begun
            self.dispatch.pause(str(error))
            self._refresh()
            return False
        self._ended = None
        self._refresh()
        for clip in made:
            self._made += 1
            self.clip_finished.emit(clip)
        if isinstance(event, Failed):
            self.costs.forget_models()
            self._failed += job.state is not State.WAITING
            self.ended_badly.emit(job)
        QTimer.singleShot(0, self._advance)
        return True

    def _keep(self, r: Request, done: Done) -> Clip:
        clip = self.clips.add(Clip(Path(done.path), Path(done.poster), r))
        self.costs.keep(r, done, self.model.progress.pace.start_s if self.model.progress is not None else 0.0)
        return clip

    def change_settings(self, settings: Settings) -> None:
        self.settings = settings
        self.forget_models()

    def forget_models(self) -> None:
        """What is installed may have changed."""
        self.costs.forget_models()

    def clip_of(self, job: Job) -> Clip | None:
        """The clip that a finished job made, if the library still lists it; not another one that has its name now."""
        clip = self.clips.find(Path(job.clips[-1])) if job.clips else None
        return clip if clip is not None and made_for(job.current, clip.request) else None
