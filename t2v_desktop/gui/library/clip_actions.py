"""Actions on finished clips: vary, upscale to HD, compare, delete, undo."""

from array import array
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from PySide6.QtCore import QLocale, QObject, Qt, Signal

from t2v_desktop.clip import Clip
from t2v_desktop.errors import T2VError
from t2v_desktop.gui.library.compare_picker import ComparePicker
from t2v_desktop.gui.library.deleting import Deleting
from t2v_desktop.gui.library.gallery import Gallery
from t2v_desktop.gui.player.grid import MAX_TILES
from t2v_desktop.gui.player.panel import Player
from t2v_desktop.gui.session import Session
from t2v_desktop.gui.status import Status
from t2v_desktop.job import Job
from t2v_desktop.models.store import Model, able_to
from t2v_desktop.planning.draft import draw_seed
from t2v_desktop.request import Request

SILENT_UP_TO = 20  # clips whose deletion shows no progress


class ClipActions(QObject):
    """Carries out what the player and the gallery ask for. `models_requested` is emitted if a model has to be downloaded first."""

    changed = Signal()  # clips were deleted or restored
    shown = Signal(object)  # Clip, for the player to show
    deleted = Signal(object)  # Clip
    models_requested = Signal()
    continued = Signal(object, object, int, object)  # the Request of a clip, its path and number of frames, and the Model that continues it
    frame_given = Signal(str)  # a kept image

    def __init__(
        self, session: Session, player: Player, gallery: Gallery, status: Status, models: Callable[[], list[Model]], parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._session, self._player, self._gallery, self._status, self._models = session, player, gallery, status, models
        player.vary_requested.connect(self.vary)
        player.hd_requested.connect(self.upscale)
        player.continue_requested.connect(self.go_on)
        player.frame_kept.connect(self.start_with)
        player.compare_requested.connect(self.compare)
        player.alternatives_requested.connect(self.show_alternatives)
        player.alternative_chosen.connect(self._show_alternative)
        gallery.alternatives_wanted.connect(self.show_alternatives)
        gallery.side_by_side_wanted.connect(lambda clips: player.show_alternatives(clips, clips[0]))
        player.delete_requested.connect(lambda clip: self.delete([clip]))
        gallery.deleted.connect(self.delete)
        self._deleting = Deleting(session.clips, session.deletions, self)
        self._deleting.deleted.connect(self._report_deleted)
        self._deleting.restored.connect(self._report_restored)
        self._deleting.progressed.connect(self._show_progress)
        gallery.compared.connect(lambda pair: player.compare(*pair))

    def vary(self, request: Request, count: int) -> None:
        if request.continued_frames:
            self._status.show_message(self.tr("This clip continues another one: continue that one again for a variation."))
            return
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

    def go_on(self, clip: Clip) -> None:
        """Have the compose panel continue the clip: with the model that made it if that can, else with the first installed one that can."""
        from t2v_desktop.media.continued import read_source  # numpy and Pillow: the window starts without them

        able = [model for model in self._models() if "continued_frames" in model.shape.inputs]
        if not able:
            self._status.show_message(self.tr("Continuing a clip needs another model: {0}.").format(able_to("continued_frames")))
            self.models_requested.emit()
            return
        try:
            found, fps = read_source(clip.path)
        except T2VError as error:
            self._status.show_message(str(error))
            return
        model = next((model for model in able if model.name == clip.request.model), able[0])
        first = replace(clip.request, width=found.width, height=found.height, fps=fps)
        if model.snap(found.width) != found.width or model.snap(found.height) != found.height:
            size = f"{found.width} × {found.height}"
            self._status.show_message(self.tr("{0} can't continue clips of {1}: sides must be multiples of {2}.").format(model.title, size, model.step))
            return
        self.continued.emit(first, clip.path, found.count, model)

    def start_with(self, image: str) -> None:
        if not any("start_image" in model.shape.inputs for model in self._models()):
            self._status.show_message(self.tr("Starting with a picture needs another model: {0}.").format(able_to("start_image")))
            self.models_requested.emit()
            return
        self.frame_given.emit(image)

    def compare(self, clip: Clip) -> None:
        """Ask for another clip, and compare the two."""
        picker = ComparePicker(self._session.clips, clip, self._player.window())
        picker.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        picker.picked.connect(lambda other: self._player.compare(clip, other))
        picker.open()

    def show_alternatives(self, clip: Clip) -> None:
        """Show all clips of the same typed prompt side by side."""
        try:
            clips = self._session.clips.alternatives(clip, MAX_TILES)
        except T2VError as error:
            self._status.show_message(str(error))
            return
        if len(clips) > 1:
            self._player.show_alternatives(clips, clip)
        else:
            self._status.show_message(self.tr("There's no other clip of this prompt yet. Vary makes some."))

    def show_alternatives_of(self, job: Job | None) -> None:
        """Show the alternatives of a finished job's clip."""
        clip = None
        if job is not None:
            with suppress(T2VError):
                clip = self._session.clip_of(job)
        if clip is not None:
            self.show_alternatives(clip)
        else:
            self._status.show_message(self.tr("The clip of this job was deleted."))

    def _show_alternative(self, clip: Clip) -> None:
        self.shown.emit(clip)
        self._gallery.select(clip)

    def delete(self, clips: list[Clip]) -> None:
        """Delete a few clips at once."""
        self._deleting.delete_clips(clips)

    def delete_ids(self, ids: "array[int]") -> None:
        """Delete any number of clips, a few at a time."""
        self._deleting.delete(ids)

    def undo_delete(self) -> None:
        if self._session.deletions.left_to_undo():
            self._deleting.undo()
        else:
            self._status.show_message(self.tr("There's nothing to undo."))

    def _show_progress(self, done: int, total: int) -> None:
        if total > SILENT_UP_TO and done < total:
            self._status.show_message(self.tr("{0} of {1} clips").format(QLocale().toString(done), QLocale().toString(total)))

    def _report_deleted(self, clips: list[Clip], errors: list[str]) -> None:
        if clips:
            self._status.offer_undo(" · ".join([self.tr("Moved to trash: {0}").format(self._names(clips)), *errors]), self.undo_delete)
        elif errors:
            self._status.show_message(" · ".join(errors))
        for clip in clips:
            self.deleted.emit(clip)
        self._gallery.refresh()
        self.changed.emit()

    def _report_restored(self, clips: list[Clip], errors: list[str]) -> None:
        if clips:
            errors = [self.tr("Restored: {0}").format(self._names(clips)), *errors]
            self._gallery.refresh()
            self.shown.emit(clips[-1])
            self.changed.emit()
        if errors:
            self._status.show_message(" · ".join(errors))

    def _names(self, clips: list[Clip]) -> str:
        return clips[0].path.name if len(clips) == 1 else self.tr("%n clip(s)", "", len(clips))
