import time
from pathlib import Path

import pytest

from t2v_desktop import paths
from t2v_desktop.errors import OutputError
from t2v_desktop.library import trash


def test_what_is_put_away_can_be_taken_out_again(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"a clip")
    place = trash.put(tmp_path / "a.mp4")
    assert not (tmp_path / "a.mp4").exists() and place.read_bytes() == b"a clip"


def test_only_what_is_old_is_swept(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"a clip")
    place = trash.put(tmp_path / "a.mp4")
    trash.sweep()
    assert place.exists()
    trash.sweep(now=time.time() + trash.KEEP_S + 60)
    assert list(paths.trash().iterdir()) == []


def test_a_file_that_is_gone_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"gone.mp4 could not be moved to the trash"):
        trash.put(tmp_path / "gone.mp4")
