"""Size and length of a clip: sizes on the model's grid, a length in seconds and frames."""

from PySide6.QtCore import QLocale, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QValidator
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSpinBox, QWidget

from t2v_desktop.gui.compose.fields import Choice, number, set_up_field, with_caption
from t2v_desktop.gui.look import theme
from t2v_desktop.gui.look.labels import label
from t2v_desktop.models.store import Model
from t2v_desktop.planning.draft import parse_length, sizes
from t2v_desktop.request import MAX_FRAMES, MAX_SIDE

CUSTOM = (0, 0)
ICON_PX, AROUND_PX = 16, 40  # pixels around the text of a length, for margins and buttons


class Length(QSpinBox):
    """A number of frames, shown as '2.0 s · 16 frames'. Accepts input such as '3 s' or '24'."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fps, self._second = 8, self.tr("s", "the unit of seconds")
        self._model: Model | None = None
        self.setRange(1, MAX_FRAMES)
        self.setKeyboardTracking(False)
        self.setAccessibleName(self.tr("Length"))
        self.setToolTip(self.tr("Type frames, such as 24, or seconds, such as 3 s"))
        set_up_field(self)

    def set_model(self, model: Model) -> None:
        """Accept only lengths that `model` supports."""
        self._model = model
        self.blockSignals(True)
        self.setMinimum(model.nearest_frames(1))
        self.setSingleStep(model.shape.frame_stride)
        self.blockSignals(False)

    def set_fps(self, fps: int) -> None:
        self._fps = fps
        self.lineEdit().setText(self.textFromValue(self.value()))
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance(self.textFromValue(MAX_FRAMES)) + AROUND_PX)

    def textFromValue(self, value: int) -> str:  # noqa: N802
        seconds = QLocale().toString(value / self._fps, "f", 1)
        return self.tr("{0} s · 1 frame").format(seconds) if value == 1 else self.tr("{0} s · {1} frames").format(seconds, value)

    def valueFromText(self, text: str) -> int:  # noqa: N802
        frames = parse_length(text, self._fps, self._second) or self.value()
        return frames if self._model is None else self._model.nearest_frames(frames)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        acceptable = parse_length(text, self._fps, self._second) is not None
        return (QValidator.State.Acceptable if acceptable else QValidator.State.Intermediate), text, position


class SizeLength(QWidget):
    """Emits `changed` when the user edits size or length; `fill` does not emit it."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: Model | None = None
        self._sizes = Choice()
        self._sizes.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._sizes.setMinimumContentsLength(8)
        self._sizes.setIconSize(QSize(ICON_PX, ICON_PX))
        set_up_field(self._sizes)
        self._sizes.setMinimumWidth(0)  # as wide as its texts need
        self.length = Length()
        self._width, self._height = number(self.tr("Width in pixels"), 8, MAX_SIDE), number(self.tr("Height in pixels"), 8, MAX_SIDE)
        self._custom = self._lay_out_custom()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.SPACING)
        grid.addLayout(with_caption(self.tr("Size"), self._sizes), 0, 0)
        grid.addLayout(with_caption(self.tr("Length"), self.length), 0, 1)
        grid.addWidget(self._custom, 1, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self._custom.hide()
        self._sizes.activated.connect(self._size_picked)
        for side in (self._width, self._height):
            side.valueChanged.connect(self._side_edited)
        self.length.valueChanged.connect(self.changed)

    def _lay_out_custom(self) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.SPACING)
        line.addWidget(self._width, 1)
        line.addWidget(label("×", "muted"))
        line.addWidget(self._height, 1)
        self._grid_hint = label("", "muted")
        line.addWidget(self._grid_hint)
        return row

    @property
    def size_chosen(self) -> tuple[int, int]:
        return self._width.value(), self._height.value()

    def set_model(self, model: Model) -> None:
        """Offer the sizes and lengths that `model` supports."""
        self._model = model
        self.length.set_model(model)
        step = model.step
        for side in (self._width, self._height):
            side.blockSignals(True)
            side.setRange(step, MAX_SIDE // step * step)
            side.setSingleStep(step)
            side.blockSignals(False)
        self._grid_hint.setText(self.tr("in steps of {0}").format(step))

    def fill(self, width: int, height: int, num_frames: int, fps: int) -> None:
        for control, value in ((self._width, width), (self._height, height), (self.length, num_frames)):
            control.blockSignals(True)
            control.setValue(value)
            control.blockSignals(False)
        self.length.set_fps(fps)
        self._custom.setVisible(self._model is not None and (width, height) not in sizes(self._model))
        self.apply_theme()

    def apply_theme(self) -> None:
        """Rebuild the list of sizes with icons in the current theme."""
        if self._model is None:
            return
        size, custom = self.size_chosen, self._custom.isVisibleTo(self)
        self._sizes.clear()
        for width, height in sizes(self._model):
            self._sizes.addItem(_shape_icon(width, height), f"{width} × {height}", (width, height))
        self._sizes.addItem(theme.icon("edit"), self.tr("Custom…"), CUSTOM)
        at = next((i for i in range(self._sizes.count()) if self._sizes.itemData(i) == size), -1)
        if at < 0 or custom:
            at = self._sizes.count() - 1
            self._sizes.setItemText(at, self.tr("{0} × {1}…").format(*size))
        self._sizes.setCurrentIndex(at)

    def _size_picked(self, at: int) -> None:
        size = self._sizes.itemData(at)
        self._custom.setVisible(size == CUSTOM)
        if size == CUSTOM:
            self._width.setFocus()
        else:
            for side, value in zip((self._width, self._height), size, strict=True):
                side.blockSignals(True)
                side.setValue(value)
                side.blockSignals(False)
        self.apply_theme()
        self.changed.emit()

    def _side_edited(self) -> None:
        if self._model is not None:
            for side in (self._width, self._height):
                side.blockSignals(True)
                side.setValue(self._model.snap(side.value()))
                side.blockSignals(False)
        self.apply_theme()
        self.changed.emit()


def _shape_icon(width: int, height: int) -> QIcon:
    """An icon with a frame of this aspect ratio."""
    picture = QPixmap(2 * ICON_PX, 2 * ICON_PX)
    picture.setDevicePixelRatio(2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.colours().muted), 1.4))
    scale = (ICON_PX - 3) / max(width, height)
    frame = QRectF(0, 0, max(width * scale, 4), max(height * scale, 4))
    frame.moveCenter(QRectF(0, 0, ICON_PX, ICON_PX).center())
    painter.drawRoundedRect(frame, 2, 2)
    painter.end()
    return QIcon(picture)
