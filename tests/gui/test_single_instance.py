from pathlib import Path

from pytestqt.qtbot import QtBot

from t2v_desktop.gui.single_instance import SingleInstance


def test_the_second_start_hands_its_files_to_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert first.first([])
    with qtbot.waitSignal(first.woken, timeout=5_000) as heard:
        assert not second.first(["/videos/ä.mp4", "/videos/b.gif"])
    assert heard.args == [["/videos/ä.mp4", "/videos/b.gif"]]
    first.close()
    assert second.first([])
    second.close()


def test_another_data_folder_is_another_application(qtbot: QtBot, tmp_path: Path) -> None:
    one, other = SingleInstance(tmp_path / "a"), SingleInstance(tmp_path / "b")
    assert one.first([]) and other.first([])
    one.close()
    other.close()
