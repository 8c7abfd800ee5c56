import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from t2v_desktop import paths
from t2v_desktop.errors import OutputError


def test_the_home_variable_moves_every_folder(home: Path) -> None:
    for place in (paths.data(), paths.cache(), paths.models(), paths.clips(), paths.kept_latents(), paths.kept_text(), paths.settings_file()):
        assert place.is_relative_to(home)


def test_without_it_the_standard_folders_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(paths.HOME_VARIABLE)
    for place in (paths.data(), paths.cache(), paths.settings_file().parent):
        assert paths.APP in place.parts


def test_a_file_is_written_completely_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a" / "b.json"
    paths.write_whole(file, b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(paths.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        paths.write_whole(file, b"new")
    assert file.read_bytes() == b"old"
    assert [p.name for p in file.parent.iterdir()] == ["b.json"]


def test_a_folder_that_cannot_take_a_file_is_reported_before_work_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OutputError, match="does not exist"):
        paths.check_writable(tmp_path / "gone", 1)
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="is a file"):
        paths.check_writable(tmp_path / "file", 1)
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9, 5_000_000))
    with pytest.raises(OutputError, match="needs 9 MB, 5 MB free"):
        paths.check_writable(tmp_path, 9_000_000)


def test_resources_contain_the_starter() -> None:
    assert (paths.resources() / "models" / "starter" / "model_index.json").is_file()
    assert (paths.docs() / "index.md").is_file()
