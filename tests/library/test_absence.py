import sys
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from t2v_desktop.library.absence import Absence, Absent, absence, drive_of

DRIVES: dict[PurePath, tuple[str, str] | None] = {
    PurePosixPath("/media/ada/USB STICK/clips/a.mp4"): ("/media/ada/USB STICK", "USB STICK"),
    PurePosixPath("/run/media/ada/Film/a.mp4"): ("/run/media/ada/Film", "Film"),
    PurePosixPath("/Volumes/Archive/a.mp4"): ("/Volumes/Archive", "Archive"),
    PurePosixPath("/mnt/nas/clips/a.mp4"): ("/mnt/nas", "nas"),
    PurePosixPath("/home/ada/Videos/a.mp4"): None,
    PurePosixPath("/media/a.mp4"): None,
    PureWindowsPath(r"E:\clips\a.mp4"): ("E:\\", "E:"),
    PureWindowsPath(r"\\server\films\clips\a.mp4"): ("\\\\server\\films\\", "\\\\server\\films"),
}


@pytest.mark.parametrize(("path", "drive"), DRIVES.items(), ids=str)
def test_a_path_names_its_drive(path: PurePath, drive: tuple[str, str] | None) -> None:
    assert drive_of(path) == drive


@pytest.mark.skipif(sys.platform == "win32", reason="drives have letters there")
def test_what_is_missing_is_named(tmp_path: Path) -> None:
    (tmp_path / "clips").mkdir()
    assert absence(tmp_path / "clips" / "a.mp4") == Absence(Absent.FILE, "a.mp4")
    assert absence(tmp_path / "gone" / "more" / "a.mp4") == Absence(Absent.FOLDER, str(tmp_path / "gone"))
    assert absence(Path("/media/nobody/No such drive/clips/a.mp4")) == Absence(Absent.DRIVE, "No such drive")
