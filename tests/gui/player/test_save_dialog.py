"""Copies of a clip without its settings."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from t2v_desktop.clip import Clip
from t2v_desktop.errors import OutputError
from t2v_desktop.gui.player.panel import Player
from t2v_desktop.media.embedded import read_texts
from t2v_desktop.media.metadata import AI_GENERATED, read_request
from t2v_desktop.media.write import count_frames
from tests.media.made_clips import COUNT


def test_a_copy_without_settings_keeps_the_frames_and_the_mark_alone(qtbot, player: Player, clip: Clip, tmp_path: Path, play_clip) -> None:
    play_clip(clip)
    player.commands.save_stripped.trigger()
    dialog = player.findChild(QFileDialog)
    assert dialog.windowTitle() == "Save without settings"
    assert not any("png" in name and "This frame" in name for name in dialog.nameFilters())
    with qtbot.waitSignal(player.saved, timeout=20_000):
        dialog.fileSelected.emit(str(tmp_path / "shared.mp4"))
    assert count_frames(tmp_path / "shared.mp4") == COUNT
    comment = " ".join(read_texts(tmp_path / "shared.mp4").values())
    assert AI_GENERATED in comment and clip.request.prompt not in comment
    with pytest.raises(OutputError, match="was not made with"):
        read_request(tmp_path / "shared.mp4")
