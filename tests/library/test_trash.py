import time
from pathlib import Path

import pytest

from t2v_desktop import paths
from t2v_desktop.errors import OutputError
from t2v_desktop.library import trash


def test_a_deleted_file_is_in_the_trash(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"a clip")
    place = trash.put(tmp_path / "a.mp4")
    assert not (tmp_path / "a.mp4").exists() and place.read_bytes() == b"a clip"


def test_only_old_files_are_cleaned_up(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"a clip")
    place = trash.put(tmp_path / "a.mp4")
    trash.clean_up()
    assert place.exists()
    trash.clean_up(now=time.time() + trash.KEEP_S + 60)
    assert list(paths.trash().iterdir()) == []


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"gone.mp4 could not be moved to the trash"):
        trash.put(tmp_path / "gone.mp4")
