"""The picture in a LoRA's file, made small. Anyone may have written it, so it is decoded with limits."""

import io
import warnings

MAX_SIDE = 4096  # pixels; a thumbnail in a file is 256 to 1024 wide


def thumbnail(content: bytes, side: int) -> tuple[int, int, bytes] | None:
    """Width, height and RGB pixels of a picture cut to a square of at most `side` pixels; None if it is none, or too large."""
    if not content:
        return None
    from PIL import Image, ImageOps  # only where there is a picture

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # also those of a decompression bomb
            with Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "WEBP"]) as picture:
                if max(picture.size) > MAX_SIDE:
                    return None
                square = ImageOps.fit(picture.convert("RGB"), (side, side))
    except Exception:  # noqa: BLE001  # a damaged picture raises any of many errors, and nothing depends on it
        return None
    return square.width, square.height, square.tobytes()
