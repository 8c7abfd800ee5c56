import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from t2v_desktop import paths, settings
from t2v_desktop.gui.dialogs.ask import ask
from t2v_desktop.gui.models.card import ModelCard
from t2v_desktop.gui.models.dialog import ModelsDialog
from t2v_desktop.gui.models.lora_card import LoraCard
from t2v_desktop.gui.models.tasks import ModelTasks
from t2v_desktop.models import manifest
from t2v_desktop.models.loras import store
from t2v_desktop.models.manage import folder_name
from t2v_desktop.planning.devices import Device
from t2v_desktop.planning.model_fit import model_fit
from t2v_desktop.settings import Settings
from tests.models.get.hub_server import FakeHub, serving
from tests.models.loras.lora_files import MODELSCOPE_LAYERS, products, write_peft

UNET = "unet/diffusion_pytorch_model.safetensors"


@pytest.fixture
def hub(tiny_model: Path, tmp_path: Path) -> Iterator[FakeHub]:
    shutil.copytree(tiny_model, tmp_path / "repository")
    with serving(tmp_path / "repository") as hub:
        settings.save(replace(Settings(), hub=hub.address))
        yield hub


@pytest.fixture
def questions() -> list[str]:
    return []


@pytest.fixture
def dialog(look: QApplication, qtbot: QtBot, hub: FakeHub, questions: list[str]) -> Iterator[ModelsDialog]:
    tasks = ModelTasks()

    def agree(_parent: QWidget, title: str, text: str, _yes: str) -> bool:
        questions.append(f"{title} {text}")
        return True

    made = ModelsDialog(tasks, None, agree)
    qtbot.addWidget(made)
    made.show()
    yield made
    tasks.close()


def name(hub: FakeHub) -> str:
    return folder_name(hub.hub_id)


def buttons(card: ModelCard) -> dict[str, QPushButton]:
    return {action: button for action, button in card._buttons.items() if button.isVisibleTo(card)}


def press(qtbot: QtBot, card: ModelCard, action: str) -> None:
    qtbot.mouseClick(buttons(card)[action], Qt.MouseButton.LeftButton)


def downloaded(qtbot: QtBot, dialog: ModelsDialog, hub: FakeHub) -> ModelCard:
    with qtbot.waitSignal(dialog.changed, timeout=10_000):
        dialog._tasks.download(name(hub), hub.hub_id)
    return dialog.card(name(hub))


def test_each_known_model_has_a_card_with_its_state(dialog: ModelsDialog) -> None:
    assert list(dialog._cards)[:5] == ["starter", "wan2.1-t2v-1.3b", "wan2.1-vace-1.3b", "wan2.2-ti2v-5b", "text-to-video-ms-1.7b"]
    assert list(buttons(dialog.card("starter"))) == ["verify"] and dialog.card("starter")._state.text() == "Built in"
    big = dialog.card("text-to-video-ms-1.7b")
    assert list(buttons(big)) == ["download"] and buttons(big)["download"].text() == "Download (3.7 GB)"
    assert "CC-BY-NC" in big._licence.text() and "5.7 GB of GPU memory" in big._facts.text()


def test_a_download_is_paused_resumed_and_installed(qtbot: QtBot, dialog: ModelsDialog, hub: FakeHub) -> None:
    hub.bytes_per_s = 300_000
    with qtbot.waitSignal(dialog._tasks.progressed, timeout=10_000, check_params_cb=lambda n, kind, done, total, speed: done > 100_000):
        dialog._tasks.download(name(hub), hub.hub_id)
    running = dialog.card(name(hub))
    assert list(buttons(running)) == ["pause"] and "of" in running._progress_text.text()
    with qtbot.waitSignal(dialog._tasks.ended, timeout=10_000):
        press(qtbot, running, "pause")
    assert list(buttons(running)) == ["download", "remove"] and buttons(running)["download"].text() == "Resume download"
    hub.bytes_per_s, sent_before, hub.sent = 0, hub.sent, 0
    with qtbot.waitSignal(dialog.changed, timeout=10_000):
        press(qtbot, running, "download")
    assert running._state.text() == "Installed" and list(buttons(running)) == ["verify", "repair", "remove"]
    total = sum(p.stat().st_size for p in hub.folder.rglob("*") if p.is_file())
    assert sent_before > 0 and hub.sent < total and manifest.changed(paths.models() / name(hub)) == []


def test_the_licence_is_shown_before_anything_is_downloaded(qtbot: QtBot, dialog: ModelsDialog, hub: FakeHub, questions: list[str]) -> None:
    dialog._confirm = lambda _parent, title, text, _yes: questions.append(f"{title} {text}") or False  # type: ignore[func-returns-value]
    press(qtbot, dialog.card("zeroscope_v2_XL"), "download")
    assert "CC-BY-NC-4.0" in questions[0] and hub.asked == [] and dialog._tasks.activity("zeroscope_v2_XL") == ""


def test_a_failed_download_shows_why_on_its_card(qtbot: QtBot, dialog: ModelsDialog, hub: FakeHub) -> None:
    with qtbot.waitSignal(dialog._tasks.ended, timeout=10_000):
        press(qtbot, dialog.card("zeroscope_v2_XL"), "download")
    assert dialog.card("zeroscope_v2_XL")._message.isVisibleTo(dialog)
    assert "cerspense/zeroscope_v2_XL" in dialog.card("zeroscope_v2_XL")._message.text()


def test_a_busy_hub_shows_each_retry(qtbot: QtBot, dialog: ModelsDialog, hub: FakeHub) -> None:
    hub.list_faults.extend([(503, 1), (503, 1)])
    for number in (1, 2):
        with qtbot.waitSignal(dialog._tasks.waiting, timeout=5_000):
            if number == 1:
                dialog._tasks.download(name(hub), hub.hub_id)
        card = dialog.card(name(hub))
        progress = card._progress_text
        assert progress.isVisibleTo(card) and "127.0.0.1 returned status 503" in progress.text() and f"Trying again in 1 s ({number} of 7)" in progress.text()
    with qtbot.waitSignal(dialog.changed, timeout=10_000):
        pass
    assert dialog.card(name(hub))._state.text() == "Installed"


def test_the_starter_can_be_verified(qtbot: QtBot, dialog: ModelsDialog) -> None:
    with qtbot.waitSignal(dialog._tasks.ended, timeout=10_000):
        press(qtbot, dialog.card("starter"), "verify")
    assert dialog.card("starter")._message.text() == "All files are intact."


def test_removing_a_model_with_shared_files_says_what_stays(qtbot: QtBot, dialog: ModelsDialog, tiny_model: Path, questions: list[str]) -> None:
    with qtbot.waitSignal(dialog.changed, timeout=10_000):
        dialog.import_from(tiny_model)
    shown = dialog.card("tiny")
    assert "of it shared with another folder" in shown._facts.text()
    with qtbot.waitSignal(dialog.changed, timeout=10_000):
        press(qtbot, shown, "remove")
    assert "This frees 1" in questions[-1] and "6 MB stay on disk" in questions[-1]


def test_a_missing_models_folder_is_reported(dialog: ModelsDialog, tmp_path: Path) -> None:
    settings.save(replace(settings.load(), models_folder=str(tmp_path / "drive/models")))
    dialog.refresh()
    assert "doesn't exist: connect its drive" in dialog._status_line.text() and dialog.card("starter")._state.text() == "Built in"


def test_a_changed_file_is_found_and_repaired(qtbot: QtBot, dialog: ModelsDialog, hub: FakeHub) -> None:
    shown = downloaded(qtbot, dialog, hub)
    file = paths.models() / name(hub) / UNET
    original = file.read_bytes()
    file.write_bytes(original[:-1] + bytes([original[-1] ^ 1]))
    with qtbot.waitSignal(dialog._tasks.ended, timeout=10_000):
        press(qtbot, shown, "verify")
    assert UNET in shown._message.text() and shown._message.property("role") == "bad"
    with qtbot.waitSignal(dialog._tasks.ended, timeout=10_000):
        press(qtbot, shown, "repair")
    assert "Repaired" in shown._message.text() and file.read_bytes() == original


def test_remove_asks_first_and_says_what_it_frees(qtbot: QtBot, dialog: ModelsDialog, hub: FakeHub, questions: list[str]) -> None:
    shown = downloaded(qtbot, dialog, hub)
    with qtbot.waitSignal(dialog.changed, timeout=10_000):
        press(qtbot, shown, "remove")
    assert "This frees" in questions[-1] and name(hub) not in dialog._cards and not (paths.models() / name(hub)).exists()


def test_a_folder_is_imported_and_all_models_are_moved(qtbot: QtBot, dialog: ModelsDialog, tiny_model: Path, tmp_path: Path, questions: list[str]) -> None:
    with qtbot.waitSignal(dialog.changed, timeout=10_000):
        dialog.import_from(tiny_model)
    assert dialog.card("tiny")._state.text() == "Installed" and questions == []
    with qtbot.waitSignal(dialog.changed, timeout=10_000):
        dialog._tasks.move(tmp_path / "elsewhere")
    assert settings.load().models == tmp_path / "elsewhere" and dialog.card("tiny")._state.text() == "Installed"


def test_a_taken_name_gets_a_number_and_a_known_model_keeps_its_name(
    qtbot: QtBot, dialog: ModelsDialog, tiny_model: Path, tmp_path: Path,
) -> None:  # fmt: skip
    known = shutil.copytree(tiny_model, tmp_path / "zeroscope_v2_XL")
    for source, name in ((tiny_model, tiny_model.name), (tiny_model, f"{tiny_model.name}-2"), (known, "zeroscope_v2_XL")):
        with qtbot.waitSignal(dialog.changed, timeout=10_000):
            dialog.import_from(source)
        assert (settings.load().models / name / "model_index.json").is_file()


def test_converting_a_pickle_needs_consent(qtbot: QtBot, dialog: ModelsDialog, tmp_path: Path, questions: list[str]) -> None:
    (tmp_path / "evil.pth").write_bytes(b"no checkpoint")
    with qtbot.waitSignal(dialog._tasks.ended, timeout=20_000) as ended:
        dialog.import_from(tmp_path / "evil.pth", "starter")
    assert "can execute code" in questions[0] and ended.args is not None and ended.args[3] is True


def test_every_button_has_an_accessible_name(dialog: ModelsDialog) -> None:
    for each in dialog.findChildren(QPushButton):
        assert each.accessibleName()


def focused(dialog: ModelsDialog) -> QWidget:
    found = dialog.focusWidget()
    assert found is not None
    return found


def press_keys(qtbot: QtBot, dialog: ModelsDialog) -> None:
    """Press Space and Enter by mistake."""
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return):
        qtbot.keyClick(focused(dialog), key)


def test_a_key_pressed_by_mistake_starts_no_download(qtbot: QtBot, dialog: ModelsDialog, hub: FakeHub, questions: list[str]) -> None:
    assert not [button.text() for button in dialog.findChildren(QPushButton) if button.autoDefault() and button.text() != dialog._close.text()]
    assert focused(dialog) is dialog._close
    card = downloaded(qtbot, dialog, hub)
    for action in ("verify", "repair"):
        buttons(card)[action].setFocus()
        with qtbot.waitSignal(dialog._tasks.ended, timeout=10_000):
            press(qtbot, card, action)
            assert focused(dialog) is card
            qtbot.keyClick(focused(dialog), Qt.Key.Key_Space)
    buttons(card)["remove"].setFocus()
    with qtbot.waitSignal(dialog.changed, timeout=10_000):
        press(qtbot, card, "remove")
    assert focused(dialog) is dialog._close
    download = buttons(dialog.card("zeroscope_v2_XL"))["download"]
    download.setFocus()
    with qtbot.waitSignal(dialog._tasks.ended, timeout=10_000):
        press(qtbot, dialog.card("zeroscope_v2_XL"), "download")
        assert focused(dialog) is dialog.card("zeroscope_v2_XL"), "not on the next model's Download"
    count = len(questions)
    press_keys(qtbot, dialog)
    assert len(questions) == count and not any(dialog._tasks.activity(name) for name in dialog._cards)


def test_enter_pressed_by_mistake_answers_no(look: QApplication, qtbot: QtBot) -> None:
    answers: list[bool] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        qtbot.keyClick(box, Qt.Key.Key_Return)

    QTimer.singleShot(50, answer)
    answers.append(ask(None, "Download it?", "It is large.", "Accept and download"))  # type: ignore[arg-type]
    assert answers == [False]


def test_an_imported_lora_has_a_card_and_is_removed_after_a_question(
    qtbot: QtBot, dialog: ModelsDialog, questions: list[str], tiny_model: Path, tmp_path: Path
) -> None:
    file = write_peft(tmp_path / "paper.safetensors", products(tiny_model, "unet", MODELSCOPE_LAYERS), "unet.")
    with qtbot.waitSignal(dialog.changed, timeout=10_000):
        dialog._tasks.import_lora(file)
    (card,) = dialog.findChildren(LoraCard)
    texts = [label.text() for label in card.findChildren(QLabel)]
    assert texts[:2] == ["paper", "LoRA"] and any("rank 3" in text for text in texts)
    assert dialog._status_line.text() == "paper is installed: choose it under LoRAs in the compose panel."
    with qtbot.waitSignal(dialog.changed, timeout=10_000):
        qtbot.mouseClick(card.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    assert questions == ["Remove paper? This frees 9 kB. Clips that were made with it can't be made again."]
    assert dialog._loras == [] and store.installed() == []
    with qtbot.waitSignal(dialog.changed, timeout=10_000):
        dialog._tasks.import_lora(tmp_path / "missing.safetensors")
    assert dialog._status_line.text().endswith("missing.safetensors is not a file")


GB = 10**9
MS, XL = "text-to-video-ms-1.7b", "zeroscope_v2_XL"


def fitting(look: QApplication, qtbot: QtBot, device: Device, total_bytes: int, flop_s: float | None = None) -> ModelsDialog:
    dialog = ModelsDialog(ModelTasks(), fit=lambda entry: model_fit(entry, device, total_bytes, 2, flop_s))
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def shown_order(dialog: ModelsDialog) -> list[str]:
    cards = [item.widget() for at in range(dialog._list.count()) if (item := dialog._list.itemAt(at)) is not None]
    return [card.model.name for card in cards if isinstance(card, ModelCard)]


def test_models_that_fit_come_first_with_the_time_a_clip_takes(look: QApplication, qtbot: QtBot) -> None:
    dialog = fitting(look, qtbot, Device("cpu"), 8 * GB, 150e9)
    order = shown_order(dialog)
    assert order[0] == "starter" and order.index(MS) < order.index("zeroscope_v2_576w") < order.index(XL)
    assert dialog.card(MS)._fits.text() == "Fits · about 28 min a clip on this computer" and dialog.card(MS)._fits.property("role") == "good"
    assert dialog.card(XL)._fits.text() == "Doesn't fit: needs 16 GB of memory" and dialog.card(XL)._fits.property("role") == "warn"
    assert dialog.card("starter")._fits.isHidden()


def test_without_clips_made_here_only_rough_words_are_said(look: QApplication, qtbot: QtBot) -> None:
    dialog = fitting(look, qtbot, Device("cpu"), 32 * GB)
    said = {name: dialog.card(name)._fits.text() for name in (MS, XL, "wan2.1-t2v-1.3b")}
    assert said == {name: f"Fits · a clip takes {time} on this computer" for name, time in ((MS, "minutes"), (XL, "hours"), ("wan2.1-t2v-1.3b", "days"))}


def test_a_card_shows_what_fits_into_its_memory(look: QApplication, qtbot: QtBot) -> None:
    dialog = fitting(look, qtbot, Device("cuda:0", "a card", "fp16"), 4 * GB)
    assert dialog.card(MS)._fits.text() == "Fits this computer"
    assert dialog.card(XL)._fits.text() == "Doesn't fit: needs 7 GB of GPU memory" and shown_order(dialog)[-1] in (XL, "wan2.2-ti2v-5b")


def test_nothing_is_said_while_the_device_is_unknown(look: QApplication, qtbot: QtBot) -> None:
    dialog = ModelsDialog(ModelTasks(), fit=lambda _: None)
    qtbot.addWidget(dialog)
    assert dialog.card(MS)._fits.isHidden() and "GPU memory" in dialog.card(MS)._facts.text()
