"""Downloads a model of full layout from the window over a very bad connection: killed, paused and resumed."""

import random
import signal
import subprocess
import sys
import time
from collections import deque
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from benchmarks.random_model import write_scaled
from t2v_desktop import paths, settings
from t2v_desktop.gui.models.dialog import ModelsDialog
from t2v_desktop.gui.models.tasks import ModelTasks
from t2v_desktop.models.get import download_model as downloading
from t2v_desktop.settings import Settings
from tests.models.get.hub_server import FakeHub, serving
from tests.models.get.test_download_model_faults import RETRY, ROOT, VAE, hashes

WINDOW = (
    "import sys; from PySide6.QtWidgets import QApplication; from t2v_desktop.gui.models.tasks import ModelTasks;"
    "from t2v_desktop.gui.models.dialog import ModelsDialog;"
    "app = QApplication([]); tasks = ModelTasks(); dialog = ModelsDialog(tasks); dialog.show();"
    "tasks.download('model', sys.argv[1]); app.exec()"
)


def kill_window_during_download(hub: FakeHub, after_bytes: int) -> None:
    process = subprocess.Popen([sys.executable, "-c", WINDOW, hub.hub_id], cwd=ROOT)
    while hub.sent < after_bytes:
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()


@pytest.mark.campaign
@pytest.mark.timeout(300)
def test_a_killed_and_paused_download_with_every_fault_gives_the_same_bytes(
    look: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(downloading, "RetryPolicy", lambda: RETRY)
    repository = write_scaled(tmp_path / "repository")
    total = sum(p.stat().st_size for p in repository.rglob("*") if p.is_file())
    rng, tasks = random.Random(5), ModelTasks()
    with serving(repository) as hub:
        settings.save(replace(Settings(), hub=hub.address))
        hub.bytes_per_s = 30_000_000
        kill_window_during_download(hub, 60_000_000)
        dialog = ModelsDialog(tasks)
        qtbot.addWidget(dialog)
        dialog.show()
        card = dialog.card("model")
        assert card._state.text() == "Download paused" and card._buttons["download"].text() == "Resume download"

        cuts = [("cut", rng.randrange(30_000_000)) for _ in range(20)]
        others = [("status", 429, 0), ("status", 503, 1), ("reset", 5_000_000), ("reset", 0), ("stall", 3_000_000), ("shifted",)]
        hub.faults.extend(rng.sample([*cuts, *others], len(cuts) + len(others)))
        other = bytearray((repository / VAE).read_bytes())
        other[-100:] = bytes(100)
        hub.faults_of[VAE] = deque([("cut", 20_000_000), ("change", {VAE: bytes(other)})])
        sent_at_resume = hub.sent
        qtbot.mouseClick(card._buttons["download"], Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: hub.sent > sent_at_resume + 60_000_000, timeout=60_000)
        with qtbot.waitSignal(tasks.ended, timeout=30_000):
            qtbot.mouseClick(card._buttons["pause"], Qt.MouseButton.LeftButton)
        hub.bytes_per_s = 0
        with qtbot.waitSignal(dialog.changed, timeout=120_000):
            qtbot.mouseClick(card._buttons["download"], Qt.MouseButton.LeftButton)
        assert not hub.faults and not hub.faults_of[VAE], "every fault happened"
    tasks.close()
    assert card._state.text() == "Installed"
    assert hashes(paths.models() / "model") == hashes(repository), "the files are those of the new version"
    assert hub.sent <= total + 2 * len(other) + (len(cuts) + len(others) + 2) * 8 * 2**20
    left = [p.name for folder in (paths.models(), paths.models() / ".incoming") for p in folder.iterdir()]
    assert sorted(left) == [".incoming", "model", "model.lock"], "no partial file is left"
