import numpy as np

from t2v_desktop.events import Preview
from t2v_desktop.gui.look.images import picture, strip


def test_an_image_has_the_colours_of_its_pixels(qtbot) -> None:
    pixels = np.zeros((3, 5, 3), np.uint8)  # five wide: rows are not aligned to words
    pixels[1, 2] = (200, 100, 50)
    image = picture(pixels)
    assert image.size().toTuple() == (5, 3)
    assert image.pixelColor(2, 1).getRgb()[:3] == (200, 100, 50)


def test_a_preview_becomes_images_in_frame_order(qtbot) -> None:
    pixels = np.zeros((4, 3, 5, 3), np.uint8)
    pixels[:] = np.arange(4, dtype=np.uint8)[:, None, None, None] * 10
    images = strip(Preview(4, 5, 3, pixels.tobytes()))
    assert [image.size().toTuple() for image in images] == [(5, 3)] * 4
    assert [image.pixelColor(4, 2).red() for image in images] == [0, 10, 20, 30]
