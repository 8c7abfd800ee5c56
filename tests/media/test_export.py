from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from t2v_desktop.errors import Cancelled, EncodeError, InvalidRequest, OutputError
from t2v_desktop.media.embedded import read_texts
from t2v_desktop.media.export import ExportOptions, save_all, save_as, save_frame
from t2v_desktop.media.metadata import AI_GENERATED, Provenance, read_request
from t2v_desktop.media.read import read_fitted, read_frame, read_frames
from t2v_desktop.media.write import count_frames
from tests.media.made_clips import COUNT, SIDE, make_clip, shade_of, shades

PLENTY = 100_000_000
SUFFIXES = [".mp4", ".webm", ".gif", ""]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_frame_is_read_in_order(suffix: str, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / f"-a clip: é{suffix}")
    frames = read_frames(clip.path, PLENTY)
    assert frames.pixels.shape == (COUNT, SIDE, SIDE, 3)
    assert [shade_of(frame) for frame in frames.pixels] == list(range(COUNT))
    assert frames.fps == pytest.approx(8)
    assert frames.shrink == 1


def test_a_clip_too_large_for_memory_is_reduced_and_keeps_every_frame(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4")
    frames = read_frames(clip.path, COUNT * SIDE * SIDE * 3 // 5)
    assert frames.shrink == 4
    assert frames.pixels.shape == (COUNT, SIDE // 4, SIDE // 4, 3)
    assert [shade_of(frame) for frame in frames.pixels] == list(range(COUNT))


def test_one_frame_is_read_in_its_own_size(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4")
    assert shade_of(read_frame(clip.path, 5)) == 5
    with pytest.raises(OutputError, match="no frame 9"):
        read_frame(clip.path, 8)


def test_frames_are_cropped_around_the_centre_to_the_requested_shape(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a")
    fitted = read_fitted(clip.path, 3, SIDE * 2, SIDE)
    assert fitted.shape == (3, SIDE, SIDE * 2, 3)
    assert [shade_of(frame) for frame in fitted] == [0, 1, 2]
    own = read_fitted(clip.path, COUNT, SIDE, SIDE)
    assert np.array_equal(own, read_frames(clip.path, PLENTY).pixels)
    with pytest.raises(InvalidRequest, match=f"has {COUNT} frames: use {COUNT} frames or fewer"):
        read_fitted(clip.path, COUNT + 1, SIDE, SIDE)


def test_a_prompt_that_looks_like_ffmpeg_output_does_not_confuse_the_reader(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4", prompt="x\n  Stream #0:0: Video: rawvideo, rgb24, 9999x9999, 99 fps, 8 tbn")
    assert read_frames(clip.path, PLENTY).pixels.shape == (COUNT, SIDE, SIDE, 3)


@pytest.mark.parametrize(("content", "message"), [(None, "is missing"), (b"", "can't be read"), (b"no video at all" * 100, "can't be read")])
def test_a_file_that_is_not_a_video_is_refused(content: bytes | None, message: str, tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(OutputError, match=message):
        read_frames(path, PLENTY)


def test_a_folder_with_a_damaged_picture_is_refused(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a")
    (clip.path / "0003.png").write_bytes(b"\x89PNG")
    with pytest.raises(OutputError, match=r"0003\.png"):
        read_frames(clip.path, PLENTY)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_format_is_copied_byte_for_byte(suffix: str, tmp_path: Path) -> None:
    clip, target = make_clip(tmp_path / f"a{suffix}"), tmp_path / f"b{suffix}"
    save_as(clip, target)
    pairs = [(clip.path, target)] if suffix else [(file, target / file.name) for file in clip.path.iterdir()]
    assert all(one.read_bytes() == other.read_bytes() for one, other in pairs)


@pytest.mark.parametrize(("source", "target"), [(source, target) for source in (".mp4", "") for target in SUFFIXES if source != target])
def test_another_format_has_the_same_frames_and_request(source: str, target: str, tmp_path: Path) -> None:
    clip, path = make_clip(tmp_path / f"a{source}"), tmp_path / f"b{target}"
    save_as(clip, path)
    assert read_request(path) == clip.request
    assert [shade_of(frame) for frame in read_frames(path, PLENTY).pixels] == list(range(COUNT))


def test_saving_over_a_file_replaces_it(tmp_path: Path) -> None:
    clip, target = make_clip(tmp_path / "a.mp4"), tmp_path / "b.webm"
    target.write_bytes(b"an older one")
    save_as(clip, target)
    assert count_frames(target) == COUNT


def test_saving_a_clip_under_its_own_name_does_nothing(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4")
    before = clip.path.stat().st_mtime_ns
    save_as(clip, clip.path)
    assert clip.path.stat().st_mtime_ns == before


def test_an_unknown_format_and_a_missing_folder_are_refused(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4")
    with pytest.raises(OutputError, match="unsupported format"):
        save_as(clip, tmp_path / "a.avi")
    with pytest.raises(OutputError, match="does not exist"):
        save_as(clip, tmp_path / "nowhere" / "b.mp4")


@pytest.mark.parametrize("suffix", [".mp4", ".webm", ""])
def test_a_save_that_fails_leaves_no_file(suffix: str, tmp_path: Path) -> None:
    clip, folder = make_clip(tmp_path / "a.mp4"), tmp_path / "there"
    folder.mkdir()
    content = clip.path.read_bytes()
    clip.path.write_bytes(content[: len(content) // 3]) if suffix != ".mp4" else clip.path.unlink()
    with pytest.raises(OutputError):
        save_as(clip, folder / f"b{suffix}")
    assert list(folder.iterdir()) == []


def test_a_frame_is_saved_losslessly_with_the_request(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4")
    save_frame(shades()[3], clip.request, tmp_path / "f.png")
    with Image.open(tmp_path / "f.png") as picture:
        assert np.array_equal(np.asarray(picture), shades()[3])
    assert read_request(tmp_path / "f.png") == clip.request
    with pytest.raises(OutputError, match=r"such as f\.png"):
        save_frame(shades()[3], clip.request, tmp_path / "f.jpg")


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="only Linux lists its open files")
def test_reading_closes_its_files(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4")
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(10):
        read_frame(clip.path, 1)
        assert len(list(Path("/proc/self/fd").iterdir())) == before, "ffmpeg's pipe is closed as soon as the reading ends"


def texts(path: Path) -> str:
    """All metadata of a clip, as text."""
    return " ".join(read_texts(next(iter(sorted(path.iterdir()))) if path.is_dir() else path).values())


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("source", [".mp4", "same"])
def test_settings_are_removed_and_the_mark_stays_until_everything_is_removed(source: str, suffix: str, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / f"a{suffix if source == 'same' else source}")
    before = read_frames(clip.path, PLENTY).pixels
    for provenance in Provenance:
        target = tmp_path / f"{provenance.value}{suffix}"
        save_as(clip, target, ExportOptions(provenance=provenance))
        said = texts(target)
        assert ("red circle" in said) is (provenance is Provenance.SETTINGS)
        assert (AI_GENERATED in said) is (provenance is not Provenance.NOTHING), said
        assert b"red circle" not in b"".join(f.read_bytes() for f in ([target] if suffix else target.iterdir())) or provenance is Provenance.SETTINGS
        frames = read_frames(target, PLENTY).pixels
        assert [shade_of(frame) for frame in frames] == list(range(COUNT))
        assert source != "same" or np.array_equal(frames, before)
        if provenance is not Provenance.SETTINGS:
            with pytest.raises(OutputError, match="was not made"):
                read_request(target)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("scale", [2, 4])
def test_a_small_clip_is_enlarged_smoothly(scale: int, suffix: str, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / f"a{suffix}")
    save_as(clip, tmp_path / f"b{suffix}", ExportOptions(scale))
    frames = read_frames(tmp_path / f"b{suffix}", PLENTY).pixels
    assert frames.shape == (COUNT, scale * SIDE, scale * SIDE, 3) and [shade_of(frame) for frame in frames] == list(range(COUNT))
    assert read_request(tmp_path / f"b{suffix}") == clip.request


def test_a_damaged_gif_is_not_copied_without_its_settings(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.gif")
    whole = clip.path.read_bytes()
    for content in (whole[:-20], whole[:100], b"GIF89a"):
        clip.path.write_bytes(content)
        with pytest.raises(EncodeError, match="damaged"):
            save_as(clip, tmp_path / "b.gif", ExportOptions(provenance=Provenance.MARK))
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.gif", "a.poster.png"]


@pytest.mark.parametrize(("loops", "repetitions"), [(0, 0), (1, None), (3, 2)])
def test_a_gif_plays_as_often_as_chosen(loops: int, repetitions: int | None, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4")
    save_as(clip, tmp_path / "b.gif", ExportOptions(loops=loops))
    with Image.open(tmp_path / "b.gif") as picture:
        assert picture.info.get("loop") == repetitions and getattr(picture, "n_frames", 0) == COUNT
    assert read_request(tmp_path / "b.gif") == clip.request
    save_as(replace(clip, path=tmp_path / "b.gif"), tmp_path / "c.gif", ExportOptions(loops=2))
    with Image.open(tmp_path / "c.gif") as picture:
        assert picture.info.get("loop") == 1


def test_a_scale_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4", count=1)
    for options in (ExportOptions(4), ExportOptions(3)):
        with pytest.raises(OutputError, match="scale"):
            save_as(replace(clip, request=replace(clip.request, width=1032)), tmp_path / "b.mp4", options)
    assert not (tmp_path / "b.mp4").exists()


def test_many_clips_are_saved_under_free_names_and_failures_reported(tmp_path: Path) -> None:
    clips = [make_clip(tmp_path / name, count=2) for name in ("a.mp4", "b.webm", "c.mp4")]
    target, reports = tmp_path / "out", list[tuple[int, int]]()
    target.mkdir()
    (target / "a.gif").write_text("mine")
    clips[1].path.unlink()
    saved, errors = save_all(clips, target, ".gif", ExportOptions(2), lambda done, total: reports.append((done, total)))
    assert saved == [target / "a-2.gif", target / "c.gif"] and len(errors) == 1 and "b.webm" in errors[0] and "missing" in errors[0]
    assert reports == [(1, 3), (2, 3), (3, 3)] and (target / "a.gif").read_text() == "mine"


def test_a_cancelled_export_leaves_no_half_file(tmp_path: Path) -> None:
    clips = [make_clip(tmp_path / f"{n}.mp4") for n in range(3)]
    left = [12]

    def cancel() -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Cancelled

    (tmp_path / "out").mkdir()
    with pytest.raises(Cancelled):
        save_all(clips, tmp_path / "out", ".webm", raise_if_cancelled=cancel)
    assert [file.name for file in (tmp_path / "out").iterdir()] in ([], ["0.webm"])
