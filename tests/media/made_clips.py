"""Small finished clips for tests: each frame has one flat shade, which identifies it."""

from pathlib import Path

import numpy as np

from t2v_desktop.clip import Clip
from t2v_desktop.media.write import VideoWriter, save_picture
from t2v_desktop.request import Request

SIDE, COUNT, FPS = 32, 8, 8


def shades(count: int = COUNT, red: int = 0) -> np.ndarray:
    frames = np.zeros((count, SIDE, SIDE, 3), np.uint8)
    frames[..., 0] = red
    frames[..., 1] = (np.arange(count) * 24 + 40)[:, None, None]
    return frames


def shade_of(pixels: np.ndarray) -> int:
    """The index in `shades` of a frame with these pixels."""
    return round((float(pixels[..., 1].mean()) - 40) / 24)


def make_clip(path: Path, *, count: int = COUNT, red: int = 0, **chosen: object) -> Clip:
    """Make a clip at `path` (mp4, webm, gif or a folder), with a poster beside it."""
    values: dict[str, object] = {"prompt": "a red circle", "width": SIDE, "height": SIDE, "num_frames": count, "fps": FPS, "seed": 41}
    request = Request(**{**values, **chosen})  # type: ignore[arg-type]
    frames = shades(count, red)
    with VideoWriter(path, request) as video:
        video.write(frames)
        video.finish(lambda: None)
    poster = path.with_name(f"{path.stem}.poster.png")
    save_picture(poster, frames[0], request)
    return Clip(path, poster, request)
