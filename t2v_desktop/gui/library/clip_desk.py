"""What the user does with finished clips: vary, make in HD, compare, delete, undo."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from t2v_desktop.clip import Clip
from t2v_desktop.errors import T2VError
from t2v_desktop.gui.library.gallery import Gallery
from t2v_desktop.gui.player.panel import Player
from t2v_desktop.gui.session import Session
from t2v_desktop.gui.status import Status
from t2v_desktop.models.store import Model
from t2v_desktop.planning.draft import draw_seed
from t2v_desktop.request import Request


class ClipDesk(QObject):
    """Carries out the wishes of player and gallery; `shown` carries a clip to show, `models_wanted` that one has to be fetched."""

    shown = Signal(object)  # Clip
    deleted = Signal(object)  # Clip
    models_wanted = Signal()

    def __init__(
        self, session: Session, player: Player, gallery: Gallery, status: Status, models: Callable[[], list[Model]], parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._session, self._player, self._gallery, self._status, self._models = session, player, gallery, status, models
        player.vary_requested.connect(self.vary)
        player.hd_requested.connect(self.make_hd)
        player.compare_requested.connect(self.compare)
        player.delete_requested.connect(lambda clip: self.delete([clip]))
        gallery.deleted.connect(self.delete)
        gallery.compared.connect(lambda pair: player.compare(*pair))
        status.undo_wanted.connect(self.undo_delete)

    def vary(self, request: Request, count: int) -> None:
        self._session.add([replace(request, seed=draw_seed()) for _ in range(count)])

    def make_hd(self, clip: Clip) -> None:
        """A second pass over the clip, with the first installed model that is made for it."""
        model = next((model for model in self._models() if model.strength), None)
        if model is None:
            self._status.say(self.tr("HD needs a model for second passes, such as ZeroScope v2 XL."))
            self.models_wanted.emit()
            return
        try:
            self._session.second_pass(clip, model)
        except T2VError as error:
            self._status.say(str(error))

    def compare(self, clip: Clip) -> None:
        """Beside the clip that is chosen in the library too, or the newest other one."""
        try:
            others = [c for c in self._gallery.selected() if c.path != clip.path] or [c for c in self._session.clips.page(2) if c.path != clip.path]
        except T2VError as error:
            self._status.say(str(error))
            return
        if others:
            self._player.compare(clip, others[0])
        else:
            self._status.say(self.tr("There is no other clip to compare with yet."))

    def delete(self, clips: list[Clip]) -> None:
        gone, errors = self._session.trash(clips)
        if gone:
            what = gone[0].path.name if len(gone) == 1 else self.tr("{0} clips").format(len(gone))
            self._status.offer_undo(" · ".join([self.tr("Moved to the trash: {0}").format(what), *errors]))
        elif errors:
            self._status.say(" · ".join(errors))
        for clip in gone:
            self.deleted.emit(clip)
        self._gallery.refresh()

    def undo_delete(self) -> None:
        back, errors = self._session.put_back()
        if back:
            what = back[0].path.name if len(back) == 1 else self.tr("{0} clips").format(len(back))
            errors = [self.tr("Restored: {0}").format(what), *errors]
            self._gallery.refresh()
            self.shown.emit(back[-1])
        if errors:
            self._status.say(" · ".join(errors))
