import os
import time
from pathlib import Path

import pytest

from t2v_desktop.media.names import clean_up_parts, free_name, part_of, remove_part
from t2v_desktop.paths import PART_AGE_S, clean_up_unfinished, write_whole
from t2v_desktop.request import Request
from tests.media.made_clips import make_clip

FOREIGN = (
    ".disk.part1.rar", ".disk.part", ".film.mp4.part", ".film.part.mp4", ".a.mp4.part.webm", ".a.avi.part.avi", "a.mp4.part.mp4", ".a.mp4.partial.mp4",
    ".t2v-part", ".a.mp4.t2v-part.mp4.txt", ".settings.json.abcdefgh.part", ".notes.t2v-part",
)  # fmt: skip
FOREIGN_FOLDERS = (".git.part", ".vm.part1", ".a.mp4.t2v-part.mp4", ".b.mp4.part.mp4", ".full.t2v-part", ".scan.part")


def make_old(folder: Path) -> None:
    """Date everything in `folder` older than PART_AGE_S."""
    then = time.time() - PART_AGE_S - 60
    for path in (*folder.rglob("*"),):
        os.utime(path, (then, then), follow_symlinks=False)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_name_is_never_used_twice(tmp_path: Path) -> None:
    request = Request("A red circle, moving!", seed=7)
    names = []
    for _ in range(3):
        names.append(free_name(tmp_path, request).name)
        (tmp_path / names[-1]).touch()
    assert names == ["a-red-circle-moving-7.mp4", "a-red-circle-moving-7-2.mp4", "a-red-circle-moving-7-3.mp4"]


def test_only_old_unfinished_clips_are_cleaned_up(tmp_path: Path) -> None:
    old, young, folder, whole = (tmp_path / name for name in ("old.mp4", "young.mp4", "pictures", "whole.mp4"))
    for path in (part_of(old), whole, part_of(tmp_path / "poster.png"), part_of(tmp_path / "LOUD.MP4")):
        path.touch()
    part_of(folder).mkdir()
    (part_of(folder) / "0001.png").touch()
    part_of(tmp_path / "empty").mkdir()
    make_old(tmp_path)
    part_of(young).touch()
    clean_up_parts(tmp_path)
    assert names(tmp_path) == {part_of(young).name, whole.name}


def test_hidden_files_and_folders_of_others_are_kept(tmp_path: Path) -> None:
    folder = tmp_path / "clips"
    folder.mkdir()
    for name in FOREIGN:
        (folder / name).write_text("the user's own")
    for name in FOREIGN_FOLDERS:
        (folder / name).mkdir()
    for inside in (".full.t2v-part/0001.png", ".full.t2v-part/thesis.odt", ".scan.part/0001.png"):
        (folder / inside).write_text("the user's own")
    (folder / ".link.mp4.t2v-part.mp4").symlink_to(tmp_path / "elsewhere")
    make_old(folder)
    there = {str(path) for path in folder.rglob("*")}
    clean_up_parts(folder)
    assert {str(path) for path in folder.rglob("*")} == there


def test_unfinished_files_of_version_0_1_with_unambiguous_names_are_cleaned_up(tmp_path: Path) -> None:
    folder = tmp_path / "clips"
    make_clip(folder_of_pictures := tmp_path / "made")
    folder.mkdir()
    folder_of_pictures.rename(folder / ".made.part")
    (folder / ".made.part" / ".0009.png.part.png").write_bytes(b"half a picture")
    for name in (".a b.mp4.part.mp4", ".c.webm.part.webm", ".d.gif.part.gif", ".e.png.part.png"):
        (folder / name).touch()
    make_old(folder)
    clean_up_parts(folder)
    assert names(folder) == set()


@pytest.mark.parametrize("folder", ["gone", "file"])
def test_a_folder_that_cannot_be_cleaned_up_is_skipped(folder: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    clean_up_parts(tmp_path / folder)
    clean_up_unfinished(tmp_path / folder)


def test_an_unfinished_folder_with_other_files_inside_is_kept(tmp_path: Path) -> None:
    part = part_of(tmp_path / "pictures")
    part.mkdir()
    for name in ("0001.png", "thesis.odt"):
        (part / name).touch()
    remove_part(part)
    assert names(part) == {"0001.png", "thesis.odt"}


def test_only_unfinished_settings_are_cleaned_up_in_our_own_folders(tmp_path: Path) -> None:
    for name in (".settings.json.ab_cd3fg.t2v-part", ".settings.json.ab_cd3fg.part", ".library.backup.db.part", "settings.json", ".other.part"):
        (tmp_path / name).touch()
    make_old(tmp_path)
    (tmp_path / ".young.json.abcdefgh.t2v-part").touch()
    clean_up_unfinished(tmp_path)
    assert names(tmp_path) == {"settings.json", ".other.part", ".library.backup.db.part", ".young.json.abcdefgh.t2v-part"}


def test_an_unfinished_file_has_a_name_that_is_cleaned_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", killed)
    monkeypatch.setattr(Path, "unlink", killed)  # as if the process was killed before it
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "settings.json", b"{}")
    monkeypatch.undo()
    make_old(tmp_path)
    assert len(names(tmp_path)) == 1
    clean_up_unfinished(tmp_path)
    assert names(tmp_path) == set()
