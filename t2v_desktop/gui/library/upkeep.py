"""Rescans the clips folder, and moves it with its clips, in the background."""

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from t2v_desktop.errors import Cancelled, T2VError
from t2v_desktop.gui.library.long_task import LongTask
from t2v_desktop.gui.session import Session
from t2v_desktop.gui.status import Status
from t2v_desktop.library.move_folder import MovedFolder, clips_in, journal_file, move_clips, resume
from t2v_desktop.library.moved import stored_files
from t2v_desktop.library.rescan import Rescan, rescan
from t2v_desktop.settings import Settings

AT_ONCE = 25  # clips that are written to the library between two turns of the event loop


class OnWindowThread(QObject):
    """Lets a background thread call something on the window's thread, and wait for it."""

    _called = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._closed, self._waiting = False, set[Future[object]]()
        self._lock = threading.Lock()
        self._called.connect(self._run)

    def call(self, work: Callable[[], object]) -> object:
        """Runs on the background thread. Raises what `work` raises, or Cancelled once the window is being closed."""
        done: Future[object] = Future()
        with self._lock:
            if self._closed:
                raise Cancelled("cancelled")
            self._waiting.add(done)
        self._called.emit(work, done)
        return done.result()

    def close(self) -> None:
        """Let no background thread wait any longer."""
        with self._lock:
            self._closed = True
            for done in self._waiting:
                done.set_exception(Cancelled("cancelled"))
            self._waiting.clear()

    @Slot(object, object)
    def _run(self, work: Callable[[], object], done: "Future[object]") -> None:
        with self._lock:
            if done not in self._waiting:
                return
            self._waiting.discard(done)
        try:
            done.set_result(work())
        except T2VError as error:
            done.set_exception(error)


class Upkeep(QObject):
    """`changed` is emitted once clips came or have other paths; `folder_moved` carries the Settings with the new clips folder."""

    changed = Signal()
    folder_moved = Signal(Settings)

    def __init__(self, session: Session, task: LongTask, status: Status, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._task, self._status = session, task, status
        self._window_thread = OnWindowThread(self)

    def close(self) -> None:
        """End the running task; what it has done so far stays."""
        self._task.cancel()
        self._window_thread.close()

    # rescan

    def rescan(self) -> None:
        """Look for clips that are not listed and for moved ones, in all folders that have clips."""
        if self._is_busy():
            return
        session = self._session
        try:
            session.clips.recheck_files()
            folders = sorted({session.settings.clips.absolute(), *session.clips.folders()})
        except T2VError as error:
            self._status.show_message(str(error))
            return
        self._task.run(self.tr("Rescanning clips folder"), partial(rescan, session.clips.file, folders), self._add, self._fail)

    def _add(self, found: Rescan) -> None:
        """Write what was found to the library, a little at a time."""
        moved, identities, session = list(found.moved.items()), list(found.identities.items()), self._session
        count = {"new": 0, "moved": 0}

        def advance(at: int) -> None:
            try:
                count["moved"] += len(session.relocate(dict(moved[at : at + AT_ONCE]), dict(identities[at : at + AT_ONCE])))
                count["new"] += session.clips.add_missing(found.new[at : at + AT_ONCE])
            except T2VError as error:
                self._fail(error)
                return
            if at + AT_ONCE < max(len(moved), len(found.new), len(identities)):
                QTimer.singleShot(0, self, lambda: advance(at + AT_ONCE))
                return
            self._status.show_message(self._result(count["new"], count["moved"], found.missing))
            self.changed.emit()

        advance(0)

    def _result(self, new: int, moved: int, missing: int) -> str:
        parts = [
            self.tr("%n new clip(s) added.", "", new) if new else "",
            self.tr("%n moved clip(s) found again.", "", moved) if moved else "",
            self.tr("%n file(s) still missing.", "", missing) if missing else "",
        ]
        return " ".join(filter(None, parts)) or self.tr("Nothing new in the clips folder.")

    # moving the folder

    def move_to(self, target: Path) -> None:
        """Move the clips folder's clips, and make `target` the clips folder."""
        if self._is_busy():
            return
        source, file = self._session.settings.clips.absolute(), self._session.clips.file

        def work(report: Callable[[int, int], None], check: Callable[[], None]) -> MovedFolder:
            return move_clips(clips_in(stored_files(file), source), source, target, self._relocate, report, check)

        self._task.run(self.tr("Moving the clips folder"), work, partial(self._use_folder, target), self._fail)

    def resume_move(self) -> None:
        """Finish a move that a crash has ended."""
        if journal_file().exists():
            self._task.run(self.tr("Moving the clips folder"), lambda _report, _check: resume(self._relocate), lambda _: self.changed.emit(), self._fail)

    def _relocate(self, moved: Mapping[int, Path]) -> set[int]:
        """Runs on the background thread."""
        result = self._window_thread.call(lambda: self._session.relocate(moved))
        assert isinstance(result, set)
        return result

    def _use_folder(self, target: Path, done: MovedFolder) -> None:
        self.folder_moved.emit(replace(self._session.settings, clips_folder=str(target)))
        text = self.tr("%n clip(s) moved to {0}.", "", done.count).format(target)
        self._status.show_message(" ".join([text, *done.errors[:2]]))
        self.changed.emit()

    # both

    def _is_busy(self) -> bool:
        if self._task.running:
            self._status.show_message(self.tr("Wait until the current task has finished, or cancel it."))
        return self._task.running

    def _fail(self, error: T2VError) -> None:
        self._status.show_message(self.tr("Cancelled.") if isinstance(error, Cancelled) else str(error))
        self.changed.emit()
