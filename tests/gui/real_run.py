"""Types a sentence into the real window, clicks Generate, waits for the clip, and prints what the window shows as JSON.

Arguments: the sentence, the seed, a picture of the window to save, and perhaps the name of an installed model to choose, for a clip of 5 frames of 64x32.
"""

import json
import sys
import time

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox

from t2v_desktop.events import Denoising
from t2v_desktop.gui import app
from t2v_desktop.gui.main_window import MainWindow
from t2v_desktop.job import State

TIMEOUT_S = 120


def main() -> None:
    report: dict[str, object] = {"previews": []}
    sentence = sys.argv[1]

    def use(window: MainWindow) -> None:
        QTest.qWaitForWindowExposed(window)
        session = window._session
        window._confirm = lambda *_: True  # no user is there to answer

        def watch(job: object, event: object) -> None:
            if isinstance(event, Denoising) and event.preview is not None:
                report["previews"].append([event.step, event.total])  # type: ignore[attr-defined]

        session.progressed.connect(watch)
        if len(sys.argv) > 4:
            choose(window, sys.argv[4])
        QTest.keyClicks(window.compose.prompt.edit, sentence)
        window.compose.advanced.seed.fill(int(sys.argv[2]), True)
        QTest.mouseClick(window.compose.generate, Qt.MouseButton.LeftButton)
        end = time.monotonic() + TIMEOUT_S
        unfinished = (State.WAITING, State.RUNNING)
        while time.monotonic() < end and any(job.state in unfinished for job in session.model.jobs()):
            QTest.qWait(50)
        while time.monotonic() < end and not (window.follower.shown and window.player.playback.count):
            QTest.qWait(50)  # the clip is decoded in a thread
        clips = session.clips.page(5)
        frame = window.player.playback.frame
        QTest.qWait(400)
        report.update(
            {
                "states": [job.state.value for job in session.model.jobs()],
                "clips": [str(clip.path) for clip in clips],
                "request": clips[0].request.to_json() if clips else "",
                "prompt": clips[0].request.prompt if clips else "",
                "shown_in_library": window.gallery.model.rowCount(),
                "playing": window.player.playback.playing and window.player.playback.frame != frame,
                "frames": window.player.playback.count,
                "torch": "torch" in sys.modules,
                "platform": QApplication.platformName(),
            }
        )
        window.grab().save(sys.argv[3])
        window.close()

    app.run([], ready=lambda window: QTimer.singleShot(0, lambda: use(window)))
    print(json.dumps(report))


def choose(window: MainWindow, name: str) -> None:
    """Choose a model, its draft, and a small, short clip."""
    panel = window.compose
    box = panel.model_choice.findChild(QComboBox)
    assert box is not None
    for _ in range(box.count()):
        if box.currentText() != name:
            QTest.keyClick(box, Qt.Key.Key_Down)
    QTest.mouseClick(panel.model_choice._buttons["draft"], Qt.MouseButton.LeftButton)
    panel.size_length._width.setValue(64)
    panel.size_length._height.setValue(32)
    panel.size_length.length.setValue(5)


if __name__ == "__main__":
    main()
