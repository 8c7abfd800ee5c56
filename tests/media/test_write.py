import os
import signal
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from t2v_desktop.errors import Cancelled, EncodeError, OutputError
from t2v_desktop.media.ffmpeg import ffmpeg
from t2v_desktop.media.metadata import AI_GENERATED, read_request
from t2v_desktop.media.read import read_frames
from t2v_desktop.media.write import VideoWriter, count_frames, save_picture
from t2v_desktop.request import Request

AWKWARD = 'a "red" = circle; \\ # moving\n[to] the right 熊 🐻 %d'
Make = Callable[..., Request]


def frames(count: int, width: int = 64, height: int = 48) -> np.ndarray:
    x = np.linspace(0, 255, width)[None, None, :, None]
    shade = np.arange(count)[:, None, None, None] * 20
    return np.broadcast_to((x + shade) % 256, (count, height, width, 3)).astype(np.uint8)


def nothing() -> None:
    return None


def write(path: Path, request: Request, count: int = 5) -> None:
    with VideoWriter(path, request) as video:
        video.write(frames(count))
        video.finish(nothing)


@pytest.mark.parametrize("suffix", [".mp4", ".webm", ".gif", ""])
def test_a_clip_has_every_frame_and_its_request(suffix: str, tiny_request: Make, tmp_path: Path) -> None:
    request = tiny_request(prompt=AWKWARD, width=64, height=48, num_frames=5)
    path = tmp_path / f"-clip: é{suffix}"
    write(path, request)
    assert read_request(path) == request
    if suffix:
        assert count_frames(path) == 5
        assert AI_GENERATED.encode() in path.read_bytes()
    else:
        assert sorted(p.name for p in path.iterdir()) == [f"000{i}.png" for i in range(1, 6)]
    assert [p.name for p in tmp_path.iterdir() if p.name != "home"] == [path.name]


def test_an_mp4_is_h264_yuv420p_with_the_index_first(tiny_request: Make, tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    write(path, tiny_request(width=64, height=48))
    report = subprocess.run([ffmpeg(), "-i", str(path)], capture_output=True, text=True, check=False).stderr
    assert "h264" in report and "yuv420p" in report and "bt709" in report and "64x48" in report
    content = path.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


def test_colours_survive_encoding(tiny_request: Make, tmp_path: Path) -> None:
    path = tmp_path / "red.mp4"
    red = np.zeros((4, 48, 64, 3), np.uint8)
    red[:] = (226, 44, 42)
    with VideoWriter(path, tiny_request(width=64, height=48)) as video:
        video.write(red)
        video.finish(nothing)
    raw = subprocess.run([ffmpeg(), "-v", "error", "-i", str(path), "-f", "rawvideo", "-pix_fmt", "rgb24", "-"], capture_output=True, check=True).stdout
    assert np.abs(np.frombuffer(raw, np.uint8).reshape(-1, 3).astype(int) - (226, 44, 42)).max() <= 6


def test_a_killed_encoder_leaves_no_file(tiny_request: Make, tmp_path: Path) -> None:
    with pytest.raises(EncodeError), VideoWriter(tmp_path / "a.mp4", tiny_request(width=64, height=48)) as video:
        video.write(frames(2))
        assert video._process is not None
        os.kill(video._process.pid, signal.SIGKILL)
        video._process.wait()
        video.write(frames(50))
        video.finish(nothing)
    assert list(tmp_path.glob("*a.mp4*")) == []


def test_a_cancelled_finish_keeps_the_older_file(tiny_request: Make, tmp_path: Path) -> None:
    def stop() -> None:
        raise Cancelled("cancelled")

    (tmp_path / "a.mp4").write_bytes(b"older")
    with pytest.raises(Cancelled), VideoWriter(tmp_path / "a.mp4", tiny_request(width=64, height=48)) as video:
        video.write(frames(2))
        video.finish(stop)
    assert (tmp_path / "a.mp4").read_bytes() == b"older"
    assert [p.name for p in tmp_path.iterdir() if p.name != "home"] == ["a.mp4"]


def test_lost_frames_are_detected(tiny_request: Make, tmp_path: Path) -> None:
    with pytest.raises(EncodeError, match="5 of 6 frames"), VideoWriter(tmp_path / "a.mp4", tiny_request(width=64, height=48)) as video:
        video.write(frames(5))
        video.count += 1
        video.finish(nothing)
    assert list(tmp_path.glob("*.mp4")) == []


def test_a_missing_ffmpeg_is_reported(monkeypatch: pytest.MonkeyPatch, tiny_request: Make, tmp_path: Path) -> None:
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", "/bin/false")
    with pytest.raises(EncodeError), VideoWriter(tmp_path / "a.mp4", tiny_request(width=64, height=48)) as video:
        video.write(frames(200))
        video.finish(nothing)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can make a full disk")
@pytest.mark.parametrize("suffix", [".mp4", ""])
def test_a_disk_that_fills_up_is_reported_and_no_file_is_left(suffix: str, tiny_request: Make, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(disk)], check=True)
    try:
        noise = np.random.default_rng(0).integers(0, 255, (250, 48, 64, 3)).astype(np.uint8)
        with pytest.raises(OutputError, match=r"full|can't be written"), VideoWriter(disk / f"a{suffix}", tiny_request(width=64, height=48)) as video:
            video.write(noise)
            video.finish(nothing)
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("temporary", ["gone", "full"])
def test_writing_a_clip_needs_no_temporary_folder(temporary: str, tiny_request: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = tmp_path / "full"
    if temporary == "full":
        if not hasattr(os, "geteuid") or os.geteuid() != 0:
            pytest.skip("only root can make a full disk")
        disk.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", str(disk)], check=True)
        (disk / "filled").write_bytes(b"x" * 4096)
    try:
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / temporary))
        write(tmp_path / "a.mp4", tiny_request(width=64, height=48))
        assert read_frames(tmp_path / "a.mp4", 10**8).pixels.shape == (5, 48, 64, 3)
    finally:
        if disk.is_dir():
            subprocess.run(["umount", str(disk)], check=True)


def test_an_encoder_that_cannot_be_started_is_reported_and_leaves_no_file(monkeypatch: pytest.MonkeyPatch, tiny_request: Make, tmp_path: Path) -> None:
    def none_left(*_: object, **__: object) -> None:
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(subprocess, "Popen", none_left)
    with pytest.raises(EncodeError, match=r"can't be started \(Too many open files\)"):
        VideoWriter(tmp_path / "a.mp4", tiny_request())


def test_an_existing_folder_is_never_replaced(tiny_request: Make, tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    with pytest.raises(OutputError, match="is an existing folder"):
        VideoWriter(tmp_path / "pictures", tiny_request())


def test_malicious_metadata_in_a_picture_is_refused(tiny_request: Make, tmp_path: Path) -> None:
    from PIL.PngImagePlugin import PngInfo

    for text in ('{"request": {"prompt": 5}}', '{"request": []}', "[" * 90_000, "no json"):
        notes = PngInfo()
        notes.add_itxt("comment", text)
        Image.new("RGB", (8, 8)).save(tmp_path / "x.png", pnginfo=notes)
        with pytest.raises((OutputError, ValueError, Exception)) as refusal:
            read_request(tmp_path / "x.png")
        assert type(refusal.value).__name__ in ("OutputError", "InvalidRequest")


def test_a_poster_contains_the_request(tiny_request: Make, tmp_path: Path) -> None:
    save_picture(tmp_path / "p.png", frames(1)[0], tiny_request())
    assert read_request(tmp_path / "p.png") == tiny_request()
    with pytest.raises(OutputError):
        save_picture(tmp_path / "gone" / "p.png", frames(1)[0], tiny_request())
