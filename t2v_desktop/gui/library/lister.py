"""Lists the library on a background thread: the latest wish counts, outdated ones are dropped."""

from PySide6.QtCore import QObject, Signal

from t2v_desktop.errors import T2VError
from t2v_desktop.gui.background import BackgroundTasks
from t2v_desktop.library.clips import Clips
from t2v_desktop.library.filters import Filter
from t2v_desktop.library.listing import Listing, read_listing


class Lister(QObject):
    """`listed` carries the Listing of the filter last asked for, `failed` why there is none."""

    listed = Signal(object)
    failed = Signal(str)

    def __init__(self, clips: Clips, parent: QObject) -> None:
        super().__init__(parent)
        self._clips = clips
        self._wanted: Filter | None = None  # asked for while another listing was read
        self._running = self._count_choices = False
        self._tasks = BackgroundTasks(self)

    def list(self, wanted: Filter, *, count_choices: bool = False) -> None:
        """List what a filter selects, and if asked what there is to choose from, soon."""
        self._wanted, self._count_choices = wanted, self._count_choices or count_choices
        if not self._running:
            self._start()

    def _start(self) -> None:
        assert self._wanted is not None
        try:
            missing = self._clips.known_missing()
        except T2VError as error:
            self._fail(error)
            return
        file, wanted, count = self._clips.file, self._wanted, self._count_choices
        self._wanted, self._count_choices, self._running = None, False, True
        self._tasks.run(lambda: read_listing(file, wanted, missing, count_choices=count), self._deliver, self._fail)

    def _deliver(self, listing: Listing) -> None:
        self._running = False
        if self._wanted is None:
            self.listed.emit(listing)
        else:
            self._count_choices = self._count_choices or listing.choices is not None
            self._start()

    def _fail(self, error: T2VError) -> None:
        self._running, self._wanted, self._count_choices = False, None, False
        self.failed.emit(str(error))
