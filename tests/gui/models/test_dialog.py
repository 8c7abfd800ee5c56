import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from t2v_desktop import paths, settings
from t2v_desktop.gui.dialogs.ask import ask
from t2v_desktop.gui.models.card import ModelCard
from t2v_desktop.gui.models.chores import ModelChores
from t2v_desktop.gui.models.dialog import ModelsDialog
from t2v_desktop.models import manifest
from t2v_desktop.models.manage import folder_name
from t2v_desktop.settings import Settings
from tests.models.get.hub_server import FakeHub, serving

UNET = "unet/diffusion_pytorch_model.safetensors"


@pytest.fixture
def hub(tiny_model: Path, tmp_path: Path) -> Iterator[FakeHub]:
    shutil.copytree(tiny_model, tmp_path / "repository")
    with serving(tmp_path / "repository") as hub:
        settings.save(replace(Settings(), hub=hub.address))
        yield hub


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def dialog(look: QApplication, qtbot: QtBot, hub: FakeHub, asked: list[str]) -> Iterator[ModelsDialog]:
    chores = ModelChores()

    def agree(_parent: QWidget, title: str, text: str, _yes: str) -> bool:
        asked.append(f"{title} {text}")
        return True

    made = ModelsDialog(chores, None, agree)
    qtbot.addWidget(made)
    made.show()
    yield made
    chores.close()


def name(hub: FakeHub) -> str:
    return folder_name(hub.hub_id)


def buttons(card: ModelCard) -> dict[str, QPushButton]:
    return {what: button for what, button in card._buttons.items() if button.isVisibleTo(card)}


def press(qtbot: QtBot, card: ModelCard, what: str) -> None:
    qtbot.mouseClick(buttons(card)[what], Qt.MouseButton.LeftButton)


def fetched(qtbot: QtBot, dialog: ModelsDialog, hub: FakeHub) -> ModelCard:
    with qtbot.waitSignal(dialog.changed, timeout=10_000):
        dialog._chores.fetch(name(hub), hub.hub_id)
    return dialog.card(name(hub))


def test_each_known_model_has_a_card_that_says_where_it_stands(dialog: ModelsDialog) -> None:
    assert list(dialog._cards)[:2] == ["starter", "text-to-video-ms-1.7b"]
    assert list(buttons(dialog.card("starter"))) == ["verify"] and dialog.card("starter")._state.text() == "Built in"
    big = dialog.card("text-to-video-ms-1.7b")
    assert list(buttons(big)) == ["fetch"] and buttons(big)["fetch"].text() == "Download (3.7 GB)"
    assert "CC-BY-NC" in big._licence.text() and "5.7 GB of GPU memory" in big._facts.text()


def test_a_download_is_paused_gone_on_with_and_installed(qtbot: QtBot, dialog: ModelsDialog, hub: FakeHub) -> None:
    hub.bytes_per_s = 300_000
    with qtbot.waitSignal(dialog._chores.progressed, timeout=10_000, check_params_cb=lambda n, kind, done, total, speed: done > 100_000):
        dialog._chores.fetch(name(hub), hub.hub_id)
    running = dialog.card(name(hub))
    assert list(buttons(running)) == ["pause"] and "of" in running._how_far.text()
    with qtbot.waitSignal(dialog._chores.ended, timeout=10_000):
        press(qtbot, running, "pause")
    assert list(buttons(running)) == ["fetch", "remove"] and buttons(running)["fetch"].text() == "Resume download"
    hub.bytes_per_s, came, hub.sent = 0, hub.sent, 0
    with qtbot.waitSignal(dialog.changed, timeout=10_000):
        press(qtbot, running, "fetch")
    assert running._state.text() == "Installed" and list(buttons(running)) == ["verify", "repair", "remove"]
    total = sum(p.stat().st_size for p in hub.folder.rglob("*") if p.is_file())
    assert came > 0 and hub.sent < total and manifest.changed(paths.models() / name(hub)) == []


def test_the_licence_is_shown_before_a_byte_is_fetched(qtbot: QtBot, dialog: ModelsDialog, hub: FakeHub, asked: list[str]) -> None:
    dialog._confirm = lambda _parent, title, text, _yes: asked.append(f"{title} {text}") or False  # type: ignore[func-returns-value]
    press(qtbot, dialog.card("zeroscope_v2_XL"), "fetch")
    assert "CC-BY-NC-4.0" in asked[0] and hub.asked == [] and dialog._chores.doing("zeroscope_v2_XL") == ""


def test_what_cannot_be_fetched_is_said_on_its_card(qtbot: QtBot, dialog: ModelsDialog, hub: FakeHub) -> None:
    with qtbot.waitSignal(dialog._chores.ended, timeout=10_000):
        press(qtbot, dialog.card("zeroscope_v2_XL"), "fetch")
    assert dialog.card("zeroscope_v2_XL")._said.isVisibleTo(dialog)
    assert "cerspense/zeroscope_v2_XL" in dialog.card("zeroscope_v2_XL")._said.text()


def test_a_hub_that_is_busy_is_said_with_each_retry(qtbot: QtBot, dialog: ModelsDialog, hub: FakeHub) -> None:
    hub.list_faults.extend([(503, 1), (503, 1)])
    for number in (1, 2):
        with qtbot.waitSignal(dialog._chores.waited, timeout=5_000):
            if number == 1:
                dialog._chores.fetch(name(hub), hub.hub_id)
        card = dialog.card(name(hub))
        words = card._how_far
        assert words.isVisibleTo(card) and "127.0.0.1 returned status 503" in words.text() and f"Trying again in 1 s ({number} of 7)" in words.text()
    with qtbot.waitSignal(dialog.changed, timeout=10_000):
        pass
    assert dialog.card(name(hub))._state.text() == "Installed"


def test_the_starter_is_verified_too(qtbot: QtBot, dialog: ModelsDialog) -> None:
    with qtbot.waitSignal(dialog._chores.ended, timeout=10_000):
        press(qtbot, dialog.card("starter"), "verify")
    assert dialog.card("starter")._said.text() == "All files are intact."


def test_a_model_that_shares_its_files_says_what_stays(qtbot: QtBot, dialog: ModelsDialog, tiny_model: Path, asked: list[str]) -> None:
    with qtbot.waitSignal(dialog.changed, timeout=10_000):
        dialog.take_in(tiny_model)
    shown = dialog.card("tiny")
    assert "of it shared with another folder" in shown._facts.text()
    with qtbot.waitSignal(dialog.changed, timeout=10_000):
        press(qtbot, shown, "remove")
    assert "This frees 1" in asked[-1] and "6 MB stay on the disk" in asked[-1]


def test_a_models_folder_that_is_not_there_is_said(dialog: ModelsDialog, tmp_path: Path) -> None:
    settings.save(replace(settings.load(), models_folder=str(tmp_path / "drive/models")))
    dialog.refresh()
    assert "doesn't exist: connect its drive" in dialog._room.text() and dialog.card("starter")._state.text() == "Built in"


def test_a_changed_file_is_found_and_mended(qtbot: QtBot, dialog: ModelsDialog, hub: FakeHub) -> None:
    shown = fetched(qtbot, dialog, hub)
    file = paths.models() / name(hub) / UNET
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with qtbot.waitSignal(dialog._chores.ended, timeout=10_000):
        press(qtbot, shown, "verify")
    assert UNET in shown._said.text() and shown._said.property("role") == "bad"
    with qtbot.waitSignal(dialog._chores.ended, timeout=10_000):
        press(qtbot, shown, "repair")
    assert "Repaired" in shown._said.text() and file.read_bytes() == whole


def test_remove_asks_says_what_it_frees_and_does_it(qtbot: QtBot, dialog: ModelsDialog, hub: FakeHub, asked: list[str]) -> None:
    shown = fetched(qtbot, dialog, hub)
    with qtbot.waitSignal(dialog.changed, timeout=10_000):
        press(qtbot, shown, "remove")
    assert "This frees" in asked[-1] and name(hub) not in dialog._cards and not (paths.models() / name(hub)).exists()


def test_a_folder_is_taken_in_and_all_models_are_moved(qtbot: QtBot, dialog: ModelsDialog, tiny_model: Path, tmp_path: Path, asked: list[str]) -> None:
    with qtbot.waitSignal(dialog.changed, timeout=10_000):
        dialog.take_in(tiny_model)
    assert dialog.card("tiny")._state.text() == "Installed" and asked == []
    with qtbot.waitSignal(dialog.changed, timeout=10_000):
        dialog._chores.move(tmp_path / "elsewhere")
    assert settings.load().models == tmp_path / "elsewhere" and dialog.card("tiny")._state.text() == "Installed"


def test_a_second_folder_of_the_same_name_gets_a_number_and_a_known_model_keeps_its_own(
    qtbot: QtBot, dialog: ModelsDialog, tiny_model: Path, tmp_path: Path,
) -> None:  # fmt: skip
    known = shutil.copytree(tiny_model, tmp_path / "zeroscope_v2_XL")
    for source, name in ((tiny_model, tiny_model.name), (tiny_model, f"{tiny_model.name}-2"), (known, "zeroscope_v2_XL")):
        with qtbot.waitSignal(dialog.changed, timeout=10_000):
            dialog.take_in(source)
        assert (settings.load().models / name / "model_index.json").is_file()


def test_a_pickle_is_asked_about(qtbot: QtBot, dialog: ModelsDialog, tmp_path: Path, asked: list[str]) -> None:
    (tmp_path / "evil.pth").write_bytes(b"no checkpoint")
    with qtbot.waitSignal(dialog._chores.ended, timeout=20_000) as heard:
        dialog.take_in(tmp_path / "evil.pth", "starter")
    assert "can execute code" in asked[0] and heard.args is not None and heard.args[3] is True


def test_every_button_says_which_model_it_means(dialog: ModelsDialog) -> None:
    for each in dialog.findChildren(QPushButton):
        assert each.accessibleName()


def focused(dialog: ModelsDialog) -> QWidget:
    found = dialog.focusWidget()
    assert found is not None
    return found


def press_keys(qtbot: QtBot, dialog: ModelsDialog) -> None:
    """Space and Enter, once too often."""
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return):
        qtbot.keyClick(focused(dialog), key)


def test_no_key_pressed_by_mistake_starts_a_download(qtbot: QtBot, dialog: ModelsDialog, hub: FakeHub, asked: list[str]) -> None:
    assert not [button.text() for button in dialog.findChildren(QPushButton) if button.autoDefault() and button.text() != dialog._close.text()]
    assert focused(dialog) is dialog._close
    card = fetched(qtbot, dialog, hub)
    for what in ("verify", "repair"):
        buttons(card)[what].setFocus()
        with qtbot.waitSignal(dialog._chores.ended, timeout=10_000):
            press(qtbot, card, what)
            assert focused(dialog) is card
            qtbot.keyClick(focused(dialog), Qt.Key.Key_Space)
    buttons(card)["remove"].setFocus()
    with qtbot.waitSignal(dialog.changed, timeout=10_000):
        press(qtbot, card, "remove")
    assert focused(dialog) is dialog._close
    fetch = buttons(dialog.card("zeroscope_v2_XL"))["fetch"]
    fetch.setFocus()
    with qtbot.waitSignal(dialog._chores.ended, timeout=10_000):
        press(qtbot, dialog.card("zeroscope_v2_XL"), "fetch")
        assert focused(dialog) is dialog.card("zeroscope_v2_XL"), "and not on the next model's download"
    questions = len(asked)
    press_keys(qtbot, dialog)
    assert len(asked) == questions and not any(dialog._chores.doing(name) for name in dialog._cards)


def test_the_answer_that_a_key_gives_by_mistake_is_no(look: QApplication, qtbot: QtBot) -> None:
    answers: list[bool] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        qtbot.keyClick(box, Qt.Key.Key_Return)

    QTimer.singleShot(50, answer)
    answers.append(ask(None, "Fetch it?", "It is large.", "Accept and fetch"))  # type: ignore[arg-type]
    assert answers == [False]
