"""The compose panel with a model of a family that shares nothing with ModelScope."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from t2v_desktop.gui.compose.panel import Compose
from t2v_desktop.library.database import Database
from t2v_desktop.library.prompts import Prompts
from t2v_desktop.models.families import FAMILIES
from t2v_desktop.models.store import find
from t2v_desktop.planning.estimate import Estimate
from tests.families.toy import TOY, write_toy


def test_the_panel_offers_what_the_model_can_make(
    look: QApplication, qtbot: QtBot, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FAMILIES, TOY.name, TOY)
    toy = find(str(write_toy(tmp_path / "toy")))
    panel = Compose([find("starter"), toy], Prompts(database), lambda *_: Estimate(None, None, 0))
    qtbot.addWidget(panel)
    panel.set_request(toy.request("a red circle", "draft", num_frames=9))
    assert (panel.draft().model, panel.draft().num_frames, panel.draft().scheduler) == (toy.name, 9, "euler")
    panel.size_length.length.stepUp()
    assert panel.draft().num_frames == 13
    scheduler = panel.advanced._scheduler
    assert [scheduler.itemData(i) for i in range(scheduler.count())] == ["euler"]
    panel.prompt.set_text("x" * 30)
    assert panel.prompt.measure is not None and (panel.prompt.measure.count, panel.prompt.measure.limit) == (30, 24)
    panel.set_request(find("starter").request("a blue square", num_frames=10))
    assert panel.draft().num_frames == 10 and scheduler.count() == 8
    panel.save_draft()
