"""The player: a finished clip, two to compare, or the preview of the one being made."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QEvent, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QHideEvent, QImage, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from t2v_desktop.clip import Clip
from t2v_desktop.errors import T2VError
from t2v_desktop.events import Preview
from t2v_desktop.gui.look import theme
from t2v_desktop.gui.look.pictures import picture, strip
from t2v_desktop.gui.player.actions import PlainKeys, PlayerActions
from t2v_desktop.gui.player.details import Details
from t2v_desktop.gui.player.errands import Errands
from t2v_desktop.gui.player.frames import FrameStore, Reel
from t2v_desktop.gui.player.full_screen import FullScreen
from t2v_desktop.gui.player.playback import Playback
from t2v_desktop.gui.player.save_dialog import ask_where
from t2v_desktop.gui.player.stage import Stage
from t2v_desktop.gui.player.transport import Transport
from t2v_desktop.gui.player.wipe import Wipe, labels
from t2v_desktop.request import Request

if TYPE_CHECKING:
    from t2v_desktop.media.read import Pixels

PREVIEW_FPS = 8


class Player(QFrame):
    """What it shows is up to `show_nothing`, `show_clip`, `show_preview`, `show_failure` and `compare`.

    `saved` carries where a copy or a frame went, `failed` what went wrong, in the user's words. The other signals are
    wishes that others fulfil.
    """

    KEYS = (("Esc", QT_TRANSLATE_NOOP("Player", "End comparing")),)
    reuse_requested = Signal(object)  # Request
    vary_requested = Signal(object, int)  # Request, how many new seeds
    reveal_requested = Signal(object)  # Path
    delete_requested = Signal(object)  # Clip
    hd_requested = Signal(object)  # Clip
    compare_requested = Signal(object)  # Clip, whose partner is to be chosen
    saved = Signal(object)  # Path
    copied = Signal()
    failed = Signal(str)

    def __init__(self, store: FrameStore | None = None, clock: Callable[[], float] = time.monotonic, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAccessibleName(self.tr("Player"))
        self.playback = Playback(clock, self)
        self._store = store or FrameStore(self)
        self._savings, self._saving = Errands(self), 0  # and how many there are
        self._clips: tuple[Clip, ...] = ()  # none, the one shown, or the two compared
        self._request: Request | None = None  # of the clip shown, of the job that is made or failed
        self._making = False
        self._full: FullScreen | None = None
        self.commands = PlayerActions(self)
        self._build()
        self._bind()
        self.show_nothing()

    def _build(self) -> None:
        self.stage, self.transport, self.details = Stage(), Transport(self.commands), Details(self.commands)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(*[theme.PANEL_MARGIN] * 4)
        self._layout.setSpacing(theme.SPACING)
        self._layout.addWidget(self.stage, 1)
        self._layout.addWidget(self.transport)
        self._layout.addWidget(self.details)
        self.stage.addActions(self.commands.in_menu())  # their keys work in the window that the stage is in
        self._keys = PlainKeys(self)

    def _bind(self) -> None:
        do = self.commands
        play = self.playback
        for action, slot in (
            (do.play, play.toggle), (do.first, lambda: play.seek(0)), (do.back, lambda: play.step(-1)), (do.forward, lambda: play.step(1)),
            (do.slower, lambda: play.change_speed(-1)), (do.faster, lambda: play.change_speed(1)), (do.loop, lambda: play.set_loop(do.loop.isChecked())),
            (do.full_screen, self._toggle_full_screen), (do.fit, self.stage.fit),
            (do.zoom_in, lambda: self.stage.magnify(1)), (do.zoom_out, lambda: self.stage.magnify(-1)),
            (do.save, partial(self._ask_where, frame_only=False)), (do.save_frame, partial(self._ask_where, frame_only=True)),
            (do.copy_frame, self.copy_frame), (do.compare, self._toggle_compare),
            (do.reuse, lambda: self.reuse_requested.emit(self._request)), (do.reveal, lambda: self.reveal_requested.emit(self._clips[0].path)),
            (do.delete, lambda: self.delete_requested.emit(self._clips[0])), (do.hd, lambda: self.hd_requested.emit(self._clips[0])),
        ):  # fmt: skip
            action.triggered.connect(lambda _checked=False, slot=slot: slot())
        self.stage.double_clicked.connect(do.full_screen.trigger)
        self.transport.sought.connect(play.seek)
        self.transport.scrub_started.connect(play.hold)
        self.transport.scrub_ended.connect(play.let_go)
        self.transport.speed_chosen.connect(play.set_speed)
        play.moved.connect(self._show_frame)
        play.speed_changed.connect(self.transport.show_speed)
        self.details.varied.connect(lambda count: self.vary_requested.emit(self._request, count))
        self._store.decoded.connect(self._begin)
        self._store.failed.connect(self._say_unreadable)

    # what is shown

    def show_nothing(self) -> None:
        self._turn_to(())
        self.stage.hide_progress()
        self.stage.show_notice("film", "muted", self.tr("No clip yet"), self.tr("Describe a scene on the left and press Generate."))
        self.details.show_words("", "")
        self.transport.hide()
        self.details.hide()

    def show_clip(self, clip: Clip) -> None:
        """Play the clip: at once where its frames are in memory; until they are, its poster or the last preview stays."""
        was_making = self._making
        self._turn_to((clip,), clip.request)
        self.stage.hide_progress()
        self.details.show_request(clip.request)
        if not self._begin(clip.path):
            if not (was_making and self.stage.has_picture()):
                self._show_poster(clip)
            self._store.want(clip.path)

    def show_preview(self, preview: Preview | None, words: str, done: float | None, request: Request | None = None) -> None:
        """The job that runs: `words` and `done` (0 to 1, None where nobody knows) over its preview, or over the last one it had."""
        if not self._making:
            self._turn_to((), request)
            self._making = True
        if request is not None:
            self._request = request
            self.details.show_request(request)
        else:
            self.details.show_words(self.tr("A new clip"), "")
        if preview is not None:
            self.playback.swap((strip(preview),), PREVIEW_FPS)
        elif not self.playback.reels:
            self.stage.show_notice("spark", "muted", words)
        self.stage.show_progress(words, done)
        self._enable()

    def show_failure(self, words: str, detail: str, request: Request | None = None) -> None:
        """A job that failed: what happened, and why."""
        self._turn_to((), request)
        self.stage.hide_progress()
        self.stage.show_notice("error", "bad", words, detail)
        if request is not None:
            self.details.show_request(request)
        else:
            self.details.show_words("", "")

    def compare(self, left: Clip, right: Clip) -> None:
        """Both clips at the same frame, a line between them that the user moves; Esc goes back to the left one."""
        self._turn_to((left, right), left.request)
        self.stage.hide_progress()
        words = labels(left.request, right.request)
        self.stage.set_wipe(Wipe(*words))
        heading = left.request.prompt if left.request.prompt == right.request.prompt else f"{left.request.prompt} | {right.request.prompt}"
        self.details.show_words(heading, self.tr("{0} and {1} · drag the line or press ← → · Esc ends comparing").format(*words))
        self.stage.setFocus()
        if not self._begin(left.path):
            self._show_poster(left)
            self._store.want(left.path, right.path)

    def actions_for_menu(self) -> list[QAction]:
        """Every command with a key, for a menu of the window."""
        return self.commands.in_menu()

    # what is done with it

    def copy_frame(self) -> None:
        """The frame that is shown, in its own size, to the clipboard."""
        self._with_frame(self._clips[0], self.playback.frame, self._put_on_clipboard)

    def _put_on_clipboard(self, pixels: "Pixels") -> None:
        QGuiApplication.clipboard().setImage(picture(pixels))
        self.copied.emit()

    def save_to(self, path: Path) -> None:
        """Save the clip in the format that the path's suffix names, or the frame that is shown where that is .png."""
        self._save_clip(self._clips[0], self.playback.frame, path)

    def _save_clip(self, clip: Clip, frame: int, path: Path) -> None:
        """As `save_to`, of the clip and the frame that were shown when the user asked for it."""
        from t2v_desktop.media.export import save_as, save_frame  # with numpy and Pillow: not before there is a clip

        if path.suffix.lower() == ".png":
            self._with_frame(clip, frame, lambda pixels: self._save(lambda: save_frame(pixels, clip.request, path), path))
        else:
            self._save(lambda: save_as(clip, path), path)

    def _turn_to(self, clips: tuple[Clip, ...], request: Request | None = None) -> None:
        """Stop what plays, and make ready for something else."""
        self._clips, self._request, self._making = clips, request, False
        self.playback.clear()
        self.commands.show_playing(False)
        self.stage.set_wipe(None)
        self.stage.fit()
        self.transport.show_nothing()
        self.transport.show()
        self.details.show()
        self._enable()

    def _begin(self, path: Path) -> bool:
        """Play the clips once all of their frames are in memory."""
        if self.playback.reels or path not in [clip.path for clip in self._clips]:
            return False
        found = [frames for clip in self._clips if (frames := self._store.get(clip.path)) is not None]
        if len(found) < len(self._clips):
            return False
        self.playback.start(tuple(Reel(frames.pixels) for frames in found), found[0].fps, loop=self.commands.loop.isChecked())
        self.transport.show_length(self.playback.count, self.playback.fps)
        self._show_frame()
        self._enable()
        return True

    def _show_poster(self, clip: Clip) -> None:
        poster = QImage(str(clip.poster)) if clip.poster.is_file() else QImage()
        self.stage.show_pictures(*([] if poster.isNull() else [poster]))

    def _show_frame(self) -> None:
        self.stage.show_pictures(*self.playback.shown())
        if not self._making:
            self.transport.show_frame(self.playback.frame, self.playback.count, self.playback.fps)
            self.commands.show_playing(self.playback.playing)

    # wishes

    def _enable(self) -> None:
        comparing, playing = len(self._clips) > 1, bool(self.playback.reels) and not self._making
        again = self._request is not None and not self._request.strength  # a second pass is bound to the clip it began with
        self.commands.enable(moving=playing, clip=bool(self._clips), frames=playing, request=again, comparing=comparing)
        self.details.enable(vary=again and bool(self._clips) and not comparing, more=bool(self._clips))
        self.transport.setEnabled(playing)

    def _toggle_compare(self) -> None:
        if len(self._clips) > 1:
            self.show_clip(self._clips[0])
            return
        self.commands.compare.setChecked(False)  # until there are two
        self.compare_requested.emit(self._clips[0])

    def _ask_where(self, *, frame_only: bool) -> None:
        clip = self._clips[0]
        ask_where(self, clip, frame_only=frame_only, chosen=partial(self._save_clip, clip, self.playback.frame))

    def _save(self, work: Callable[[], None], path: Path) -> None:
        def then(_: None) -> None:
            self._count_saving(-1)
            self.saved.emit(path)

        def failed(error: T2VError) -> None:
            self._count_saving(-1)
            self.failed.emit(str(error))

        self._count_saving(1)
        self._savings.run(work, then, failed)

    def _count_saving(self, more: int) -> None:
        self._saving += more
        self.details.show_saving(self._saving > 0)

    def _with_frame(self, clip: Clip, index: int, then: "Callable[[Pixels], None]") -> None:
        """Call `then` with a frame of the clip; read it again where the one in memory is smaller than the file's."""
        from t2v_desktop.media.read import read_frame

        frames = self._store.get(clip.path)
        if frames is not None:
            index = min(index, len(frames.pixels) - 1)  # the other clip of a comparison may be longer
        if frames is not None and frames.shrink == 1:
            then(frames.pixels[index])
        else:
            self._savings.run(lambda: read_frame(clip.path, index), then, failed=lambda error: self.failed.emit(str(error)))

    def _say_unreadable(self, path: Path, why: str) -> None:
        if path in [clip.path for clip in self._clips]:
            self.stage.set_wipe(None)
            self.stage.show_notice("warning", "warn", self.tr("This clip cannot be played"), why)

    # the window around it

    def _toggle_full_screen(self) -> None:
        if self._full is not None:
            self._full.close()
            return
        self._full = FullScreen(self.stage, self)
        self._full.closed.connect(self._take_back)

    def _take_back(self) -> None:
        self._full = None
        self.stage.set_bare(False)
        self._layout.insertWidget(0, self.stage, 1)
        self.stage.show()
        self.stage.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape and len(self._clips) > 1:
            self.show_clip(self._clips[0])
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self.window().installEventFilter(self._keys)
        self.playback.wake(True)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        self.playback.wake(False)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.commands.dress()
            self.commands.show_playing(self.playback.playing)
            self.details.dress()
