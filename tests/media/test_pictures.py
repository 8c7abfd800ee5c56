"""Pictures from anywhere: every kind becomes upright RGB, and what is no picture is refused in one line."""

import io
import os
import struct
import warnings
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from t2v_desktop.errors import InvalidRequest
from t2v_desktop.media.pictures import crop_note, fitted, read_picture

RED, WHITE = (200, 30, 20), (255, 255, 255)


def pixel(picture: Image.Image) -> tuple[int, ...]:
    found = picture.getpixel((0, 0))
    assert isinstance(found, tuple)
    return found


@pytest.mark.parametrize(("mode", "colour", "name", "expected", "tolerance"), [
    ("RGB", RED, "a.jpg", RED, 6),
    ("RGB", RED, "a.png", RED, 0),
    ("RGB", RED, "a.webp", RED, 8),
    ("RGB", RED, "a.bmp", RED, 0),
    ("RGB", RED, "a.tif", RED, 0),
    ("L", 70, "a.png", (70, 70, 70), 0),
    ("1", 1, "a.png", WHITE, 0),
    ("CMYK", (0, 255, 255, 0), "a.jpg", (255, 0, 0), 8),
    ("CMYK", (0, 255, 255, 0), "a.tif", (255, 0, 0), 0),
    ("RGBA", (*RED, 0), "a.png", WHITE, 0),
    ("RGBA", (0, 0, 0, 128), "a.png", (127, 127, 127), 1),
    ("LA", (0, 0), "a.png", WHITE, 0),
    ("I;16", 40_000, "a.png", (156, 156, 156), 0),
    ("I;16", 65_535, "a.tif", WHITE, 0),
    ("I", 40_000, "a.tif", (156, 156, 156), 0),
])  # fmt: skip
def test_every_kind_becomes_rgb_of_8_bits(mode: str, colour: int, name: str, expected: tuple[int, ...], tolerance: int, tmp_path: Path) -> None:
    Image.new(mode, (12, 8), colour).save(tmp_path / name)
    read = read_picture(tmp_path / name)
    assert (read.mode, read.size) == ("RGB", (12, 8))
    assert np.abs(np.subtract(pixel(read), expected)).max() <= tolerance


def test_a_transparent_colour_of_a_palette_is_white(tmp_path: Path) -> None:
    picture = Image.new("P", (4, 4), 1)
    picture.putpalette([0, 0, 0, *RED])
    picture.save(tmp_path / "a.gif", transparency=1)
    assert pixel(read_picture(tmp_path / "a.gif")) == WHITE


def test_of_an_animation_the_first_frame_is_read(tmp_path: Path) -> None:
    Image.new("RGB", (8, 8), RED).save(tmp_path / "a.gif", save_all=True, append_images=[Image.new("RGB", (8, 8), "blue")])
    assert pixel(read_picture(tmp_path / "a.gif")) == RED


def test_a_photograph_is_turned_upright(tmp_path: Path) -> None:
    picture = Image.new("RGB", (40, 20), "white")
    picture.paste("black", (0, 0, 20, 20))  # the left half
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees clockwise
    picture.save(tmp_path / "a.jpg", exif=exif)
    read = read_picture(tmp_path / "a.jpg")
    assert read.size == (20, 40) and max(pixel(read)) < 60, "the left half is at the top"


def swapped_profile() -> bytes:
    """An ICC profile (version 2, a matrix) whose red is sRGB's green and the other way round."""

    def fixed(*values: float) -> bytes:
        return b"".join(struct.pack(">i", round(value * 65_536)) for value in values)

    colours = {b"gXYZ": (0.4360, 0.2225, 0.0139), b"rXYZ": (0.3851, 0.7169, 0.0971), b"bXYZ": (0.1431, 0.0606, 0.7141), b"wtpt": (0.9642, 1.0, 0.8249)}
    tags = {name: b"XYZ \0\0\0\0" + fixed(*value) for name, value in colours.items()}
    tags |= {name: b"curv\0\0\0\0" + struct.pack(">IHH", 1, round(2.2 * 256), 0) for name in (b"rTRC", b"gTRC", b"bTRC")}
    tags[b"desc"] = b"desc\0\0\0\0" + struct.pack(">I", 8) + b"swapped\0" + bytes(78 + 2)
    tags[b"cprt"] = b"text\0\0\0\0none\0\0\0\0"
    table, content, start = b"", b"", 128 + 4 + 12 * len(tags)
    for name, value in tags.items():
        table += name + struct.pack(">II", start + len(content), len(value))
        content += value
    size = start + len(content)
    header = struct.pack(">I", size) + bytes(4) + b"\x02\x40\0\0mntrRGB XYZ " + bytes(12) + b"acsp" + bytes(28) + fixed(0.9642, 1.0, 0.8249)
    return header.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + content


@pytest.mark.parametrize(("mode", "colour", "name"), [
    ("RGB", (255, 0, 0), "a.png"), ("RGB", (255, 0, 0), "a.jpg"), ("RGBA", (255, 0, 0, 255), "a.png"), ("RGB", (255, 0, 0), "a.webp"),
    ("RGB", (255, 0, 0), "a.tif"),
])  # fmt: skip
def test_colours_are_converted_from_the_profile_of_the_file(mode: str, colour: tuple[int, ...], name: str, tmp_path: Path) -> None:
    options = {"lossless": True} if name == "a.webp" else {}
    Image.new(mode, (8, 8), colour).save(tmp_path / name, icc_profile=swapped_profile(), **options)
    assert np.abs(np.subtract(pixel(read_picture(tmp_path / name)), (0, 255, 0))).max() <= 6


def test_transparent_parts_stay_transparent_with_a_profile(tmp_path: Path) -> None:
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(tmp_path / "a.png", icc_profile=swapped_profile())
    assert pixel(read_picture(tmp_path / "a.png")) == (255, 255, 255)


def test_colours_of_a_palette_are_converted_too(tmp_path: Path) -> None:
    Image.new("RGB", (8, 8), RED).quantize(4).save(tmp_path / "a.png", icc_profile=swapped_profile())
    assert pixel(read_picture(tmp_path / "a.png"))[1] >= 200


@pytest.mark.parametrize("profile", [b"", b"damaged", swapped_profile()[:200], swapped_profile().replace(b"RGB ", b"GRAY")])
def test_a_damaged_profile_is_ignored(profile: bytes, tmp_path: Path) -> None:
    Image.new("RGB", (8, 8), RED).save(tmp_path / "a.png", icc_profile=profile)
    assert pixel(read_picture(tmp_path / "a.png")) == RED


def png_of(width: int, height: int) -> bytes:
    """The head of a PNG that claims to have so many pixels, and one row of them."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(width * 3 + 1))) + chunk(b"IEND", b"")


def jpeg() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (64, 64), RED).save(stream, "JPEG")
    return stream.getvalue()


@pytest.mark.parametrize(("content", "words"), [
    (b"", "is not a picture: use JPEG"),
    (b"GIF89a", "can't be read: it is damaged|is not a picture"),
    (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) run\n", "is not a picture"),
    (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is not a picture"),
    (jpeg()[:300], "can't be read: it is damaged"),
    (png_of(100, 100)[:50], "can't be read: it is damaged"),
    (png_of(20_000, 10), "20000 × 10 pixels: the limit is 16384 a side"),
    (png_of(16_000, 16_000), "150 million"),
    (png_of(60_000, 60_000), "150 million"),
])  # fmt: skip
def test_what_is_no_picture_is_refused_in_one_line(content: bytes, words: str, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(content)
    with warnings.catch_warnings(), pytest.raises(InvalidRequest, match=words) as refused:
        warnings.simplefilter("error")
        read_picture(tmp_path / "a.png")
    assert "\n" not in str(refused.value) and "a.png" in str(refused.value)


def test_bytes_changed_anywhere_raise_nothing_else(tmp_path: Path) -> None:
    random, file = np.random.default_rng(1), tmp_path / "a"
    for name in ("a.jpg", "a.png", "a.gif", "a.webp", "a.bmp", "a.tif"):
        Image.fromarray(random.integers(0, 256, (24, 24, 3), np.uint8)).save(tmp_path / name)
        whole = np.frombuffer((tmp_path / name).read_bytes(), np.uint8)
        for _ in range(60):
            spoilt = whole.copy()
            spoilt[random.integers(0, min(len(spoilt), 200), 4)] = random.integers(0, 256, 4)
            file.write_bytes(spoilt.tobytes())
            try:
                assert read_picture(file).mode == "RGB"
            except InvalidRequest as refused:
                assert "\n" not in str(refused)


def test_floating_point_values_are_refused(tmp_path: Path) -> None:
    Image.new("F", (4, 4), 0.5).save(tmp_path / "a.tif")
    with pytest.raises(InvalidRequest, match="floating-point values: save it with 8 or 16 bits"):
        read_picture(tmp_path / "a.tif")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only some systems have named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.png")
    with pytest.raises(InvalidRequest, match="is not a file"):
        read_picture(tmp_path / "a.png")


@pytest.mark.parametrize(("size", "clip", "note"), [
    ((1200, 800), (832, 480), "1200x800 is cropped to 1200x692 for 832x480"),
    ((800, 1200), (832, 480), "800x1200 is cropped to 800x462 for 832x480"),
    ((1000, 480), (480, 480), "1000x480 is cropped to 480x480 for 480x480"),
    ((832, 480), (832, 480), ""),
    ((1664, 960), (832, 480), ""),
    ((1664, 961), (832, 480), "1664x961 is cropped to 1664x960 for 832x480"),
    ((1, 1), (832, 480), ""),
])  # fmt: skip
def test_what_is_cropped_is_said(size: tuple[int, int], clip: tuple[int, int], note: str) -> None:
    assert crop_note(size, *clip) == note


def test_a_picture_is_cropped_around_its_centre() -> None:
    picture = Image.new("RGB", (120, 40), "blue")
    picture.paste("red", (40, 0, 80, 40))
    assert np.abs(fitted(picture, 16, 16)[:, 2:-2] - np.array((255, 0, 0))).max() <= 2
    wide = fitted(picture, 60, 20)
    assert wide.shape == (20, 60, 3) and tuple(wide[10, 30]) == (255, 0, 0) and tuple(wide[10, 2]) == (0, 0, 255)
