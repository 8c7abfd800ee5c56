"""Reads pictures that may come from anywhere, and fits them to a clip."""

import io
import stat
import warnings
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from t2v_desktop.errors import InvalidRequest

Picture = NDArray[np.uint8]  # (height, width, 3)
READABLE = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")  # others may call programs, such as Ghostscript, or need libraries that aren't shipped
NAMES = "JPEG, PNG, WebP, GIF, BMP or TIFF"
MAX_PICTURE_SIDE, MAX_PICTURE_PIXELS = 16_384, 150_000_000
DEPTH_16 = ("I;16", "I;16L", "I;16B", "I;16N", "I")  # Pillow's modes for 16 bits a value; the last one has them in 32
WHITE = (255, 255, 255, 255)


def read_picture(file: Path) -> Image.Image:
    """The picture in `file` as sRGB with 8 bits a value: upright, its transparent parts on white; of an animation, the first frame.

    Colours are converted from the profile in the file if there is one, such as Display P3 of phones, Adobe RGB, or the CMYK of a press.

    Raises InvalidRequest if the file is missing, unreadable or no picture, or if the picture is too large.
    """
    try:
        if not stat.S_ISREG(file.stat().st_mode):  # a pipe could make us wait for ever
            raise InvalidRequest(f"{file} is not a file: choose a picture")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a picture's size, which is checked below, and of damaged metadata
            with Image.open(file, formats=READABLE) as picture:
                _check_size(file, picture.size)
                return _as_rgb(file, ImageOps.exif_transpose(picture))
    except InvalidRequest:
        raise
    except UnidentifiedImageError as error:
        raise InvalidRequest(f"{file} is not a picture: use {NAMES}") from error
    except Image.DecompressionBombError as error:
        raise InvalidRequest(f"{file} is too large: the limit is {MAX_PICTURE_PIXELS / 1e6:.0f} million pixels. Make it smaller") from error
    except OSError as error:
        if error.errno is not None:
            raise InvalidRequest(f"{file} can't be read ({error.strerror or error})") from error
        raise _damaged(file) from error
    except Exception as error:  # Pillow's decoders raise whatever a hostile file leads to
        raise _damaged(file) from error


def _damaged(file: Path) -> InvalidRequest:
    return InvalidRequest(f"{file} can't be read: it is damaged. Open it in an image editor and save it again")


def _check_size(file: Path, size: tuple[int, int]) -> None:
    width, height = size
    if max(size) > MAX_PICTURE_SIDE or width * height > MAX_PICTURE_PIXELS:
        limit = f"{MAX_PICTURE_SIDE} a side and {MAX_PICTURE_PIXELS / 1e6:.0f} million in all"
        raise InvalidRequest(f"{file} has {width} × {height} pixels: the limit is {limit}. Make it smaller")


def _as_rgb(file: Path, picture: Image.Image) -> Image.Image:
    if picture.mode in DEPTH_16:
        levels = np.asarray(picture).astype(np.int64).clip(0, 65_535)
        return Image.fromarray(((levels + 128) // 257).astype(np.uint8)).convert("RGB")
    if picture.mode == "F":
        raise InvalidRequest(f"{file} has floating-point values: save it with 8 or 16 bits per channel")
    profile = picture.info.get("icc_profile")
    if picture.has_transparency_data:
        drawn = _in_srgb(picture.convert("RGBA"), profile)
        return Image.alpha_composite(Image.new("RGBA", drawn.size, WHITE), drawn).convert("RGB")
    return _in_srgb(picture, profile).convert("RGB")


def _in_srgb(picture: Image.Image, profile: object) -> Image.Image:
    """The picture in the colours of sRGB, for the profile in its file. As it is if there is none, or one that is damaged or of another colour space."""
    if not isinstance(profile, bytes):
        return picture
    space = picture.convert("RGB") if picture.mode == "P" else picture
    try:
        converted = ImageCms.profileToProfile(
            space, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGBA" if space.mode == "RGBA" else "RGB", flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )  # fmt: skip
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture
    return converted or picture


def fitted(picture: Image.Image, width: int, height: int) -> Picture:
    """A picture cropped around its centre to the shape of `width` and `height`, and resized to these (Lanczos)."""
    return np.asarray(ImageOps.fit(picture, (width, height), Image.Resampling.LANCZOS))


def crop_note(size: tuple[int, int], width: int, height: int) -> str:
    """What `fitted` cuts off a picture of `size`, such as "1200x800 is cropped to 1200x692 for 832x480"; empty if less than a pixel."""
    shown_width = min(size[0], round(size[1] * width / height))
    shown_height = min(size[1], round(size[0] * height / width))
    if (shown_width, shown_height) == size:
        return ""
    return f"{size[0]}x{size[1]} is cropped to {shown_width}x{shown_height} for {width}x{height}"
