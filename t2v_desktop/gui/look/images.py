"""Converts pixels to Qt images."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from t2v_desktop.events import Preview

if TYPE_CHECKING:
    from t2v_desktop.media.read import Pixels


def picture(pixels: "Pixels") -> QImage:
    """Copy pixels (height, width, 3) into an image in the format that paints fastest."""
    height, width, _ = pixels.shape
    return _image(pixels.tobytes(), width, height)


def strip(preview: Preview) -> list[QImage]:
    """The frames of a preview as images."""
    size = preview.width * preview.height * 3
    return [_image(preview.rgb[i * size : (i + 1) * size], preview.width, preview.height) for i in range(preview.count)]


def _image(rgb: bytes, width: int, height: int) -> QImage:
    return QImage(rgb, width, height, 3 * width, QImage.Format.Format_RGB888).convertToFormat(QImage.Format.Format_RGB32)
