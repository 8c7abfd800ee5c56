"""Damaged settings, and folders that can't be used."""

import os
from dataclasses import replace

import pytest

from t2v_desktop import paths, settings
from t2v_desktop.errors import OutputError
from t2v_desktop.settings import Settings
from tests.media.made_clips import make_clip
from tests.outside.row import Row
from tests.outside.windows import Check, folder_of, ran, windows

DEEP = "[" * 100_000
FILES: dict[str, tuple[bytes, str]] = {
    "wrong kinds": (b'{"device": 3, "previews": "yes", "theme": "dark"}', "device should be text, not 3; previews should be true or false, not 'yes'"),
    "an unknown device": (b'{"device": "toaster", "theme": "dark"}', "device 'toaster' is not one of auto, cpu"),
    "an unknown theme": (b'{"theme": "pink"}', "theme 'pink' is not one of"),
    "NaN": (b'{"download_kb_per_s": NaN}', "download_kb_per_s should be a whole number, not nan"),
    "a number out of range": (b'{"download_kb_per_s": -5}', "-5 is out of range"),
    "a number of 5,000 digits": (b'{"download_kb_per_s": ' + b"1" * 5000 + b"}", "a number in it is too long"),
    "half a character": (b'{"clips_folder": "/a\\ud800b"}', "clips_folder contains invalid characters"),
    "a NUL": (b'{"models_folder": "/a\\u0000b"}', "models_folder contains invalid characters"),
    "not UTF-8": ('{"theme": "dark"}'.encode("utf-16"), "it is not UTF-8 text"),
    "a truncated file": (b'{"theme": \n"dark', "line 2 is not JSON"),
    "a list": (b"[]", "it is not a JSON object"),
    "an empty file": (b"", "line 1 is not JSON"),
    "endless brackets": (DEEP.encode(), "nested too deeply"),
    "a huge file": (b" " * 2_000_000, "it is too large"),
}


def settings_file(content: bytes, words: str) -> Check:
    def check(request: pytest.FixtureRequest) -> None:
        file = paths.settings_file()
        file.parent.mkdir(parents=True)
        file.write_bytes(content)
        found, problem = settings.read()
        dark = b'"theme": "dark"' in content and b"UTF" not in content and problem.endswith("using the default")
        assert found == settings.load() == Settings(theme="dark" if dark else "system")
        assert words in problem and str(file) in problem and "\n" not in problem
        assert file.read_bytes() == content  # unchanged until new settings are saved
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
    status, _, error = ran(request, "models", "list")
    assert status == 0 and "'toaster' is not one of" in error
    assert "'toaster' is not one of" in windows(request, [{}])[0]["status"]


def settings_that_are_a_folder(request: pytest.FixtureRequest) -> None:
    paths.settings_file().mkdir(parents=True)
    assert "it is a folder" in settings.read()[1]
    with pytest.raises(OutputError, match="is a folder: move it away to save the settings"):
        settings.save(Settings())
    assert paths.settings_file().is_dir()


def settings_that_are_a_pipe(request: pytest.FixtureRequest) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes on this system")
    paths.settings_file().parent.mkdir(parents=True)
    os.mkfifo(paths.settings_file())
    assert "it is not a file" in settings.read()[1]


def settings_that_cannot_be_saved(request: pytest.FixtureRequest) -> None:
    settings.save(Settings())
    folder = paths.settings_file().parent
    folder.chmod(0o500)
    try:
        (report,) = windows(request, [{"change": True}])
    finally:
        folder.chmod(0o700)
    assert report["changed"].startswith("The settings can't be saved to") and "Permission denied" in report["changed"]


def clips_folders(request: pytest.FixtureRequest) -> None:
    """Opens a window for each kind of unusable clips folder, with a library that has clips in another user's folder."""
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
        str(place / "drive/clips"): "is missing: connect its drive",
        str(file): "is a file, not a folder",
        str(file / "clips"): "is inside a file",
        str(closed): "can't be written to",
        str(closed / "inside"): "can't be read (Permission denied)",
        str(read_only): "can't be written to",
    }
    closed.chmod(0)
    read_only.chmod(0o500)
    try:
        reports = windows(request, [{"settings": {"clips_folder": folder}} for folder in cases])
    finally:
        for folder in (closed, read_only):
            folder.chmod(0o700)
    for (folder, words), case in zip(cases.items(), reports, strict=True):
        assert words in case["status"] and folder in case["status"]
    assert not (place / "drive").exists()


def render_without_its_drive(request: pytest.FixtureRequest) -> None:
    settings.save(Settings(clips_folder=str(folder_of(request) / "drive/clips")))
    status, output, error = ran(request, "render", "a cat", "--json")
    assert status == 1 and "connect its drive" in error and output.count("\n") == 1
    assert not (folder_of(request) / "drive").exists()


ROWS: list[Row] = [
    *(Row(f"settings: {name}", settings_file(*row)) for name, row in FILES.items()),
    Row("settings with a byte order mark and unknown keys", settings_of_an_editor),
    Row("settings that are a folder", settings_that_are_a_folder),
    Row("settings that are a pipe", settings_that_are_a_pipe),
    Row("invalid settings, in the window", settings_in_the_window),
    Row("settings that can't be saved", settings_that_cannot_be_saved),
    Row("an unusable clips folder", clips_folders),
    Row("a clips folder on a missing drive, on the command line", render_without_its_drive),
]
