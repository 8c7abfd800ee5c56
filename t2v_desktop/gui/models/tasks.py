"""The background thread that downloads, verifies, repairs, imports, moves and removes models, one after the other."""

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from t2v_desktop import settings
from t2v_desktop.errors import Cancelled, T2VError
from t2v_desktop.models import manage, manifest
from t2v_desktop.models.catalogue import CATALOG
from t2v_desktop.models.loras.store import add as add_lora
from t2v_desktop.models.loras.store import remove as remove_lora
from t2v_desktop.models.status import model_status

if TYPE_CHECKING:
    from t2v_desktop.models.get.download_progress import DownloadProgress

log = logging.getLogger(__name__)
STOPS_WITHIN_S = 5.0  # when the window closes, wait at most this long for a server that does not answer
Report = Callable[[int, int, float], None]  # bytes done, total bytes, bytes per second


@dataclass(slots=True)
class Task:
    """One job for the thread. `work` is called with the task and a function for its progress, and returns the result to show."""

    name: str
    kind: str
    work: Callable[["Task", Report], str]
    cancelled: threading.Event = field(default_factory=threading.Event)
    on_cancel: Callable[[], None] | None = None

    def cancel(self) -> None:
        self.cancelled.set()
        if self.on_cancel is not None:
            self.on_cancel()


class ModelTasks(QObject):
    """Queues the window's tasks and runs them on one thread.

    `progressed` carries the model's name, the kind of task, bytes done, total bytes and bytes per second. `ended` carries the
    name, the kind, the result or error message, and whether the task failed. `waiting` carries the name and what a download
    is waiting for.
    """

    waiting = Signal(str, str)
    progressed = Signal(str, str, object, object, float)
    ended = Signal(str, str, str, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.token = ""  # for gated models; kept in memory only
        self._queue: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._tasks_by_name: dict[str, Task] = {}
        self._thread = threading.Thread(target=self._run, name="models", daemon=True)
        self._closed = False

    def activity(self, name: str) -> str:
        """The kind of the model's running or queued task: download, verify, repair, remove, import or move; "" if there is none."""
        return self._tasks_by_name[name].kind if name in self._tasks_by_name else ""

    def download(self, name: str, source: str) -> None:
        """Download the Hugging Face model `source` as `name`. The user has accepted its licence and the conversion of pickles."""
        self._add(Task(name, "download", lambda task, report: self._download(task, source, report)))

    def verify(self, name: str) -> None:
        self._add(Task(name, "verify", self._verify))

    def repair(self, name: str) -> None:
        self._add(Task(name, "repair", self._repair))

    def remove(self, name: str) -> None:
        self._add(Task(name, "remove", lambda task, report: self._remove(name)))

    def import_model(self, source: Path, name: str, *, convert: bool, parts_from: str = "") -> None:
        self._add(Task(name, "import", lambda task, report: self._import(task, source, convert, parts_from)))

    def import_lora(self, source: Path) -> None:
        """Import a LoRA, unless one with the same content is installed; the result is its name."""
        self._add(Task(f"lora {source}", "import LoRA", lambda task, report: add_lora(source).name))

    def remove_lora(self, name: str) -> None:
        self._add(Task(f"lora {name}", "remove LoRA", lambda task, report: str(remove_lora(name))))

    def move(self, target: Path) -> None:
        self._add(Task("", "move", lambda task, report: str(manage.move(target, task.cancelled, lambda done, total: report(done, total, 0.0)))))

    def cancel(self, name: str) -> None:
        """Cancel the model's running or queued task. A download can be resumed."""
        if name in self._tasks_by_name:
            self._tasks_by_name[name].cancel()

    def close(self) -> None:
        """Cancel all tasks. No more signals are emitted."""
        self._closed = True
        for task in list(self._tasks_by_name.values()):
            task.cancel()
        self._queue.put(None)
        if self._thread.is_alive():
            self._thread.join(STOPS_WITHIN_S)

    def _add(self, task: Task) -> None:
        if task.name in self._tasks_by_name:
            return
        self._tasks_by_name[task.name] = task
        if not self._thread.is_alive():
            self._thread = threading.Thread(target=self._run, name="models", daemon=True)
            try:
                self._thread.start()
            except RuntimeError as error:  # no thread could be started
                self._tasks_by_name.pop(task.name)
                self.ended.emit(task.name, task.kind, str(error), True)
                return
        self._queue.put(task)

    def _run(self) -> None:
        while (task := self._queue.get()) is not None:
            message, failed = "", False
            try:
                if not task.cancelled.is_set():
                    message = task.work(task, self._reporter(task))
            except Cancelled:
                pass
            except (T2VError, OSError) as error:
                message, failed = str(error), True
            except Exception as error:  # the thread must survive unexpected errors
                log.exception("%s of %s", task.kind, task.name)
                message, failed = f"{type(error).__name__}: {error}", True
            self._tasks_by_name.pop(task.name, None)
            if not self._closed:
                self.ended.emit(task.name, task.kind, message, failed)

    def _reporter(self, task: Task) -> Report:
        def report(done: int, total: int, bytes_per_s: float) -> None:
            if not self._closed:
                self.progressed.emit(task.name, task.kind, done, total, bytes_per_s)

        return report

    # run on the thread; modules that can open connections are imported here, so that the window starts without them

    def _download(self, task: Task, source: str, report: Report) -> str:
        from t2v_desktop.models.get.download_model import ModelDownload
        from t2v_desktop.models.get.hub import configured_hub
        from t2v_desktop.models.get.import_model import import_cached

        chosen = settings.load()
        entry = CATALOG.get(task.name)
        revision = entry.revision if entry else "main"
        if import_cached(source, revision, task.name, convert=True, stop=task.cancelled) is not None:
            return ""
        job = ModelDownload(
            configured_hub(self.token), source, revision, models=chosen.models, name=task.name, convert=True,
            bytes_per_s=chosen.download_kb_per_s * 1000, report=lambda at: self._report_download(task, at, report),
        )  # fmt: skip
        self._cancel_with(task, job.cancel)
        job.run()
        return ""

    def _verify(self, task: Task, report: Report) -> str:
        model = model_status(task.name)
        done = 0

        def add(count: int) -> None:
            nonlocal done
            done += count
            report(done, model.size_bytes, 0.0)

        assert model.folder is not None
        return ", ".join(manifest.changed(model.folder, task.cancelled, add))

    def _repair(self, task: Task, report: Report) -> str:
        from t2v_desktop.models.get.download_model import ModelDownload
        from t2v_desktop.models.get.hub import configured_hub

        model, chosen = model_status(task.name), settings.load()
        job = ModelDownload(
            configured_hub(self.token), model.source, "", models=chosen.models, name=task.name, convert=True, bytes_per_s=chosen.download_kb_per_s * 1000,
            report=lambda at: self._report_download(task, at, report),
        )  # fmt: skip
        self._cancel_with(task, job.cancel)
        return ", ".join(job.repair())

    def _report_download(self, task: Task, progress: "DownloadProgress", report: Report) -> None:
        if not progress.waiting_for:
            report(progress.done_bytes, progress.total_bytes, progress.bytes_per_s)
        elif not self._closed:
            self.waiting.emit(task.name, progress.waiting_for)

    def _cancel_with(self, task: Task, cancel: Callable[[], None]) -> None:
        """Let `cancel` stop the running work of a task. Raises Cancelled if the task is already cancelled."""
        task.on_cancel = cancel
        if task.cancelled.is_set():
            raise Cancelled("cancelled before it started")

    def _remove(self, name: str) -> str:
        return str(manage.remove(name))

    def _import(self, task: Task, source: Path, convert: bool, parts_from: str) -> str:
        from t2v_desktop.models.get.import_model import import_model

        import_model(source, task.name, convert=convert, parts_from=parts_from, stop=task.cancelled)
        return ""
