"""Actions on finished clips: vary, upscale to HD, compare, delete, undo."""

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


class ClipActions(QObject):
    """Carries out what the player and the gallery ask for. `models_requested` is emitted if a model has to be downloaded first."""

    shown = Signal(object)  # Clip, for the player to show
    deleted = Signal(object)  # Clip
    models_requested = Signal()

    def __init__(
        self, session: Session, player: Player, gallery: Gallery, status: Status, models: Callable[[], list[Model]], parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._session, self._player, self._gallery, self._status, self._models = session, player, gallery, status, models
        player.vary_requested.connect(self.vary)
        player.hd_requested.connect(self.upscale)
        player.compare_requested.connect(self.compare)
        player.delete_requested.connect(lambda clip: self.delete([clip]))
        gallery.deleted.connect(self.delete)
        gallery.compared.connect(lambda pair: player.compare(*pair))
        status.undo_requested.connect(self.undo_delete)

    def vary(self, request: Request, count: int) -> None:
        self._session.add([replace(request, seed=draw_seed()) for _ in range(count)])

    def upscale(self, clip: Clip) -> None:
        """Queue a second pass on the clip, with the first installed model made for second passes."""
        model = next((model for model in self._models() if model.strength), None)
        if model is None:
            self._status.show_message(self.tr("Upscaling to HD needs another model, such as ZeroScope v2 XL."))
            self.models_requested.emit()
            return
        try:
            self._session.second_pass(clip, model)
        except T2VError as error:
            self._status.show_message(str(error))

    def compare(self, clip: Clip) -> None:
        """Compare the clip with another one selected in the library, or else with the newest other clip."""
        try:
            others = [c for c in self._gallery.selected() if c.path != clip.path] or [c for c in self._session.clips.page(2) if c.path != clip.path]
        except T2VError as error:
            self._status.show_message(str(error))
            return
        if others:
            self._player.compare(clip, others[0])
        else:
            self._status.show_message(self.tr("There's no other clip to compare with yet."))

    def delete(self, clips: list[Clip]) -> None:
        trashed, errors = self._session.trash(clips)
        if trashed:
            name = trashed[0].path.name if len(trashed) == 1 else self.tr("{0} clips").format(len(trashed))
            self._status.offer_undo(" · ".join([self.tr("Moved to trash: {0}").format(name), *errors]))
        elif errors:
            self._status.show_message(" · ".join(errors))
        for clip in trashed:
            self.deleted.emit(clip)
        self._gallery.refresh()

    def undo_delete(self) -> None:
        restored, errors = self._session.undo_trash()
        if restored:
            name = restored[0].path.name if len(restored) == 1 else self.tr("{0} clips").format(len(restored))
            errors = [self.tr("Restored: {0}").format(name), *errors]
            self._gallery.refresh()
            self.shown.emit(restored[-1])
        if errors:
            self._status.show_message(" · ".join(errors))
