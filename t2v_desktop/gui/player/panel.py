"""The player panel: a finished clip, two clips to compare, or the preview of the clip being rendered."""

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QEvent, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QHideEvent, QImage, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from t2v_desktop.clip import Clip
from t2v_desktop.events import Preview
from t2v_desktop.gui.look import theme
from t2v_desktop.gui.look.images import picture, strip
from t2v_desktop.gui.player.actions import PlainKeys, PlayerActions
from t2v_desktop.gui.player.details import Details
from t2v_desktop.gui.player.frames import ClipImages, FrameStore
from t2v_desktop.gui.player.full_screen import FullScreen
from t2v_desktop.gui.player.grid import MAX_TILES, Grid
from t2v_desktop.gui.player.playback import Playback
from t2v_desktop.gui.player.save_dialog import open_save_dialog
from t2v_desktop.gui.player.saving import Saving
from t2v_desktop.gui.player.stage import Stage
from t2v_desktop.gui.player.transport import Transport
from t2v_desktop.gui.player.wipe import Wipe, labels
from t2v_desktop.planning.remedies import Remedy
from t2v_desktop.request import Request

if TYPE_CHECKING:
    from t2v_desktop.media.read import Pixels

PREVIEW_FPS = 8


class Player(QFrame):
    """Call `show_nothing`, `show_clip`, `show_preview`, `show_failure` or `compare` to choose what it shows.

    `saved` carries the path of a saved copy or frame, `failed` an error message. The `..._requested` signals ask the window
    to do something.
    """

    KEYS = (("Esc", QT_TRANSLATE_NOOP("Player", "Stop comparing")),)
    reuse_requested = Signal(object)  # Request
    vary_requested = Signal(object, int)  # Request, how many new seeds
    reveal_requested = Signal(object)  # Path
    delete_requested = Signal(object)  # Clip
    hd_requested = Signal(object)  # Clip
    continue_requested = Signal(object)  # Clip
    frame_kept = Signal(str)  # a kept image
    compare_requested = Signal(object)  # Clip; the window chooses the other one
    alternatives_requested = Signal(object)  # Clip; the window finds the others
    alternative_chosen = Signal(object)  # Clip
    saved = Signal(object)  # Path
    copied = Signal()
    failed = Signal(str)

    def __init__(self, store: FrameStore | None = None, clock: Callable[[], float] = time.monotonic, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAccessibleName(self.tr("Player"))
        self.playback = Playback(clock, self)
        self._store = store or FrameStore(self)
        self._saving = Saving(self._store, self)
        self._clips: tuple[Clip, ...] = ()  # none, one, or two to compare
        self._request: Request | None = None  # of the clip shown, or of the running or failed job
        self._rendering = False
        self._examples, self._empty_detail = tuple[str, ...](), ""
        self._full_screen: FullScreen | None = None
        self.commands = PlayerActions(self)
        self._build()
        self._connect()
        self.show_nothing()

    def _build(self) -> None:
        self.stage, self.transport, self.details = Stage(), Transport(self.commands), Details(self.commands)
        self.grid = Grid()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(*[theme.PANEL_MARGIN] * 4)
        self._layout.setSpacing(theme.SPACING)
        self._layout.addWidget(self.stage, 1)
        self._layout.addWidget(self.grid, 1)
        self._layout.addWidget(self.transport)
        self._layout.addWidget(self.details)
        self.addActions(self.commands.all())
        self.stage.addActions(self.commands.in_menu())  # so that shortcuts work in any window that shows the stage
        self.stage.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._keys = PlainKeys(self)

    def _connect(self) -> None:
        commands, play = self.commands, self.playback
        for action, slot in (
            (commands.play, play.toggle), (commands.first, lambda: play.seek(0)),
            (commands.back, lambda: play.step(-1)), (commands.forward, lambda: play.step(1)),
            (commands.slower, lambda: play.change_speed(-1)), (commands.faster, lambda: play.change_speed(1)),
            (commands.loop, lambda: play.set_loop(commands.loop.isChecked())),
            (commands.full_screen, self._toggle_full_screen), (commands.fit, self.stage.fit),
            (commands.zoom_in, lambda: self.stage.magnify(1)), (commands.zoom_out, lambda: self.stage.magnify(-1)),
            (commands.save, partial(self._open_save_dialog, frame_only=False)), (commands.save_frame, partial(self._open_save_dialog, frame_only=True)),
            (commands.save_stripped, partial(self._open_save_dialog, frame_only=False, stripped=True)),
            (commands.copy_frame, self.copy_frame), (commands.compare, self._toggle_compare),
            (commands.reuse, lambda: self.reuse_requested.emit(self._request)), (commands.reveal, lambda: self.reveal_requested.emit(self._clips[0].path)),
            (commands.delete, lambda: self.delete_requested.emit(self._clips[0])), (commands.hd, lambda: self.hd_requested.emit(self._clips[0])),
            (commands.alternatives, lambda: self.alternatives_requested.emit(self._clips[0])),
            (commands.go_on, lambda: self.continue_requested.emit(self._clips[0])),
            (commands.use_frame, lambda: self._saving.keep_frame(self._clips[0], play.frame)),
        ):  # fmt: skip
            action.triggered.connect(lambda _checked=False, slot=slot: slot())
        self.stage.clicked.connect(commands.play.trigger)
        self.grid.chosen.connect(self.alternative_chosen)
        self.stage.double_clicked.connect(commands.full_screen.trigger)
        self.stage.customContextMenuRequested.connect(lambda point: commands.menu(self.stage).popup(self.stage.mapToGlobal(point)))
        self.transport.seek_requested.connect(play.seek)
        self.transport.scrub_started.connect(play.begin_scrub)
        self.transport.scrub_ended.connect(play.end_scrub)
        self.transport.speed_chosen.connect(play.set_speed)
        for mine, its in ((self.saved, self._saving.saved), (self.failed, self._saving.failed), (self.frame_kept, self._saving.frame_kept)):
            its.connect(mine)
        self._saving.running_changed.connect(self.details.show_saving)
        play.moved.connect(self._show_frame)
        play.speed_changed.connect(self.transport.show_speed)
        self.details.varied.connect(lambda count: self.vary_requested.emit(self._request, count))
        self._store.decoded.connect(self._play_when_decoded)
        self._store.failed.connect(self._show_unreadable)

    # content

    def show_nothing(self) -> None:
        self._reset(())
        self.stage.hide_progress()
        self._show_empty()
        self.details.show_text("", "")
        self.transport.hide()
        self.details.hide()

    def offer_examples(self, prompts: Sequence[str], detail: str = "") -> None:
        """Offer these prompts while there is nothing to show, under `detail` instead of the usual advice."""
        self._examples, self._empty_detail = tuple(prompts), detail
        if self.is_empty():
            self._show_empty()

    def is_empty(self) -> bool:
        return self._request is None and not self._clips and not self._rendering

    def _show_empty(self) -> None:
        usual = self.tr("Click an example to render it, or describe a scene on the left.")
        detail = self._empty_detail or (usual if self._examples else self.tr("Describe a scene on the left and press Generate."))
        self.stage.show_notice("film", "muted", self.tr("No clip yet"), detail)
        self.stage.notice.offer(examples=self._examples)

    def show_clip(self, clip: Clip) -> None:
        """Play the clip. Until its frames are decoded, its poster or the last preview is shown."""
        was_rendering = self._rendering
        self._reset((clip,), clip.request)
        self.stage.hide_progress()
        self.details.show_request(clip.request)
        if not self._play_when_decoded(clip.path):
            if not (was_rendering and self.stage.has_picture()):
                self._show_poster(clip)
            self._store.load(clip.path)

    def show_preview(self, preview: Preview | None, status: str, fraction: float | None, request: Request | None = None) -> None:
        """Show the running job: its preview, or the last one if None, under its status and progress (None if unknown)."""
        if not self._rendering:
            self._reset((), request)
            self._rendering = True
        if request is not None:
            self._request = request
            self.details.show_request(request)
        else:
            self.details.show_text(self.tr("A new clip"), "")
        if preview is not None:
            self.playback.swap((strip(preview),), PREVIEW_FPS)
        elif not self.playback.sequences:
            self.stage.show_notice("spark", "muted", status)
        self.stage.show_progress(status, fraction)
        self._update_commands()

    def show_failure(self, title: str, detail: str, request: Request | None = None, remedies: Sequence[Remedy] = ()) -> None:
        """Show a failed job: what happened, why, and buttons for what helps."""
        self._reset((), request)
        self.stage.hide_progress()
        self.stage.show_notice("error", "bad", title, detail)
        self.stage.notice.offer(remedies)
        if request is not None:
            self.details.show_request(request)
        else:
            self.details.show_text("", "")

    def compare(self, left: Clip, right: Clip) -> None:
        """Play both clips in step, with a line between them that the user can drag. Esc returns to the left clip."""
        self._reset((left, right), left.request)
        self.stage.hide_progress()
        names = labels(left.request, right.request)
        self.stage.set_wipe(Wipe(*names))
        heading = left.request.prompt if left.request.prompt == right.request.prompt else f"{left.request.prompt} | {right.request.prompt}"
        self.details.show_text(heading, self.tr("{0} and {1} · drag the line or press ← → · Esc to stop").format(*names))
        self.stage.setFocus()
        if not self._play_when_decoded(left.path):
            self._show_poster(left)
            self._store.load(left.path, right.path)

    def files(self) -> list[Path]:
        """The file of the clip shown, to be dragged out; none while two are compared."""
        return [self._clips[0].path] if len(self._clips) == 1 else []

    def show_alternatives(self, clips: Sequence[Clip], current: Clip) -> None:
        """Play up to MAX_TILES clips in step, side by side. Esc returns to the current one, `alternative_chosen` carries the one that is clicked."""
        if self._full_screen is not None:
            self._full_screen.close()
        self._reset(tuple(clips[:MAX_TILES]), current.request)
        self.stage.hide_progress()
        self.grid.fill(self._clips, current)
        self.stage.hide()
        self.grid.show()
        self.details.show_text(self.tr("%n clip(s) side by side", "", len(clips)), self.tr("Click one to show it alone · Esc to go back"))
        self.grid.setFocus()
        if not self._play_when_decoded(self._clips[0].path):
            self._store.load(*(clip.path for clip in self._clips), shares=len(self._clips))

    def actions_for_menu(self) -> list[QAction]:
        """Every command with a shortcut, for the window's menu."""
        return self.commands.in_menu()

    # copy and save

    def copy_frame(self) -> None:
        """Copy the current frame to the clipboard in its full size."""
        self._saving.with_frame(self._clips[0], self.playback.frame, self._put_on_clipboard)

    def _put_on_clipboard(self, pixels: "Pixels") -> None:
        QGuiApplication.clipboard().setImage(picture(pixels))
        self.copied.emit()

    def save_to(self, path: Path) -> None:
        """Save the clip in the format of the path's suffix, or the current frame if that is .png."""
        self._saving.save_clip(self._clips[0], self.playback.frame, path)

    def _reset(self, clips: tuple[Clip, ...], request: Request | None = None) -> None:
        """Stop playback and prepare to show something else."""
        self._clips, self._request, self._rendering = clips, request, False
        self.playback.clear()
        self.commands.show_playing(False)
        self.stage.set_wipe(None)
        self.grid.hide()
        self.stage.show()
        self.stage.fit()
        self.transport.show_nothing()
        self.transport.show()
        self.details.show()
        self._update_commands()

    def _play_when_decoded(self, path: Path) -> bool:
        """Start playback if the frames of all clips are decoded. Returns whether it started."""
        if self.playback.sequences or path not in [clip.path for clip in self._clips]:
            return False
        decoded = [frames for clip in self._clips if (frames := self._store.get(clip.path, max(len(self._clips), 2))) is not None]
        if len(decoded) < len(self._clips):
            return False
        self.playback.start(tuple(ClipImages(frames.pixels) for frames in decoded), decoded[0].fps, loop=self.commands.loop.isChecked())
        self.transport.show_length(self.playback.count, self.playback.fps)
        self._show_frame()
        self._update_commands()
        return True

    def _show_poster(self, clip: Clip) -> None:
        poster = QImage(str(clip.poster)) if clip.poster.is_file() else QImage()
        self.stage.show_pictures([] if poster.isNull() else [poster])

    def _show_frame(self) -> None:
        view = self.stage if self.grid.isHidden() else self.grid
        view.show_pictures(self.playback.current_images())
        if not self._rendering:
            self.transport.show_frame(self.playback.frame, self.playback.count, self.playback.fps)
            self.commands.show_playing(self.playback.playing)

    # commands

    def _update_commands(self) -> None:
        comparing, playing = len(self._clips) > 1, bool(self.playback.sequences) and not self._rendering
        reusable = self._request is not None and not self._request.strength  # a second pass needs the clip that it started from
        self.commands.enable(playable=playing, clip=bool(self._clips), frames=playing, request=reusable, comparing=comparing)
        self.details.enable(vary=reusable and bool(self._clips) and not comparing, more=bool(self._clips))
        self.transport.setEnabled(playing)

    def _toggle_compare(self) -> None:
        if len(self._clips) > 1:
            self._show_one()
            return
        self.commands.compare.setChecked(False)  # stays unchecked until there are two clips
        self.compare_requested.emit(self._clips[0])

    def _show_one(self) -> None:
        """Show one of the clips that were shown together: the left one, or the current one of several."""
        self.show_clip(self._clips[0] if self.grid.isHidden() else self.grid.clip)

    def _open_save_dialog(self, *, frame_only: bool, stripped: bool = False) -> None:
        clip = self._clips[0]
        save = partial(self._saving.save_clip, clip, self.playback.frame, stripped=stripped)
        open_save_dialog(self, clip, frame_only=frame_only, chosen=save, stripped=stripped)

    def _show_unreadable(self, path: Path, reason: str) -> None:
        if path not in (shown := [clip.path for clip in self._clips]):
            return
        if not self.grid.isHidden() and len(shown) > 2:  # show the others
            others = [clip for clip in self._clips if clip.path != path]
            self.failed.emit(reason)
            self.show_alternatives(others, self.grid.clip if self.grid.clip in others else others[0])
        else:
            self.grid.hide()
            self.stage.show()
            self.stage.set_wipe(None)
            self.stage.show_notice("warning", "warn", self.tr("Can't play this clip"), reason)

    # full screen and window events

    def _toggle_full_screen(self) -> None:
        if self._full_screen is not None:
            self._full_screen.close()
            return
        if not self.grid.isHidden():
            self._show_one()
        self._full_screen = FullScreen(self.stage, self.transport, self)
        self._full_screen.closed.connect(self._restore_stage)

    def _restore_stage(self) -> None:
        self._full_screen = None
        shown = not self.transport.isHidden()
        self.stage.set_borderless(False)
        self._layout.insertWidget(0, self.stage, 1)
        self._layout.insertWidget(2, self.transport)  # below the grid
        self.stage.show()
        self.transport.setVisible(shown)
        self.stage.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape and len(self._clips) > 1:
            self._show_one()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self.window().installEventFilter(self._keys)
        self.playback.set_visible(True)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        self.playback.set_visible(False)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.commands.apply_theme()
            self.commands.show_playing(self.playback.playing)
            self.details.apply_theme()
