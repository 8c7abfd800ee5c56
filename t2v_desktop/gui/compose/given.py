"""What the next clips are given besides the prompt: an image to start with, one to end with, or a clip to continue."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from t2v_desktop.errors import T2VError
from t2v_desktop.gui.background import BackgroundTasks
from t2v_desktop.gui.compose.drops import PICTURES, forget_pasted
from t2v_desktop.gui.dialogs.files import choose_file
from t2v_desktop.gui.dialogs.folders import Purpose
from t2v_desktop.gui.look import phrases, theme
from t2v_desktop.gui.look.labels import ElidedLabel, label
from t2v_desktop.models.store import Model, able_to
from t2v_desktop.planning.draft import Draft

SLOT_PX, ICON_PX, SMALL_PX = 84, 16, 512


@dataclass(frozen=True, slots=True)
class Shown:
    """A kept image: its hash, its size in pixels, and a small copy."""

    image: str
    width: int
    height: int
    small: QImage


def read_shown(image: str) -> Shown:
    """A kept image. Raises InvalidRequest if it is missing."""
    from t2v_desktop.media.kept_images import read_kept  # numpy and Pillow: the window starts without them

    picture = read_kept(image)
    width, height = picture.size
    picture.thumbnail((SMALL_PX, SMALL_PX))
    small = QImage(picture.tobytes(), picture.width, picture.height, 3 * picture.width, QImage.Format.Format_RGB888).copy()
    return Shown(image, width, height, small)


def keep_and_read(file: Path) -> Shown:
    """Keep the picture in a file. Raises InvalidRequest or OutputError."""
    from t2v_desktop.media.kept_images import keep

    try:
        return read_shown(keep(file))
    finally:
        forget_pasted(file)


class ImageSlot(QWidget):
    """Holds one image. `changed` is emitted when the user gives or takes one, and when one was read; `error` says why one couldn't be."""

    changed = Signal()

    def __init__(self, caption: str, tasks: BackgroundTasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caption, self._tasks = caption, tasks
        self._shown: Shown | None = None
        self._image, self._aspect = "", 1.0
        self.reading, self.error = False, ""
        self._remove = QToolButton()
        self._remove.setIconSize(QSize(ICON_PX, ICON_PX))
        self._remove.setAccessibleName(self.tr("Remove: {0}").format(caption))
        self._remove.setToolTip(self._remove.accessibleName())
        self._face = QPushButton()
        self._face.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._face.setAccessibleName(caption)
        self._face.setToolTip(self.tr("Choose a picture, drop one here, or paste one"))
        head = QHBoxLayout()
        head.addWidget(label(caption, "muted"), 1)
        head.addWidget(self._remove)
        head.setContentsMargins(0, 0, 0, 0)
        self._remove.setStyleSheet("padding: 0;")
        self._remove.setFixedSize(ICON_PX + 6, ICON_PX + 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._face)
        self._face.clicked.connect(self._browse)
        self._remove.clicked.connect(self.take)
        self.apply_theme()
        self._redraw()

    @property
    def image(self) -> str:
        """The hash of the kept image, "" for none."""
        return self._image

    def give(self, file: Path) -> None:
        """Keep the picture in `file` and show it."""
        self._start(lambda: keep_and_read(file), told=True)
        self.changed.emit()

    def fill(self, image: str) -> None:
        """Show a kept image, or none. Emits nothing."""
        if image == self._image:
            return
        self._image, self._shown, self.error = image, None, ""
        if image:
            self._start(lambda: read_shown(image), told=False)
        self._redraw()

    def take(self) -> None:
        self.error = ""
        self.fill("")
        self.changed.emit()

    def set_aspect(self, width: int, height: int) -> None:
        """Crop the shown image as a clip of this size does."""
        if (aspect := width / height) != self._aspect:
            self._aspect = aspect
            self._redraw()

    def note(self, width: int, height: int) -> str:
        """What a clip of this size cuts off the image; "" if nothing."""
        if self._shown is None:
            return ""
        from t2v_desktop.media.pictures import crop_note

        return crop_note((self._shown.width, self._shown.height), width, height)

    def apply_theme(self) -> None:
        self._remove.setIcon(theme.icon("close"))

    def _start(self, work: Any, *, told: bool) -> None:
        self.reading, self.error = True, ""
        self._redraw()

        def done(shown: Shown) -> None:
            self.reading = False
            if told or shown.image == self._image:  # else another image was chosen meanwhile
                self._image, self._shown = shown.image, shown
            self._redraw()
            self.changed.emit()

        def failed(error: T2VError) -> None:
            self.reading, self.error = False, str(error)
            if not told:  # the kept image is missing
                self._image = ""
            self._redraw()
            self.changed.emit()

        self._tasks.run(work, done, failed)

    def _redraw(self) -> None:
        self._remove.setEnabled(bool(self._image))
        self._face.setText("" if self._shown else self.tr("Reading…") if self.reading else self.tr("Choose, drop\nor paste"))
        if self._shown is None:
            self._face.setIcon(QPixmap())
            self._face.setFixedHeight(max(SLOT_PX, self._face.minimumSizeHint().height()))
            return
        small = self._shown.small
        width, height = min(small.width(), round(small.height() * self._aspect)), min(small.height(), round(small.width() / self._aspect))
        cropped = small.copy((small.width() - width) // 2, (small.height() - height) // 2, max(width, 1), max(height, 1))
        ratio = self.devicePixelRatioF()
        picture = QPixmap.fromImage(cropped).scaled(
            round((self._face.width() - 34) * ratio), round((SLOT_PX - 14) * ratio),
            Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation,
        )  # fmt: skip
        picture.setDevicePixelRatio(ratio)
        self._face.setIcon(picture)
        self._face.setIconSize(picture.deviceIndependentSize().toSize())

    def resizeEvent(self, event: Any) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._redraw()

    def _browse(self) -> None:
        filters = self.tr("Pictures ({0})").format(" ".join(f"*{suffix}" for suffix in PICTURES))
        if file := choose_file(self, Purpose.IMAGE, self._caption, filters, Path.home()):
            self.give(file)


class Given(QWidget):
    """Hidden while the model takes nothing but a prompt. `changed` is emitted when what is given changes."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tasks = BackgroundTasks(self)
        self.start, self.end = ImageSlot(self.tr("Start image"), tasks), ImageSlot(self.tr("End image"), tasks)
        self._source, self._source_frames, self._continued_frames = "", 0, 0
        self._clip = ElidedLabel()
        self._stop = QToolButton()
        self._stop.setIconSize(QSize(ICON_PX, ICON_PX))
        self._stop.setAccessibleName(self.tr("Don't continue a clip"))
        self._stop.setToolTip(self._stop.accessibleName())
        self._continuing = QWidget()
        line = QHBoxLayout(self._continuing)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._clip, 1)
        line.addWidget(self._stop)
        self._note, self._error = label("", "muted", wrap=True), label("", "bad", wrap=True)
        slots = QHBoxLayout()
        slots.setSpacing(theme.SPACING)
        for slot in (self.start, self.end):
            slots.addWidget(slot, 1)
            slot.changed.connect(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._continuing)
        column.addLayout(slots)
        column.addWidget(self._note)
        column.addWidget(self._error)
        self._stop.clicked.connect(self._stop_continuing)
        self.apply_theme()

    @property
    def problem(self) -> str:
        return self.tr("the picture is still being read") if self.start.reading or self.end.reading else ""

    def fill(self, draft: Draft, model: Model | None) -> None:
        """Show what a draft is given. Emits nothing, but later for pictures that must be read first."""
        inputs = model.shape.inputs if model else ()
        self._source, self._source_frames, self._continued_frames = draft.source, draft.source_frames, draft.continued_frames
        self.start.fill(draft.start_image)
        self.end.fill(draft.end_image)
        self._continuing.setVisible(bool(self._source))
        self.start.setVisible(("start_image" in inputs or bool(draft.start_image)) and not self._source)
        self.end.setVisible("end_image" in inputs or bool(draft.end_image))
        self.setVisible(bool(inputs or self._source or draft.start_image or draft.end_image))
        self._clip.show_text(self.tr("Continues {0}").format(Path(self._source).name) if self._source else "")

    def apply_to(self, draft: Draft) -> Draft:
        """The draft with what is shown here."""
        return replace(
            draft, start_image=self.start.image, end_image=self.end.image,
            source=self._source, source_frames=self._source_frames, continued_frames=self._continued_frames,
        )  # fmt: skip

    def show_size(self, draft: Draft) -> None:
        """Show how the images are cropped for the clip's size, and how many frames a continued clip gets."""
        notes = []
        for slot in (self.start, self.end):
            slot.set_aspect(draft.width, draft.height)
            notes.append(slot.note(draft.width, draft.height))
        if self._source:
            new = draft.num_frames - draft.continued_frames
            notes.append(self.tr("%n new frame(s) follow its last one.", "", max(new, 0)))
        self._note.setText("\n".join(phrases.sentence(note) for note in dict.fromkeys(notes) if note))
        self._error.setText("\n".join(phrases.sentence(slot.error) for slot in (self.start, self.end) if slot.error))
        for line in (self._note, self._error):
            line.setVisible(bool(line.text()))

    def take_pictures(self, pictures: Sequence[Path]) -> str:
        """Start and end the clip with dropped or pasted pictures. Returns "", or why the model can't use them: pasted ones are then forgotten."""
        if not self.isHidden():
            self.give(pictures)
            return ""
        for picture in pictures:
            forget_pasted(picture)
        return self.tr("Pictures aren't supported by this model: use {0}").format(able_to("start_image"))

    def give(self, files: Sequence[Path]) -> None:
        """Take pictures: the first one starts the clip unless there is one already, the next one ends it."""
        free = [slot for slot in (self.start, self.end) if not slot.isHidden()]
        free.sort(key=lambda slot: bool(slot.image))
        for slot, file in zip(free, files, strict=False):
            slot.give(file)

    def apply_theme(self) -> None:
        self._stop.setIcon(theme.icon("close"))
        for slot in (self.start, self.end):
            slot.apply_theme()

    def _stop_continuing(self) -> None:
        self._source, self._source_frames, self._continued_frames = "", 0, 0
        self.changed.emit()
