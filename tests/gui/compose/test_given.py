"""Tests what the compose panel can be given besides a prompt: images to start and end with, and a clip to continue."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from t2v_desktop import paths
from t2v_desktop.gui.compose.panel import Compose
from t2v_desktop.library.database import Database
from t2v_desktop.library.prompts import Prompts
from t2v_desktop.media.kept_images import keep, path_of
from t2v_desktop.models.store import find
from t2v_desktop.planning.draft import Draft
from t2v_desktop.planning.estimate import Estimate
from t2v_desktop.request import Request
from tests.gui.compose.test_panel import shown_text

STARTER = find("starter")
SHAPE = replace(STARTER.shape, frame_stride=4, frame_rest=1, inputs=("start_image", "end_image", "continued_frames"))
ABLE = replace(STARTER, name="able", title="Able", num_frames=17, shape=SHAPE)
ONLY_START = replace(ABLE, name="only start", shape=replace(SHAPE, inputs=("start_image",)))
MODELS = [STARTER, ABLE, ONLY_START]


def made(qtbot: QtBot, database: Database) -> Compose:
    panel = Compose(MODELS, Prompts(database), lambda *_: Estimate(1.0, 1, 1, learned=True))
    qtbot.addWidget(panel)
    panel.resize(345, 800)
    panel.show()
    return panel


@pytest.fixture
def panel(look: QApplication, qtbot: QtBot, database: Database) -> Iterator[Compose]:
    panel = made(qtbot, database)
    panel.model_choice.model_chosen.emit(ABLE)
    panel.set_prompt("a cat")
    yield panel
    qtbot.waitUntil(lambda: not panel.given.problem)
    panel.save_draft()  # while the library is still open


@pytest.fixture
def wide(tmp_path: Path) -> Path:
    Image.new("RGB", (300, 200), "red").save(tmp_path / "wide.png")
    return tmp_path / "wide.png"


def files(*names: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(name)) for name in names])
    return data


def submitted(panel: Compose) -> tuple[list[Request], str]:
    made: list[tuple[list[Request], str]] = []
    panel.submitted.connect(lambda requests, _, source: made.append((requests, source)))
    panel.submit()
    return made[0]


def test_a_dropped_picture_starts_the_clip_and_a_second_one_ends_it(panel: Compose, wide: Path, tmp_path: Path, qtbot: QtBot) -> None:
    Image.new("RGB", (50, 50), "blue").save(tmp_path / "square.jpg")
    panel._take(files(wide))
    assert panel.given.start.image or not panel.generate.isEnabled(), "Generate waits until it is read"
    qtbot.waitUntil(lambda: bool(panel.given.start.image))
    panel._take(files(tmp_path / "square.jpg"))
    qtbot.waitUntil(lambda: bool(panel.given.end.image))
    (request,), source = submitted(panel)
    assert (request.start_image, request.end_image, source) == (keep(wide), keep(tmp_path / "square.jpg"), "")
    assert "300x200 is cropped to 200x200 for 128x128" in shown_text(panel), "never silently"
    assert panel.generate.isEnabled()


def test_what_is_given_is_kept_for_the_next_start(panel: Compose, wide: Path, qtbot: QtBot, database: Database) -> None:
    panel.start_with(keep(wide))
    panel.save_draft()
    again = made(qtbot, database)
    qtbot.waitUntil(lambda: not again.given.problem)
    assert again.draft().start_image == keep(wide)
    again.save_draft()


def test_an_image_taken_away_is_gone(panel: Compose, wide: Path, qtbot: QtBot) -> None:
    panel.start_with(keep(wide))
    qtbot.waitUntil(lambda: not panel.given.problem)
    panel.given.start.take()
    assert panel.draft().start_image == ""
    assert "cropped" not in shown_text(panel)


def test_what_is_no_picture_is_said(panel: Compose, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "no.png").write_bytes(b"no picture")
    panel._take(files(tmp_path / "no.png"))
    qtbot.waitUntil(lambda: "is not a picture" in shown_text(panel))
    assert panel.draft().start_image == ""
    assert panel.generate.isEnabled()


def test_a_missing_kept_image_is_said(panel: Compose, wide: Path, qtbot: QtBot) -> None:
    image = keep(wide)
    path_of(image).unlink()
    panel.set_request(replace(ABLE.request("a cat"), start_image=image))
    qtbot.waitUntil(lambda: "is missing: choose it again" in shown_text(panel))
    assert panel.draft().start_image == ""


def test_pictures_for_a_model_that_takes_none_are_refused(panel: Compose, wide: Path) -> None:
    panel.model_choice.model_chosen.emit(STARTER)
    assert panel.given.isHidden()
    panel._take(files(wide))
    assert "Pictures aren't supported by this model: use Wan" in shown_text(panel)


def test_a_model_offers_only_what_it_takes(panel: Compose) -> None:
    panel.model_choice.model_chosen.emit(ONLY_START)
    assert panel.given.start.isVisibleTo(panel) and not panel.given.end.isVisibleTo(panel)


def test_an_image_stays_in_view_when_the_model_cannot_use_it(panel: Compose, wide: Path, qtbot: QtBot) -> None:
    panel.start_with(keep(wide))
    qtbot.waitUntil(lambda: not panel.given.problem)
    panel.model_choice.model_chosen.emit(STARTER)
    assert not panel.given.isHidden() and panel.draft().start_image
    panel.submit()
    assert "A start image isn't supported by Starter: use Wan" in shown_text(panel)


def test_a_pasted_picture_starts_the_clip(panel: Compose, qtbot: QtBot) -> None:
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("green"))
    data = QMimeData()
    data.setImageData(image)
    panel.prompt.edit.insertFromMimeData(data)
    qtbot.waitUntil(lambda: bool(panel.given.start.image))
    assert panel.prompt.text == "a cat"
    assert [file.name for file in paths.images().iterdir()] == [f"{panel.given.start.image}.png"], "the temporary file is gone"


def test_a_clip_is_continued_with_its_own_settings_and_a_new_seed(panel: Compose) -> None:
    first = ABLE.request("a dog runs", width=192, height=128, num_frames=21, seed=7, guidance_scale=4.0)
    panel.continue_clip(first, Path("/clips/first.mp4"), 21, ABLE)
    assert "Continues first.mp4" in shown_text(panel) and "12 new frame(s) follow its last one." in shown_text(panel)
    assert not panel.given.start.isVisibleTo(panel) and panel.given.end.isVisibleTo(panel)
    (request,), source = submitted(panel)
    assert source == "/clips/first.mp4"
    assert (request.prompt, request.width, request.height, request.fps, request.guidance_scale) == ("a dog runs", 192, 128, first.fps, 4.0)
    assert (request.continued_frames, request.num_frames) == (9, 21)
    panel.given._stop.click()
    (request,), source = submitted(panel)[0], panel.draft().source
    assert request.continued_frames == 0 and source == ""


def test_another_model_continues_at_the_size_of_the_clip() -> None:
    first = STARTER.request("a dog runs", width=192, height=128)
    draft = Draft.continuing(first, Path("/clips/a.mp4"), 16, ABLE)
    assert (draft.model, draft.width, draft.height, draft.num_frames, draft.continued_frames) == ("able", 192, 128, 17, 9)
    assert Draft.continuing(first, Path("/clips/a.mp4"), 3, ABLE).continued_frames == 1


def test_the_settings_of_a_continued_clip_begin_a_new_one(panel: Compose) -> None:
    panel.set_request(replace(ABLE.request("a cat"), continued_frames=9))
    assert panel.draft().continued_frames == 0
    assert "The clip before this one isn't known" in shown_text(panel)
