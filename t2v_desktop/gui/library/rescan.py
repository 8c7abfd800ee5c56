"""In the background, adds clips missing from the library and checks a large library for damage."""

import logging
import time
from collections.abc import Sequence, Set
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal

from t2v_desktop.clip import Clip
from t2v_desktop.errors import T2VError
from t2v_desktop.library.check import find_clips_fault
from t2v_desktop.library.clip_files import find_unlisted, read_clip
from t2v_desktop.library.clips import Clips
from t2v_desktop.library.database import Database

REPORT_EVERY_S = 0.5  # how often found clips are added to the library
MAX_BATCH = 200  # clips added at once: each one waits for the disk
log = logging.getLogger(__name__)


class Recovery(QObject):
    """`clips_added` is emitted after each batch, `reported` carries messages for the status bar, `finished` comes last."""

    clips_added = Signal()
    reported = Signal(str)
    finished = Signal()

    def __init__(self, database: Database, clips: Clips, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database, self._clips = database, clips
        self._count = 0
        search = bool(database.repair_message) or database.is_new
        folders = {folder.absolute(), *clips.folders()} if search else set[Path]()
        self._thread = Scan(sorted(folders), clips.known_paths() if search else set(), database, self)
        self._thread.found.connect(self._add)
        self._thread.ended.connect(self._finish)

    def start(self) -> None:
        """Report what was wrong with the library, and start the scan if one is needed."""
        if self._database.repair_message:
            self.reported.emit(self._database.repair_message)
        if self._thread.is_needed():
            self._thread.start(QThread.Priority.LowPriority)
        else:
            self.finished.emit()

    def stop(self) -> None:
        """Stop the scan after the current file; the rest follows at the next start."""
        self._thread.requestInterruption()
        self._thread.wait()

    def _add(self, found: list[Clip]) -> None:
        try:
            self._count += self._clips.add_missing(found)
        except T2VError as error:
            self._thread.requestInterruption()
            self.reported.emit(str(error))
            return
        self.clips_added.emit()

    def _finish(self, fault: str) -> None:
        messages = [self._database.repair_message] if self._database.repair_message and self._count else []
        if self._count:
            messages.append(self.tr("Recovered %n clip(s) from the clips folder.", "", self._count))
        if fault:
            log.warning("the library is damaged: %s", fault)
            self._database.mark_suspect()
            messages.append(self.tr("The library is damaged. Restart T2V Desktop to repair it."))
        if messages:
            self.reported.emit(" ".join(messages))
        self.finished.emit()


class Scan(QThread):
    """Reads the clips in `folders` that are not in `known`, then the parts of the library that opening it did not check.

    `found` carries lists of clips, `ended` what is wrong with the library or "".
    """

    found = Signal(list)
    ended = Signal(str)

    def __init__(self, folders: Sequence[Path], known: Set[str], database: Database, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folders, self._known = folders, known
        self._file, self._unchecked = database.file, not database.fully_checked

    def is_needed(self) -> bool:
        return bool(self._folders) or self._unchecked

    def run(self) -> None:
        fault = ""
        try:
            for folder in self._folders:
                self._search(folder)
            if self._unchecked and not self.isInterruptionRequested():
                fault = find_clips_fault(self._file, self.isInterruptionRequested)
        except Exception:  # thread boundary
            log.exception("the library could not be scanned")
        self.ended.emit(fault)

    def _search(self, folder: Path) -> None:
        found, reported_at = list[Clip](), time.monotonic()
        for path in find_unlisted(folder, self._known):
            if self.isInterruptionRequested():
                break
            if (clip := read_clip(path)) is not None:
                found.append(clip)
            if found and (len(found) >= MAX_BATCH or time.monotonic() - reported_at > REPORT_EVERY_S):
                self.found.emit(found)
                found, reported_at = [], time.monotonic()
        if found:
            self.found.emit(found)
