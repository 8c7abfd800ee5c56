"""Videos, pictures, settings and folders from outside."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from t2v_desktop import paths, settings
from t2v_desktop.cli import main
from t2v_desktop.clip import ffmpeg, read_request, received_name
from t2v_desktop.errors import OutputError, UnknownModel
from t2v_desktop.export import save_as
from t2v_desktop.footage import length, opened, read_fitted, read_frames
from t2v_desktop.library.clips import read_clip
from t2v_desktop.models.store import find_installed
from t2v_desktop.request import Request
from t2v_desktop.settings import Settings
from t2v_desktop.video import save_picture
from tests.made_clips import COUNT, SIDE, make_clip, shade_of, shades
from tests.outside.row import Row

Check = Callable[[pytest.FixtureRequest], None]
ROOT = Path(__file__).parents[2]


def folder_of(request: pytest.FixtureRequest) -> Path:
    return Path(request.getfixturevalue("tmp_path"))


def ran(request: pytest.FixtureRequest, *arguments: str) -> tuple[int, str, str]:
    """Status, output and complaint of a command."""
    capsys = request.getfixturevalue("capsys")
    capsys.readouterr()
    status = main([*arguments])
    told = capsys.readouterr()
    return status, told.out, told.err


def rendered(request: pytest.FixtureRequest, source: Path, *more: str) -> tuple[int, list[str], str]:
    """Status, events and complaint of a second pass over `source` by a tiny model."""
    tiny, out = str(request.getfixturevalue("tiny_model")), str(folder_of(request) / "out.mp4")
    wanted = ["-o", out, "--model", tiny, "--size", "16x16", "--steps", "2", *more]
    status, told, complaint = ran(request, "render", "a cat", "--json", "--from", str(source), *wanted)
    return status, [json.loads(line)["event"] for line in told.splitlines()], complaint


def refused(request: pytest.FixtureRequest, source: Path, words: str) -> None:
    """Hold that `source` is refused in one line before an engine is started."""
    status, events, said = rendered(request, source, "--frames", "2")
    assert status == 1 and events == ["failed"] and words in said and said.count("\n") == 1


# folders of pictures


def cluttered_pictures(request: pytest.FixtureRequest) -> None:
    made = make_clip(folder_of(request) / "clip")
    for name in ("._0001.png", ".DS_Store", "Thumbs.db", "notes.txt", "desktop.ini", ".hidden.png"):
        (made.path / name).write_bytes(b"\0\5\x16\7 not what its name says")
    save_picture(made.path / "cover.png", np.zeros((SIDE + 8, SIDE, 3), np.uint8), made.request)
    (made.path / "0000.png").mkdir()
    assert read_request(made.path) == made.request and length(made.path) == COUNT
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
        with opened(folder) as (fps, found):
            assert fps > 0 and [int(frame[0, 0, 1]) // 20 for frame in found] == list(range(count))
        assert length(folder) == count and read_fitted(folder, count, 16, 16).shape == (count, 16, 16, 3)
        if names == "{}.png":
            assert rendered(request, folder)[0] == 0
            assert read_request(folder_of(request) / "out.mp4").num_frames == count

    return check


def pictures_of_two_sizes(request: pytest.FixtureRequest) -> None:
    folder = make_clip(folder_of(request) / "clip").path
    Image.new("RGB", (SIDE * 2, SIDE)).save(folder / "0003.png")
    refused(request, folder, "0003.png has 64 × 32 pixels, the first picture 32 × 32")


def no_pictures(request: pytest.FixtureRequest) -> None:
    refused(request, folder_of(request), "holds no PNG pictures")


def a_picture_that_is_none(request: pytest.FixtureRequest) -> None:
    folder = make_clip(folder_of(request) / "clip").path
    (folder / "0002.png").write_bytes(b"<html>")
    refused(request, folder, "0002.png cannot be read: it is damaged or no picture")


# videos


def video(request: pytest.FixtureRequest, name: str, *options: str, rate: int = 30, seconds: float = 0.4) -> Path:
    """What another program wrote, streamed where `name` begins so: then the file has neither index nor length."""
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
    assert length(path) == len(frames.pixels)


def reads(suffix: str) -> Check:
    def check(request: pytest.FixtureRequest) -> None:
        path = video(request, f"phone{suffix}", *(["-c:v", "mjpeg"] if suffix == ".avi" else ["-pix_fmt", "yuv420p"]))
        frames = read_frames(path, 10**9)
        assert frames.pixels.shape == (12, 32, 32, 3) and frames.fps == 30
        assert length(path) == 12 and read_fitted(path, 12, 16, 16).shape == (12, 16, 16, 3)

    return check


def refused_at_once(name: str, content: bytes, words: str) -> Check:
    """A check that nothing is loaded for a file that cannot be a source."""

    def check(request: pytest.FixtureRequest) -> None:
        path = folder_of(request) / name
        path.write_bytes(content)
        refused(request, path, words)

    return check


def playlist(request: pytest.FixtureRequest) -> None:
    """A list that names other files is no video, whatever it is called."""
    video(request, "secret.mp4")
    refused_at_once("list.mp4", b"ffconcat version 1.0\nfile secret.mp4\n", "damaged or no video")(request)


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
    """A picture that says it was made by `model`, as nothing of ours writes it."""
    from PIL.PngImagePlugin import PngInfo

    path, notes = folder_of(request) / "received.png", PngInfo()
    values = json.loads(Request("a cat").to_json()) | {"model": model}
    notes.add_itxt("comment", json.dumps({"t2v_desktop": "0.2", "request": values}))
    Image.new("RGB", (32, 32)).save(path, pnginfo=notes)
    return path


def names_of_models(request: pytest.FixtureRequest) -> None:
    for told, name in NAMES.items():
        path = received(request, told)
        clip = read_clip(path)
        assert received_name(told) == read_request(path).model == name and clip and clip.request.model == name
    _, shown, _ = ran(request, "show", str(received(request, "\\\\host\\share\\evil")))
    assert json.loads(shown)["model"] == "evil"


def model_beside_the_program(request: pytest.FixtureRequest) -> None:
    """The window finds no model by path, nor by the name of a folder where it was started."""
    tiny, monkeypatch = request.getfixturevalue("tiny_model"), request.getfixturevalue("monkeypatch")
    monkeypatch.chdir(tiny.parent)
    for name in (tiny.name, str(tiny), f"../{tiny.parent.name}/{tiny.name}", "."):
        with pytest.raises(UnknownModel, match="is not installed"):
            find_installed(name)
    shutil.copytree(tiny, paths.models() / "mine")
    assert find_installed("mine").folder == paths.models() / "mine" and find_installed("starter")
    assert windows(request, [{}], model=str(tiny))[0]["estimate"] == f"the model {str(tiny)!r} is not installed"


# settings and folders, in a window of a user who is not root

WINDOW = """
import ctypes, json, os, struct, sys
from t2v_desktop import cli, settings
from t2v_desktop.errors import T2VError
from t2v_desktop.gui import app
from t2v_desktop.request import Request
if os.geteuid() == 0:
    assert ctypes.CDLL(None).capset(struct.pack("Ii", 0x20080522, 0), bytes(24)) == 0
from PySide6.QtCore import QTimer
cases, model = json.loads(sys.argv[1])
def look(window, told, change):
    told["status"] = window.status.message()
    try:
        told["estimate"] = window._session.estimate(Request("a cat", model=model)).step_s if model else None
    except T2VError as error:
        told["estimate"] = str(error)
    if change:
        window.settings_changed.emit(settings.Settings(theme="dark"))
        told["changed"] = window.status.message()
    QTimer.singleShot(0, window.close)
for case in cases:
    if child := os.fork():
        assert os.waitpid(child, 0)[1] == 0
        continue
    told = {}
    if "settings" in case:
        settings.save(settings.Settings(**case["settings"]))
    told["exit"] = app.run([], ready=lambda window: look(window, told, case.get("change")))
    print(json.dumps(told), flush=True)
    os._exit(0)
"""


def windows(request: pytest.FixtureRequest, cases: list[dict[str, Any]], model: str = "") -> list[dict[str, Any]]:
    """What the window says at its start in each case, opened by a process that obeys permissions as root does not."""
    if not hasattr(os, "geteuid"):
        pytest.skip("there are no permissions of this kind")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", WINDOW, json.dumps([cases, model])], capture_output=True, text=True, cwd=ROOT, check=False, timeout=60, env=environment
    )
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(told) == len(cases) and all(case["exit"] == 0 for case in told) and "Traceback" not in done.stderr, done.stderr
    return told


DEEP = "[" * 100_000
FILES: dict[str, tuple[bytes, str]] = {
    "wrong kinds": (b'{"device": 3, "previews": "yes", "theme": "dark"}', "device should be text, not 3; previews should be true or false, not 'yes'"),
    "a device that is none": (b'{"device": "toaster", "theme": "dark"}', "device 'toaster' is none of auto, cpu"),
    "a theme that is none": (b'{"theme": "pink"}', "theme 'pink' is none of"),
    "NaN": (b'{"download_kb_per_s": NaN}', "download_kb_per_s should be a whole number, not nan"),
    "a number out of range": (b'{"download_kb_per_s": -5}', "-5 is out of range"),
    "a number of 5,000 digits": (b'{"download_kb_per_s": ' + b"1" * 5000 + b"}", "a number in it is too long"),
    "half a character": (b'{"clips_folder": "/a\\ud800b"}', "clips_folder holds characters that cannot be used"),
    "a NUL": (b'{"models_folder": "/a\\u0000b"}', "models_folder holds characters that cannot be used"),
    "not UTF-8": ('{"theme": "dark"}'.encode("utf-16"), "it is not UTF-8 text"),
    "half a file": (b'{"theme": \n"dark', "line 2 is not JSON"),
    "a list": (b"[]", "it is not a JSON object"),
    "nothing": (b"", "line 1 is not JSON"),
    "brackets without end": (DEEP.encode(), "nested too deeply"),
    "a huge file": (b" " * 2_000_000, "it is too large"),
}


def settings_file(content: bytes, words: str) -> Check:
    def check(request: pytest.FixtureRequest) -> None:
        file = paths.settings_file()
        file.parent.mkdir(parents=True)
        file.write_bytes(content)
        found, wrong = settings.read()
        dark = b'"theme": "dark"' in content and b"UTF" not in content and wrong.endswith("the default is used")
        assert found == settings.load() == Settings(theme="dark" if dark else "system")
        assert words in wrong and str(file) in wrong and "\n" not in wrong
        assert file.read_bytes() == content  # until something else is to be kept
        settings.save(replace(found, previews=False))
        assert file.with_suffix(".damaged.json").read_bytes() == content
        assert settings.read() == (replace(found, previews=False), "")

    return check


def settings_of_an_editor(request: pytest.FixtureRequest) -> None:
    file = paths.settings_file()
    file.parent.mkdir(parents=True)
    file.write_bytes(b'\xef\xbb\xbf{"theme": "dark", "colour": ["red"], "device": "cuda:1"}')
    assert settings.read() == (Settings(theme="dark", device="cuda:1"), "")


def settings_in_the_window(request: pytest.FixtureRequest) -> None:
    file = paths.settings_file()
    file.parent.mkdir(parents=True)
    file.write_text('{"device": "toaster", "window": "a b c d"}')
    status, _, complaint = ran(request, "models", "list")
    assert status == 0 and "'toaster' is none of" in complaint
    assert "'toaster' is none of" in windows(request, [{}])[0]["status"]


def settings_that_are_a_folder(request: pytest.FixtureRequest) -> None:
    paths.settings_file().mkdir(parents=True)
    assert "it is a folder" in settings.read()[1]
    with pytest.raises(OutputError, match="is a folder: the settings cannot be saved until"):
        settings.save(Settings())
    assert paths.settings_file().is_dir()


def settings_that_are_a_pipe(request: pytest.FixtureRequest) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("there are no pipes with names")
    paths.settings_file().parent.mkdir(parents=True)
    os.mkfifo(paths.settings_file())
    assert "it is no file" in settings.read()[1]


def settings_that_cannot_be_kept(request: pytest.FixtureRequest) -> None:
    settings.save(Settings())
    folder = paths.settings_file().parent
    folder.chmod(0o500)
    try:
        (told,) = windows(request, [{"change": True}])
    finally:
        folder.chmod(0o700)
    assert told["changed"].startswith("The settings cannot be saved in") and "Permission denied" in told["changed"]


def clips_folders(request: pytest.FixtureRequest) -> None:
    """A window for each kind of place that can take no clip, and a library with clips in a folder of another user."""
    place = folder_of(request)
    file, closed, read_only = place / "file", place / "closed", place / "read only"
    file.touch()
    for folder in (closed, read_only):
        folder.mkdir()
    known = make_clip(closed / "inside/a.mp4") if (closed / "inside").mkdir() is None else None
    assert known
    from t2v_desktop.library.clips import Clips
    from t2v_desktop.library.database import open_database

    database = open_database(paths.library_file())
    Clips(database).add(known)
    database.close()
    cases = {
        str(place / "drive/clips"): "is not there: connect its drive",
        str(file): "is a file, not a folder",
        str(file / "clips"): "lies in a file",
        str(closed): "cannot be written to",
        str(closed / "inside"): "cannot be read (Permission denied)",
        str(read_only): "cannot be written to",
    }
    closed.chmod(0)
    read_only.chmod(0o500)
    try:
        told = windows(request, [{"settings": {"clips_folder": folder}} for folder in cases])
    finally:
        for folder in (closed, read_only):
            folder.chmod(0o700)
    for (folder, words), case in zip(cases.items(), told, strict=True):
        assert words in case["status"] and folder in case["status"]
    assert not (place / "drive").exists()


def render_without_its_drive(request: pytest.FixtureRequest) -> None:
    settings.save(Settings(clips_folder=str(folder_of(request) / "drive/clips")))
    status, told, complaint = ran(request, "render", "a cat", "--json")
    assert status == 1 and "connect its drive" in complaint and told.count("\n") == 1
    assert not (folder_of(request) / "drive").exists()


ROWS: list[Row] = [
    Row("what macOS, Windows and people leave in a folder of pictures", cluttered_pictures),
    *(Row(f"pictures {name.format(1)} to {name.format(12)}", foreign_pictures(name)) for name in ("{}.png", "frame_{}.PNG", "v2 shot{}.final.png")),
    Row("pictures of two sizes", pictures_of_two_sizes),
    Row("a folder without pictures", no_pictures),
    Row("a picture that is none", a_picture_that_is_none),
    Row("a video of 1,000 fps", fast_video),
    Row("a streamed webm with millisecond times", streamed_webm),
    *(Row(f"a {suffix} of another program", reads(suffix)) for suffix in (".mkv", ".mov", ".m4v", ".avi", ".webm")),
    Row("a video of another kind", refused_at_once("old.wmv", b"0&\xb2u", "is no video that can be read: use one of .mp4")),
    Row("a text called .mkv", refused_at_once("text.mkv", b"hello", "damaged or no video")),
    Row("an empty video", refused_at_once("empty.mp4", b"", "damaged or no video")),
    Row("a list of files called .mp4", playlist),
    Row("models that received files name", names_of_models),
    Row("a model beside the program", model_beside_the_program),
    *(Row(f"settings: {name}", settings_file(*row)) for name, row in FILES.items()),
    Row("settings with a byte order mark and unknown keys", settings_of_an_editor),
    Row("settings that are a folder", settings_that_are_a_folder),
    Row("settings that are a pipe", settings_that_are_a_pipe),
    Row("settings that make no sense, in the window", settings_in_the_window),
    Row("settings that cannot be kept", settings_that_cannot_be_kept),
    Row("a clips folder that can take no clip", clips_folders),
    Row("a clips folder on a drive that is not there, on the command line", render_without_its_drive),
]
