from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from t2v_desktop.errors import Cancelled, OutputError
from t2v_desktop.media.contact_sheet import CELL_WIDTH, GAP, MARGIN, write_contact_sheet
from t2v_desktop.media.embedded import read_texts
from t2v_desktop.media.metadata import AI_GENERATED, Provenance, read_request
from tests.media.made_clips import COUNT, make_clip, shade_of


def shown(sheet: Path, frames: int, row: int = 0, rows: int = 1) -> list[int]:
    """The shades of the frames in a row of the sheet, from its lower edge."""
    pixels = np.asarray(Image.open(sheet).convert("RGB"))
    bottom = MARGIN + (len(pixels) - MARGIN) * (row + 1) // rows - MARGIN
    centres = [MARGIN + n * (CELL_WIDTH + GAP) + CELL_WIDTH // 2 for n in range(frames)]
    return [shade_of(pixels[bottom - 30 : bottom - 10, x - 5 : x + 5]) for x in centres]


@pytest.mark.parametrize("suffix", [".mp4", ""])
def test_frames_are_evenly_spaced_from_the_first_to_the_last(suffix: str, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / f"a{suffix}", prompt="a fox in the snow, 熊 " * 30)
    write_contact_sheet([clip], tmp_path / "sheet.png", 4)
    assert shown(tmp_path / "sheet.png", 4) == [0, 2, 5, 7]
    assert read_request(tmp_path / "sheet.png") == clip.request
    write_contact_sheet([clip], tmp_path / "all.png", 12)
    assert shown(tmp_path / "all.png", COUNT) == list(range(COUNT))
    picture = np.asarray(Image.open(tmp_path / "sheet.png"))
    assert picture[MARGIN : MARGIN + 20, MARGIN : MARGIN + 200].max() > 200  # the caption


def test_several_clips_have_a_row_each_and_say_that_they_are_generated(tmp_path: Path) -> None:
    clips = [make_clip(tmp_path / f"{n}.mp4", count=n + 2) for n in range(3)]
    write_contact_sheet(clips, tmp_path / "sheet.png", 2)
    assert [shown(tmp_path / "sheet.png", 2, row, 3) for row in range(3)] == [[0, 1], [0, 2], [0, 3]]
    said = str(read_texts(tmp_path / "sheet.png"))
    assert AI_GENERATED in said and "red circle" not in said
    write_contact_sheet(clips, tmp_path / "bare.png", 2, provenance=Provenance.NOTHING)
    assert read_texts(tmp_path / "bare.png") == {}


def test_a_sheet_that_cannot_be_made_leaves_no_file(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4", count=1)
    missing = replace(clip, path=tmp_path / "missing.mp4")

    def cancel() -> None:
        raise Cancelled

    for clips, name, frames in (([clip], "a.jpg", 3), ([], "a.png", 3), ([clip] * 51, "a.png", 3), ([clip], "a.png", 13), ([clip, missing], "a.png", 3)):
        with pytest.raises(OutputError):
            write_contact_sheet(clips, tmp_path / name, frames)
    with pytest.raises(Cancelled):
        write_contact_sheet([clip], tmp_path / "a.png", raise_if_cancelled=cancel)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.mp4", "a.poster.png"]
