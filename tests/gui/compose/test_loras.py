"""Tests the LoRAs of the compose panel: choosing, weights, what does not fit, drops, trigger words and the few-step preset."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QToolButton
from pytestqt.qtbot import QtBot
from safetensors.torch import load_file, save_file

from t2v_desktop.gui.compose.panel import Compose
from t2v_desktop.gui.models.actions import ModelActions
from t2v_desktop.library.database import Database
from t2v_desktop.library.prompts import Prompts
from t2v_desktop.models.loras import store
from t2v_desktop.models.store import Model, find
from t2v_desktop.planning.estimate import Estimate
from t2v_desktop.request import ChosenLora, Request
from tests.gui.compose.test_panel import shown_text
from tests.models.loras.lora_files import MODELSCOPE_LAYERS, products, write_peft


@pytest.fixture(scope="module")
def tiny(tiny_model: Path) -> Model:
    return find(str(tiny_model))


@pytest.fixture
def lora_file(tiny_model: Path, tmp_path: Path) -> Path:
    file = write_peft(tmp_path / "paper.safetensors", products(tiny_model, "unet", MODELSCOPE_LAYERS), "unet.")
    save_file(load_file(file), file, {"modelspec.trigger_phrase": "cut {paper}, fold"})
    return file


@pytest.fixture
def panel(look: QApplication, qtbot: QtBot, database: Database, tiny: Model) -> Iterator[Compose]:
    made = Compose([tiny, find("starter")], Prompts(database), lambda *_: Estimate(1.0, 1, 1, learned=True))
    qtbot.addWidget(made)
    made.resize(345, 800)
    made.show()
    made.model_choice.model_chosen.emit(tiny)
    yield made
    made.save_draft()  # while the library is still open


def submitted(panel: Compose) -> list[Request]:
    made: list[Request] = []
    panel.submitted.connect(lambda requests, _: made.extend(requests))
    panel.submit()
    return made


def test_a_chosen_lora_is_in_the_request_with_its_weight(panel: Compose, lora_file: Path) -> None:
    store.import_lora(lora_file)
    panel.set_prompt("a cat")
    panel.add_lora("paper")
    panel.add_lora("paper")  # once
    (weight,) = [box for box in panel.loras.findChildren(QDoubleSpinBox) if box.isVisibleTo(panel)]
    assert weight.accessibleName() == "Weight of paper"
    weight.setValue(0.75)
    (request,) = submitted(panel)
    assert request.loras == (ChosenLora("paper", 0.75),)
    assert panel.draft().loras == request.loras


def test_the_draft_keeps_loras_for_the_next_start(panel: Compose, lora_file: Path, qtbot: QtBot, database: Database, tiny: Model) -> None:
    store.import_lora(lora_file)
    panel.add_lora("paper")
    panel.save_draft()
    again = Compose([tiny], Prompts(database), lambda *_: Estimate(1.0, 1, 1, learned=True))
    qtbot.addWidget(again)
    again.save_draft()
    assert again.draft().loras == (ChosenLora("paper", 1.0),)


def test_a_lora_taken_out_is_gone(panel: Compose, lora_file: Path) -> None:
    store.import_lora(lora_file)
    panel.add_lora("paper")
    next(button for button in panel.loras.findChildren(QToolButton) if button.accessibleName() == "Take paper out").click()
    assert panel.draft().loras == ()


def test_what_does_not_fit_the_model_is_said_and_not_rendered(panel: Compose, lora_file: Path) -> None:
    store.import_lora(lora_file)
    panel.set_prompt("a cat")
    panel.add_lora("paper")
    assert panel.generate.isEnabled()
    panel.model_choice.model_chosen.emit(find("starter"))
    assert "paper.safetensors is made for a model of another size" in panel.loras.problem
    assert not panel.generate.isEnabled()
    assert "is made for a model" in shown_text(panel)


def test_a_clip_with_a_lora_that_is_not_installed_says_so(panel: Compose, tiny: Model) -> None:
    panel.set_request(Request("a cat", model=tiny.name, width=16, height=16, num_frames=3, loras=(ChosenLora("lost", 0.5),)))
    assert panel.loras.problem == "LoRA lost is not installed: import it, or take it out"
    assert not panel.generate.isEnabled()


def test_the_menu_offers_what_fits_and_says_why_not(panel: Compose, lora_file: Path, tmp_path: Path, qtbot: QtBot) -> None:
    store.import_lora(lora_file)
    save_file({"transformer.blocks.0.attn1.to_q.lora_A.weight": load_file(lora_file).popitem()[1]}, tmp_path / "half.safetensors")
    (store.folder() / "half.safetensors").write_bytes((tmp_path / "half.safetensors").read_bytes())
    menu = panel.loras._menu
    menu.popup(QPoint())
    actions = {action.text(): action for action in menu.actions() if action.text()}
    assert list(actions) == ["half", "paper", "Import a LoRA file…"], "the menu opens before the files are looked at"
    qtbot.waitUntil(lambda: not menu.actions()[0].isEnabled())
    actions = {action.text(): action for action in menu.actions() if action.text()}
    assert list(actions) == ["half", "paper", "Import a LoRA file…"]
    assert actions["paper"].isEnabled() and not actions["half"].isEnabled()
    assert "half.safetensors is made for another model" in actions["half"].toolTip()
    actions["paper"].trigger()
    assert panel.draft().loras == (ChosenLora("paper", 1.0),)


def test_trigger_words_go_into_the_prompt_once_and_as_plain_words(panel: Compose, lora_file: Path) -> None:
    store.import_lora(lora_file)
    panel.add_lora("paper")
    panel.set_prompt("a cat")
    assert "cut {paper}, fold" in [row._note.full_text for row in panel.loras._rows]
    for _ in range(2):
        panel.loras.triggers_wanted.emit("cut {paper}, fold")
    (request,) = submitted(panel)
    assert request.prompt == "a cat, cut {paper}, fold"


def test_few_steps_are_offered_with_a_lora(panel: Compose, lora_file: Path) -> None:
    store.import_lora(lora_file)
    button = panel.model_choice._buttons["few_steps"]
    assert not button.isVisibleTo(panel)
    panel.add_lora("paper")
    assert button.isVisibleTo(panel)
    button.click()
    draft = panel.draft()
    assert (draft.scheduler, draft.num_inference_steps, draft.guidance_scale, draft.preset) == ("lcm", 6, 1.0, "few_steps")


def drop(panel: Compose, *files: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    about = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entering = QDragEnterEvent(QPoint(5, 5), *about)
    panel.dragEnterEvent(entering)
    assert entering.isAccepted()
    panel.dropEvent(QDropEvent(QPointF(5, 5), *about))


def test_a_dropped_file_is_imported_and_chosen(panel: Compose, lora_file: Path, qtbot: QtBot, request: pytest.FixtureRequest) -> None:
    actions = ModelActions(panel, lambda *_: True)
    request.addfinalizer(actions.close)
    panel.lora_files_given.connect(actions.import_loras)
    actions.lora_imported.connect(panel.add_lora)
    with qtbot.waitSignal(actions.lora_imported, timeout=10_000):
        drop(panel, lora_file, Path("/a/picture.txt"))
    assert panel.draft().loras == (ChosenLora("paper", 1.0),)
    with qtbot.waitSignal(actions.lora_imported, timeout=10_000):  # the same file again
        drop(panel, lora_file)
    assert store.installed_names() == ["paper"]
    panel.loras.fill((), None)
    with qtbot.waitSignal(actions.lora_refused, timeout=10_000) as refused:
        drop(panel, lora_file.with_name("missing.safetensors"))
    assert "missing.safetensors is not a file" in refused.args[0]


def test_the_prompt_leaves_files_to_the_panel(panel: Compose) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/a/b.safetensors")])
    edit, given = panel.prompt.edit, list[list[Path]]()
    panel.lora_files_given.connect(given.append)
    assert edit.canInsertFromMimeData(data)
    edit.insertFromMimeData(data)
    assert (edit.toPlainText(), given) == ("", [[Path("/a/b.safetensors")]])
    data = QMimeData()
    data.setText("words")
    edit.insertFromMimeData(data)
    assert edit.toPlainText() == "words"
