"""Videos and pictures from other programs, and the models that files name."""

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from t2v_desktop import paths
from t2v_desktop.cli.main import main
from t2v_desktop.errors import UnknownModel
from t2v_desktop.library.clip_files import read_clip
from t2v_desktop.media.export import save_as
from t2v_desktop.media.ffmpeg import ffmpeg
from t2v_desktop.media.metadata import bare_model_name, read_request
from t2v_desktop.media.read import frame_count, open_frames, read_fitted, read_frames
from t2v_desktop.media.write import save_picture
from t2v_desktop.models.store import find_installed
from t2v_desktop.request import Request
from tests.media.made_clips import COUNT, SIDE, make_clip, shade_of, shades
from tests.outside.row import Row
from tests.outside.windows import Check, folder_of, ran, windows


def rendered(request: pytest.FixtureRequest, source: Path, *more: str) -> tuple[int, list[str], str]:
    """Exit status, events and stderr of a second pass over `source` with the tiny model."""
    tiny, out = str(request.getfixturevalue("tiny_model")), str(folder_of(request) / "out.mp4")
    wanted = ["-o", out, "--model", tiny, "--size", "16x16", "--steps", "2", *more]
    status, output, error = ran(request, "render", "a cat", "--json", "--from", str(source), *wanted)
    return status, [json.loads(line)["event"] for line in output.splitlines()], error


def refused(request: pytest.FixtureRequest, source: Path, words: str) -> None:
    """Assert that `source` is rejected in one line before an engine starts."""
    status, events, error = rendered(request, source, "--frames", "2")
    assert status == 1 and events == ["failed"] and words in error and error.count("\n") == 1


# folders of pictures


def cluttered_pictures(request: pytest.FixtureRequest) -> None:
    made = make_clip(folder_of(request) / "clip")
    for name in ("._0001.png", ".DS_Store", "Thumbs.db", "notes.txt", "desktop.ini", ".hidden.png"):
        (made.path / name).write_bytes(b"\0\5\x16\7 not what its name says")
    save_picture(made.path / "cover.png", np.zeros((SIDE + 8, SIDE, 3), np.uint8), made.request)
    (made.path / "0000.png").mkdir()
    assert read_request(made.path) == made.request and frame_count(made.path) == COUNT
    assert [shade_of(frame) for frame in read_frames(made.path, 10**9).pixels] == list(range(COUNT))
    save_as(made, folder_of(request) / "copy")
    assert len([*(folder_of(request) / "copy").iterdir()]) == COUNT
    assert read_fitted(made.path, COUNT, 16, 16).shape == (COUNT, 16, 16, 3)
    assert main(["show", str(made.path)]) == 0


def foreign_pictures(names: str) -> Check:
    def check(request: pytest.FixtureRequest) -> None:
        folder = folder_of(request) / "render"
        folder.mkdir()
        count = 12
        for number, frame in enumerate(shades(count)):
            Image.fromarray(np.where(np.arange(3) == 1, number * 20, frame).astype(np.uint8)).save(folder / names.format(number + 1), "PNG")
        with open_frames(folder) as (fps, found):
            assert fps > 0 and [int(frame[0, 0, 1]) // 20 for frame in found] == list(range(count))
        assert frame_count(folder) == count and read_fitted(folder, count, 16, 16).shape == (count, 16, 16, 3)
        if names == "{}.png":
            assert rendered(request, folder)[0] == 0
            assert read_request(folder_of(request) / "out.mp4").num_frames == count

    return check


def pictures_of_two_sizes(request: pytest.FixtureRequest) -> None:
    folder = make_clip(folder_of(request) / "clip").path
    Image.new("RGB", (SIDE * 2, SIDE)).save(folder / "0003.png")
    refused(request, folder, "0003.png has 64 × 32 pixels, the first picture 32 × 32")


def no_pictures(request: pytest.FixtureRequest) -> None:
    refused(request, folder_of(request), "contains no PNG pictures")


def damaged_picture(request: pytest.FixtureRequest) -> None:
    folder = make_clip(folder_of(request) / "clip").path
    (folder / "0002.png").write_bytes(b"<html>")
    refused(request, folder, "0002.png can't be read: it is damaged or not a picture")


# videos


def video(request: pytest.FixtureRequest, name: str, *options: str, rate: int = 30, seconds: float = 0.4) -> Path:
    """A video from another program; if `name` starts with "streamed", a stream without index or length."""
    path = folder_of(request) / name
    command = [ffmpeg(), "-v", "error", "-f", "lavfi", "-i", f"testsrc=s=32x32:r={rate}:d={seconds}", *options]
    if name.startswith("streamed"):
        path.write_bytes(subprocess.run([*command, "-"], capture_output=True, check=True).stdout)
    else:
        subprocess.run([*command, str(path)], check=True)
    return path


def fast_video(request: pytest.FixtureRequest) -> None:
    frames = read_frames(video(request, "fast.mp4", rate=1000, seconds=0.012), 10**9)
    assert len(frames.pixels) == 12 and frames.fps == 1000


def streamed_webm(request: pytest.FixtureRequest) -> None:
    uneven = ["-vf", "select=not(mod(n\\,33+mod(n\\,2))),setpts=PTS+0.001*mod(N\\,5)/TB", "-fps_mode", "passthrough"]
    path = video(request, "streamed.webm", *uneven, "-c:v", "libvpx", "-live", "1", "-f", "webm", rate=1000, seconds=1)
    frames = read_frames(path, 10**9)
    assert 10 < len(frames.pixels) < 25 and frames.fps == pytest.approx(len(frames.pixels), rel=0.1)
    assert frame_count(path) == len(frames.pixels)


def reads(suffix: str) -> Check:
    def check(request: pytest.FixtureRequest) -> None:
        path = video(request, f"phone{suffix}", *(["-c:v", "mjpeg"] if suffix == ".avi" else ["-pix_fmt", "yuv420p"]))
        frames = read_frames(path, 10**9)
        assert frames.pixels.shape == (12, 32, 32, 3) and frames.fps == 30
        assert frame_count(path) == 12 and read_fitted(path, 12, 16, 16).shape == (12, 16, 16, 3)

    return check


def refused_at_once(name: str, content: bytes, words: str) -> Check:
    """A check that a file that can't be a source is rejected before loading a model."""

    def check(request: pytest.FixtureRequest) -> None:
        path = folder_of(request) / name
        path.write_bytes(content)
        refused(request, path, words)

    return check


def playlist(request: pytest.FixtureRequest) -> None:
    """A playlist that names other files is not a video, whatever its name."""
    video(request, "secret.mp4")
    refused_at_once("list.mp4", b"ffconcat version 1.0\nfile secret.mp4\n", "damaged or not a video")(request)


# models that a file names


NAMES = {
    "starter": "starter",
    "my model v1.5": "my model v1.5",
    "/home/anybody/models/mine": "mine",
    "\\\\host\\share\\evil": "evil",
    "//host/share/": "share",
    "C:\\models\\evil": "evil",
    "C:evil": "evil",
    "~root": "root",
    "..": "unknown",
    "../../x": "x",
    "": "unknown",
    "\\\\": "unknown",
}


def received(request: pytest.FixtureRequest, model: str) -> Path:
    """A picture that claims to be made by `model`, in a form that this application never writes."""
    from PIL.PngImagePlugin import PngInfo

    path, notes = folder_of(request) / "received.png", PngInfo()
    values = json.loads(Request("a cat").to_json()) | {"model": model}
    notes.add_itxt("comment", json.dumps({"t2v_desktop": "0.2", "request": values}))
    Image.new("RGB", (32, 32)).save(path, pnginfo=notes)
    return path


def names_of_models(request: pytest.FixtureRequest) -> None:
    for written, name in NAMES.items():
        path = received(request, written)
        clip = read_clip(path)
        assert bare_model_name(written) == read_request(path).model == name and clip and clip.request.model == name
    _, shown, _ = ran(request, "show", str(received(request, "\\\\host\\share\\evil")))
    assert json.loads(shown)["model"] == "evil"


def model_beside_the_program(request: pytest.FixtureRequest) -> None:
    """The window finds no model by a path, or by the name of a folder in its working directory."""
    tiny, monkeypatch = request.getfixturevalue("tiny_model"), request.getfixturevalue("monkeypatch")
    monkeypatch.chdir(tiny.parent)
    for name in (tiny.name, str(tiny), f"../{tiny.parent.name}/{tiny.name}", "."):
        with pytest.raises(UnknownModel, match="is not installed"):
            find_installed(name)
    shutil.copytree(tiny, paths.models() / "mine")
    assert find_installed("mine").folder == paths.models() / "mine" and find_installed("starter")
    assert windows(request, [{}], model=str(tiny))[0]["estimate"] == f"model {str(tiny)!r} is not installed"


ROWS: list[Row] = [
    Row("stray files of macOS, Windows and users in a folder of pictures", cluttered_pictures),
    *(Row(f"pictures {name.format(1)} to {name.format(12)}", foreign_pictures(name)) for name in ("{}.png", "frame_{}.PNG", "v2 shot{}.final.png")),
    Row("pictures of two sizes", pictures_of_two_sizes),
    Row("a folder without pictures", no_pictures),
    Row("a damaged picture", damaged_picture),
    Row("a video of 1,000 fps", fast_video),
    Row("a streamed webm with millisecond times", streamed_webm),
    *(Row(f"a {suffix} from another program", reads(suffix)) for suffix in (".mkv", ".mov", ".m4v", ".avi", ".webm")),
    Row("an unsupported video", refused_at_once("old.wmv", b"0&\xb2u", "unsupported video format: use one of .mp4")),
    Row("a text file named .mkv", refused_at_once("text.mkv", b"hello", "damaged or not a video")),
    Row("an empty video", refused_at_once("empty.mp4", b"", "damaged or not a video")),
    Row("a playlist named .mp4", playlist),
    Row("model names in received files", names_of_models),
    Row("a model in the working directory", model_beside_the_program),
]
