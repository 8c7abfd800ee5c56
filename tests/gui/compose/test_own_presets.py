"""The user's own presets in the compose panel."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QInputDialog, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from t2v_desktop.gui.compose.panel import Compose
from t2v_desktop.library.database import Database
from t2v_desktop.library.prompts import Prompts
from t2v_desktop.models.store import find
from t2v_desktop.planning import presets
from t2v_desktop.planning.estimate import Estimate
from t2v_desktop.planning.presets import OwnPreset

STARTER = find("starter")


@pytest.fixture
def panel(look: QApplication, qtbot: QtBot, database: Database) -> Iterator[Compose]:
    made = Compose([STARTER], Prompts(database), lambda *_: Estimate(1.0, 1, 1, learned=True), draw_seed=lambda: 100)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.save_draft()


def menu(panel: Compose) -> dict[str, object]:
    panel.model_choice.own.fill_menu()
    return {action.text(): action for action in panel.model_choice.own.menu().actions()}


def name_it(name: str) -> None:
    """Type a name into the dialog that opens next."""

    def accept() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QInputDialog)
        dialog.setTextValue(name)
        dialog.accept()

    QTimer.singleShot(0, accept)


def test_settings_are_saved_and_used_again(panel: Compose) -> None:
    panel.set_request(STARTER.request("a red star", seed=5, num_inference_steps=7, width=192))
    name_it("Mine & fast")
    menu(panel)["Save settings as preset…"].trigger()
    (saved,) = presets.own()
    assert (saved.name, saved.num_inference_steps, saved.width) == ("Mine & fast", 7, 192)
    assert menu(panel)["Mine && fast"].isChecked() and not menu(panel)["Save settings as preset…"].isEnabled()
    panel.set_request(STARTER.request("a blue ring", seed=6))
    assert not menu(panel)["Mine && fast"].isChecked()
    menu(panel)["Mine && fast"].trigger()
    draft = panel.draft()
    assert (draft.prompt, draft.seed, draft.num_inference_steps, draft.width) == ("a blue ring", 6, 7, 192)


def test_a_preset_is_updated_renamed_and_deleted(panel: Compose) -> None:
    own = panel.model_choice.own
    presets.save([OwnPreset.of_draft("Mine", panel.draft(), STARTER)])
    panel.set_request(STARTER.request("a star", num_inference_steps=9))
    own.replace(presets.own()[0])
    assert presets.own()[0].num_inference_steps == 9
    name_it("Yours")
    own.rename(presets.own()[0])
    assert [preset.name for preset in presets.own()] == ["Yours"]

    def agree() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        next(button for button in box.buttons() if button.text() == "Delete").click()

    QTimer.singleShot(0, agree)
    own.remove(presets.own()[0])
    assert presets.own() == []


def test_what_a_model_can_not_take_is_said(panel: Compose) -> None:
    presets.save([replace(OwnPreset.of_draft("Odd", panel.draft(), STARTER), width=100)])
    menu(panel)["Odd"].trigger()
    shown = "\n".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())
    assert "Starter can't take all of this preset; changed: width" in shown and panel.draft().width % STARTER.step == 0


def test_a_name_that_is_taken_is_refused(panel: Compose) -> None:
    presets.save([OwnPreset.of_draft("Mine", panel.draft(), STARTER)])
    panel.set_request(STARTER.request("a star", num_inference_steps=9))
    name_it("mine")
    menu(panel)["Save settings as preset…"].trigger()
    shown = "\n".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())
    assert "There is already a preset mine" in shown and len(presets.own()) == 1
