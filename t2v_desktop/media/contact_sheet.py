"""A picture with evenly spaced frames of one or several clips, and a caption for each."""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from t2v_desktop import paths
from t2v_desktop.clip import Clip
from t2v_desktop.errors import OutputError
from t2v_desktop.media.metadata import Provenance, metadata_json
from t2v_desktop.media.names import move_into_place, part_of
from t2v_desktop.media.read import frame_count, open_frames
from t2v_desktop.media.write import write_png
from t2v_desktop.paths import check_writable, write_error

MAX_SHEET_CLIPS, MAX_SHEET_FRAMES = 50, 12
CELL_WIDTH, GAP, MARGIN = 240, 8, 24  # pixels
TITLE_SIZE, DETAIL_SIZE, LINE_GAP = 17, 14, 4
PAPER, TITLE_COLOUR, DETAIL_COLOUR = (24, 25, 28), (236, 237, 240), (150, 154, 163)
INTER = "fonts/Inter-Regular.otf"
# fonts with Chinese, Japanese and Korean characters, which Inter lacks, where systems keep them
WIDE_FONTS = (
    "C:/Windows/Fonts/msyh.ttc", "/System/Library/Fonts/PingFang.ttc", "/System/Library/Fonts/Hiragino Sans GB.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc", "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
)  # fmt: skip


def describe(clip: Clip) -> str:
    """The second line of a caption."""
    r = clip.request
    return f"{r.model} · {r.width} × {r.height} · {r.num_frames} frames · seed {r.seed}"


def write_contact_sheet(
    clips: Sequence[Clip], target: Path, frames: int = 6, detail: Callable[[Clip], str] = describe,
    provenance: Provenance = Provenance.SETTINGS, raise_if_cancelled: Callable[[], None] = lambda: None,
) -> None:  # fmt: skip
    """Write a PNG with a row of `frames` frames for each clip, under its prompt and the line that `detail` returns.

    The picture has the settings of a single clip in its metadata, otherwise the mark alone, as `provenance` allows. A failure leaves no
    file. Raises OutputError, EncodeError, or what `raise_if_cancelled` raises.
    """
    if target.suffix.lower() != ".png" or target.is_dir():
        raise OutputError(f"{target.name}: contact sheets are saved as PNG: use a name such as {target.with_suffix('.png').name}")
    if not 1 <= len(clips) <= MAX_SHEET_CLIPS or not 1 <= frames <= MAX_SHEET_FRAMES:
        raise OutputError(f"a contact sheet has 1 to {MAX_SHEET_CLIPS} clips with 1 to {MAX_SHEET_FRAMES} frames, not {len(clips)} with {frames}")
    rows = []
    for clip in clips:
        raise_if_cancelled()
        rows.append(_row(clip, frames, detail(clip)))
    width = max(row.width for row in rows) + 2 * MARGIN
    sheet = Image.new("RGB", (width, sum(row.height for row in rows) + MARGIN * (len(rows) + 1)), PAPER)
    top = MARGIN
    for row in rows:
        sheet.paste(row, (MARGIN, top))
        top += row.height + MARGIN
    pixels, said = np.asarray(sheet), Provenance.MARK if len(clips) > 1 and provenance is Provenance.SETTINGS else provenance
    check_writable(target.absolute().parent, pixels.nbytes)
    part = part_of(target)
    try:
        write_png(part, pixels, metadata_json(clips[0].request, said))
        with part.open("rb+") as stream:
            os.fsync(stream.fileno())
        move_into_place(part, target)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise write_error(target, error) from error


def _row(clip: Clip, count: int, detail: str) -> Image.Image:
    """The caption and the frames of a clip."""
    pictures = _spread(clip.path, count)
    shown_width = count * CELL_WIDTH + (count - 1) * GAP
    title_font, detail_font = _font(clip.request.prompt, TITLE_SIZE), _font(detail, DETAIL_SIZE)
    caption = TITLE_SIZE + DETAIL_SIZE + 3 * LINE_GAP + GAP
    height = max(picture.height for picture in pictures)
    row = Image.new("RGB", (shown_width, caption + height), PAPER)
    draw = ImageDraw.Draw(row)
    draw.text((0, 0), _fitting(draw, clip.request.prompt, title_font, shown_width), TITLE_COLOUR, title_font)
    draw.text((0, TITLE_SIZE + 2 * LINE_GAP), _fitting(draw, detail, detail_font, shown_width), DETAIL_COLOUR, detail_font)
    for place, picture in enumerate(pictures):
        row.paste(picture, (place * (CELL_WIDTH + GAP), caption))
    return row


def _spread(path: Path, count: int) -> list[Image.Image]:
    """Evenly spaced frames, the first and the last among them, in the width of a cell; all if there are no more than `count`."""
    total = frame_count(path)
    wanted = set(np.linspace(0, total - 1, min(count, total)).round().astype(int).tolist())
    with open_frames(path) as (_, frames):
        found = [Image.fromarray(frame) for place, frame in enumerate(frames) if place in wanted]
    return [frame.resize((CELL_WIDTH, max(round(frame.height * CELL_WIDTH / frame.width), 1)), Image.Resampling.LANCZOS) for frame in found]


def _font(text: str, size: int) -> ImageFont.FreeTypeFont:
    """Inter, or a font of the system for characters that it lacks, if there is one."""
    if any(c >= "\u2e80" for c in text):
        for file in WIDE_FONTS:
            with suppress(OSError):
                return ImageFont.truetype(file, size)
    return ImageFont.truetype(str(paths.resources() / INTER), size)


def _fitting(draw: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    """The text in one line, with an ellipsis if it is too long."""
    line = "".join(c if c.isprintable() else " " for c in " ".join(text.split()))[: width // 2]
    if draw.textlength(line, font) <= width:
        return line
    while line and draw.textlength(f"{line}…", font) > width:
        line = line[:-1]
    return f"{line.rstrip()}…"
