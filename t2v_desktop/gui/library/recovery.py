"""Finds clips that the library does not know again, and looks through a large library, in the background."""

import logging
import time
from collections.abc import Sequence, Set
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal

from t2v_desktop.clip import Clip
from t2v_desktop.errors import T2VError
from t2v_desktop.library.check import find_clips_fault
from t2v_desktop.library.clips import Clips, find_unlisted, read_clip
from t2v_desktop.library.database import Database

HANDED_S = 0.5  # how often what was found is shown
MOST = 200  # clips handed over at once: each waits for the disk
log = logging.getLogger(__name__)


class Recovery(QObject):
    """`found` follows each time that clips were added to the library, `said` is for the status bar, `done` comes last."""

    found = Signal()
    said = Signal(str)
    done = Signal()

    def __init__(self, database: Database, clips: Clips, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database, self._clips = database, clips
        self._count = 0
        search = bool(database.repair_message) or database.is_new
        folders = {folder.absolute(), *clips.folders()} if search else set[Path]()
        self._thread = Reading(sorted(folders), clips.known_paths() if search else set(), database, self)
        self._thread.read.connect(self._add)
        self._thread.ended.connect(self._end)

    def start(self) -> None:
        """Begin, if there is anything to do, and say what was wrong with the library."""
        if self._database.repair_message:
            self.said.emit(self._database.repair_message)
        if self._thread.useful():
            self._thread.start(QThread.Priority.LowPriority)
        else:
            self.done.emit()

    def stop(self) -> None:
        """Leave the rest to the next start. Waits for the file that is being read."""
        self._thread.requestInterruption()
        self._thread.wait()

    def _add(self, read: list[Clip]) -> None:
        try:
            self._count += self._clips.add_missing(read)
        except T2VError as error:
            self._thread.requestInterruption()
            self.said.emit(str(error))
            return
        self.found.emit()

    def _end(self, fault: str) -> None:
        told = [self._database.repair_message] if self._database.repair_message and self._count else []
        if self._count:
            told.append(self.tr("%n clip(s) found again in the clips folder.", "", self._count))
        if fault:
            log.warning("the library is damaged: %s", fault)
            self._database.mark_suspect()
            told.append(self.tr("The library is damaged: restart T2V Desktop to repair it."))
        if told:
            self.said.emit(" ".join(told))
        self.done.emit()


class Reading(QThread):
    """Reads the clips in some folders but those that are known, then the library's digests that opening left unread.

    `read` carries lists of clips, `ended` what is wrong with the library.
    """

    read = Signal(list)
    ended = Signal(str)

    def __init__(self, folders: Sequence[Path], known: Set[str], database: Database, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folders, self._known = folders, known
        self._file, self._unread = database.file, not database.fully_checked

    def useful(self) -> bool:
        return bool(self._folders) or self._unread

    def run(self) -> None:
        fault = ""
        try:
            for folder in self._folders:
                self._search(folder)
            if self._unread and not self.isInterruptionRequested():
                fault = find_clips_fault(self._file, self.isInterruptionRequested)
        except Exception:  # the boundary of the thread
            log.exception("the library could not be looked through")
        self.ended.emit(fault)

    def _search(self, folder: Path) -> None:
        found, handed = list[Clip](), time.monotonic()
        for path in find_unlisted(folder, self._known):
            if self.isInterruptionRequested():
                break
            if (clip := read_clip(path)) is not None:
                found.append(clip)
            if found and (len(found) >= MOST or time.monotonic() - handed > HANDED_S):
                self.read.emit(found)
                found, handed = [], time.monotonic()
        if found:
            self.read.emit(found)
