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
from t2v_desktop.models.status import model_status

if TYPE_CHECKING:
    from t2v_desktop.models.get.download_model import DownloadProgress

log = logging.getLogger(__name__)
STOPS_WITHIN_S = 5.0  # a server that does not answer is not waited for longer when the window closes
Tell = Callable[[int, int, float], None]  # bytes done, bytes in all, bytes a second


@dataclass(slots=True)
class Chore:
    """`work` is given what to tell its progress to, and returns what to say at its end; `halt` ends it early."""

    name: str
    kind: str
    work: Callable[["Chore", Tell], str]
    stop: threading.Event = field(default_factory=threading.Event)
    halt_more: Callable[[], None] | None = None

    def halt(self) -> None:
        self.stop.set()
        if self.halt_more is not None:
            self.halt_more()


class ModelChores(QObject):
    """Asked from the window, done here.

    `progressed` carries a model's name, what is done to it, bytes done, bytes in all and bytes a second; `ended` the name,
    what was done, and what to say or what went wrong, with whether it did; `waited` the name, and what a download waits for.
    """

    waited = Signal(str, str)
    progressed = Signal(str, str, object, object, float)
    ended = Signal(str, str, str, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.token = ""  # for models that are not given to everyone; in memory only
        self._waiting: queue.SimpleQueue[Chore | None] = queue.SimpleQueue()
        self._known: dict[str, Chore] = {}
        self._thread = threading.Thread(target=self._run, name="models", daemon=True)
        self._closed = False

    def doing(self, name: str) -> str:
        """What is being done to a model or waits to be: fetch, verify, repair, remove, import or move; empty for nothing."""
        return self._known[name].kind if name in self._known else ""

    def fetch(self, name: str, source: str) -> None:
        """Fetch the hub model `source`, to be called `name` here; the user has agreed to its licence and to converting pickles."""
        self._add(Chore(name, "fetch", lambda chore, tell: self._fetch(chore, source, tell)))

    def verify(self, name: str) -> None:
        self._add(Chore(name, "verify", self._verify))

    def repair(self, name: str) -> None:
        self._add(Chore(name, "repair", self._repair))

    def remove(self, name: str) -> None:
        self._add(Chore(name, "remove", lambda chore, tell: self._remove(name)))

    def adopt(self, source: Path, name: str, *, convert: bool, parts_from: str = "") -> None:
        self._add(Chore(name, "import", lambda chore, tell: self._adopt(chore, source, convert, parts_from)))

    def move(self, target: Path) -> None:
        self._add(Chore("", "move", lambda chore, tell: str(manage.move(target, chore.stop, lambda done, total: tell(done, total, 0.0)))))

    def halt(self, name: str) -> None:
        """End what is done to a model, or waits to be; a download can be gone on with."""
        if name in self._known:
            self._known[name].halt()

    def close(self) -> None:
        """End everything; nothing is told any more."""
        self._closed = True
        for chore in list(self._known.values()):
            chore.halt()
        self._waiting.put(None)
        if self._thread.is_alive():
            self._thread.join(STOPS_WITHIN_S)

    def _add(self, chore: Chore) -> None:
        if chore.name in self._known:
            return
        self._known[chore.name] = chore
        if not self._thread.is_alive():
            self._thread = threading.Thread(target=self._run, name="models", daemon=True)
            try:
                self._thread.start()
            except RuntimeError as error:  # no thread is left to do it
                self._known.pop(chore.name)
                self.ended.emit(chore.name, chore.kind, str(error), True)
                return
        self._waiting.put(chore)

    def _run(self) -> None:
        while (chore := self._waiting.get()) is not None:
            said, failed = "", False
            try:
                if not chore.stop.is_set():
                    said = chore.work(chore, self._teller(chore))
            except Cancelled:
                pass
            except (T2VError, OSError) as error:
                said, failed = str(error), True
            except Exception as error:  # the thread outlives what nobody thought of
                log.exception("%s of %s", chore.kind, chore.name)
                said, failed = f"{type(error).__name__}: {error}", True
            self._known.pop(chore.name, None)
            if not self._closed:
                self.ended.emit(chore.name, chore.kind, said, failed)

    def _teller(self, chore: Chore) -> Tell:
        def tell(done: int, total: int, bytes_per_s: float) -> None:
            if not self._closed:
                self.progressed.emit(chore.name, chore.kind, done, total, bytes_per_s)

        return tell

    # what is done on the thread; what can open connections is imported here, so that the window starts without it

    def _fetch(self, chore: Chore, source: str, tell: Tell) -> str:
        from t2v_desktop.models.get.download_model import ModelDownload
        from t2v_desktop.models.get.hub import configured_hub
        from t2v_desktop.models.get.import_model import import_cached

        chosen = settings.load()
        entry = CATALOG.get(chore.name)
        revision = entry.revision if entry else "main"
        if import_cached(source, revision, chore.name, convert=True, stop=chore.stop) is not None:
            return ""
        job = ModelDownload(
            configured_hub(self.token), source, revision, models=chosen.models, name=chore.name, convert=True,
            bytes_per_s=chosen.download_kb_per_s * 1000, report=lambda at: self._hear(chore, at, tell),
        )  # fmt: skip
        self._halt_with(chore, job.cancel)
        job.run()
        return ""

    def _verify(self, chore: Chore, tell: Tell) -> str:
        held = model_status(chore.name)
        seen = 0

        def told(count: int) -> None:
            nonlocal seen
            seen += count
            tell(seen, held.size_bytes, 0.0)

        assert held.folder is not None
        return ", ".join(manifest.changed(held.folder, chore.stop, told))

    def _repair(self, chore: Chore, tell: Tell) -> str:
        from t2v_desktop.models.get.download_model import ModelDownload
        from t2v_desktop.models.get.hub import configured_hub

        held, chosen = model_status(chore.name), settings.load()
        job = ModelDownload(
            configured_hub(self.token), held.source, "", models=chosen.models, name=chore.name, convert=True, bytes_per_s=chosen.download_kb_per_s * 1000,
            report=lambda at: self._hear(chore, at, tell),
        )  # fmt: skip
        self._halt_with(chore, job.cancel)
        return ", ".join(job.repair())

    def _hear(self, chore: Chore, at: "DownloadProgress", tell: Tell) -> None:
        if not at.waiting_for:
            tell(at.done_bytes, at.total_bytes, at.bytes_per_s)
        elif not self._closed:
            self.waited.emit(chore.name, at.waiting_for)

    def _halt_with(self, chore: Chore, halt: Callable[[], None]) -> None:
        chore.halt_more = halt
        if chore.stop.is_set():
            raise Cancelled("it was stopped before it began")

    def _remove(self, name: str) -> str:
        return str(manage.remove(name))

    def _adopt(self, chore: Chore, source: Path, convert: bool, parts_from: str) -> str:
        from t2v_desktop.models.get.import_model import import_model

        import_model(source, chore.name, convert=convert, parts_from=parts_from, stop=chore.stop)
        return ""
