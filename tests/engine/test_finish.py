"""The last steps of a clip: what may fail there fails the whole, or nothing; never a finished clip that is called failed."""

import errno
import os
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from t2v_desktop.engine.render import Renderer
from t2v_desktop.errors import Cancelled, OutputError
from t2v_desktop.events import Done, Event, Start, Warned, Writing
from t2v_desktop.media.export import save_as
from t2v_desktop.media.metadata import read_request
from t2v_desktop.media.names import part_of
from t2v_desktop.media.read import read_frames
from t2v_desktop.media.write import VideoWriter, save_picture
from t2v_desktop.request import Request
from tests.media.made_clips import COUNT, make_clip, shades

Make = Callable[..., Request]


def nothing() -> None:
    return None


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def failing_folder_syncs(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """fsync as on a drive that answers with this error for folders."""
    fsync = os.fsync

    def sync(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(number, os.strerror(number))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", sync)


def failing_call(monkeypatch: pytest.MonkeyPatch, which: int, number: int) -> list[str]:
    """Fail the `which`-th fsync or rename from here on; the calls that were made."""
    calls: list[str] = []

    def counted(name: str, call: Callable[..., object]) -> Callable[..., object]:
        def made(*values: object, **named: object) -> object:
            calls.append(name)
            if len(calls) - 1 == which:
                raise OSError(number, os.strerror(number))
            return call(*values, **named)

        return made

    for name in ("fsync", "replace"):
        monkeypatch.setattr(os, name, counted(name, getattr(os, name)))
    return calls


@pytest.mark.parametrize("number", [errno.EINVAL, errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.ENOSYS], ids=errno.errorcode.get)
@pytest.mark.parametrize("name", ["a.mp4", "a"])
def test_a_drive_that_cannot_sync_folders_takes_clips(name: str, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing_folder_syncs(monkeypatch, number)
    clip = make_clip(tmp_path / name)
    assert len(read_frames(clip.path, 10**8).pixels) == COUNT
    save_picture(tmp_path / "frame.png", shades()[0], clip.request)
    save_as(clip, clip.path.with_name(f"b{clip.path.suffix}"))


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC], ids=errno.errorcode.get)
@pytest.mark.parametrize("name", ["a.mp4", "a"])
def test_a_clip_that_might_be_gone_after_a_power_cut_is_not_there(name: str, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "clips"
    folder.mkdir()
    failing_folder_syncs(monkeypatch, number)
    with pytest.raises(OutputError, match="full" if number == errno.ENOSPC else "Input/output error"):
        make_clip(folder / name)
    assert files(folder) == []


@pytest.mark.parametrize("name", ["a.mp4", "a"])
def test_any_step_of_the_finish_that_fails_leaves_nothing(name: str, tiny_request: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, which, failed = tmp_path / "clips", 0, 0
    folder.mkdir()
    while True:
        with VideoWriter(folder / name, tiny_request(width=32, height=32)) as video, monkeypatch.context() as broken:
            video.write(shades())
            calls = failing_call(broken, which, errno.EIO)
            try:
                video.finish(nothing)
            except OutputError:
                failed += 1
        if len(calls) <= which:
            break
        which += 1
        assert files(folder) == []
    assert files(folder) == [name] and failed == which == (3 if name == "a.mp4" else COUNT + 3)


@pytest.mark.parametrize("name", ["a.mp4", "a"])
def test_any_step_of_a_copy_that_fails_leaves_nothing(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clip, folder, which = make_clip(tmp_path / name), tmp_path / "clips", 0
    folder.mkdir()
    while True:
        with monkeypatch.context() as broken:
            calls = failing_call(broken, which, errno.EIO)
            try:
                save_as(clip, folder / f"b{clip.path.suffix}")
            except OutputError:
                assert files(folder) == []
        if len(calls) <= which:
            break
        which += 1
    assert len(files(folder)) == 1 and which == (3 if name == "a.mp4" else COUNT + 3)


def test_a_picture_is_whole_and_synced_or_not_there(tiny_request: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    for which in (0, 1, 2):
        with monkeypatch.context() as broken, pytest.raises(OutputError, match="full"):
            failing_call(broken, which, errno.ENOSPC)
            save_picture(folder / "p.png", shades()[0], tiny_request())
        assert files(folder) == []


def test_something_else_under_the_temporary_name_is_left_and_said(tiny_request: Make, tmp_path: Path) -> None:
    inside = part_of(tmp_path / "a.mp4") / "thesis.odt"
    inside.parent.mkdir()
    inside.touch()
    with pytest.raises(Exception, match=r"a\.mp4|ffmpeg"), VideoWriter(tmp_path / "a.mp4", tiny_request(width=32, height=32)) as video:
        video.write(shades())
        video.finish(nothing)
    assert inside.exists() and not (tmp_path / "a.mp4").exists()


def start_in(folder: Path, model: Path, request: Request, poster: Path) -> Start:
    folder.mkdir()
    return Start(request, str(model), str(folder / "out.mp4"), str(poster))


@pytest.mark.parametrize("poster", ["gone/out.png", "folder"])
def test_a_poster_that_cannot_be_saved_costs_a_warning(poster: str, tiny_model: Path, tiny_request: Make, tmp_path: Path) -> None:
    told: list[Event] = []
    (tmp_path / "folder").mkdir()
    start = start_in(tmp_path / "clips", tiny_model, tiny_request(), tmp_path / poster)
    assert isinstance(Renderer().render(start, told.append, lambda: None), Done)
    assert "the clip has no poster" in next(event.message for event in told if isinstance(event, Warned))
    assert read_request(Path(start.output)) == start.request and files(tmp_path / "clips") == ["out.mp4"]


def test_a_clip_that_is_not_finished_has_no_poster(tiny_model: Path, tiny_request: Make, tmp_path: Path) -> None:
    told: list[Event] = []
    start = start_in(tmp_path / "clips", tiny_model, tiny_request(), tmp_path / "clips" / "out.png")

    def raise_once_writing() -> None:
        if any(isinstance(event, Writing) for event in told):
            raise Cancelled("cancelled")

    with pytest.raises(Cancelled):
        Renderer().render(start, told.append, raise_once_writing)
    assert files(tmp_path / "clips") == []
    assert isinstance(Renderer().render(replace(start), told.append, lambda: None), Done)
    assert files(tmp_path / "clips") == ["out.mp4", "out.png"]


def test_a_file_is_finished_after_the_next_clip_was_rendered(tiny_model: Path, tiny_request: Make, tmp_path: Path) -> None:
    renderer, told = Renderer(), list[Event]()
    first = start_in(tmp_path / "clips", tiny_model, tiny_request(seed=1), tmp_path / "clips" / "out.png")
    second = replace(first, request=tiny_request(seed=2), output=str(tmp_path / "clips" / "other.mp4"), poster="")
    finish = renderer.render_frames(first, lambda _: None, lambda: None)
    assert isinstance(renderer.render(second, lambda _: None, lambda: None), Done)
    assert not Path(first.output).exists() and Writing() not in told
    done = finish(told.append)
    assert told == [Writing()] and (done.path, done.seed) == (first.output, 1)
    assert [read_request(Path(start.output)).seed for start in (first, second)] == [1, 2]
    assert files(tmp_path / "clips") == ["other.mp4", "out.mp4", "out.png"]
