"""The window with the real engine, which is killed with SIGKILL in each of its phases."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from t2v_desktop.gui.main_window import MainWindow
from t2v_desktop.gui.session import Session
from t2v_desktop.job import State
from t2v_desktop.library.database import Database
from t2v_desktop.library.prompts import Prompts
from t2v_desktop.models.store import find

MORTAL_ENGINE = str(Path(__file__).with_name("mortal_engine.py"))


@pytest.mark.timeout(240)
@pytest.mark.parametrize(
    "phases",
    [
        pytest.param(("Importing",), id="importing"),
        pytest.param(("Loading", "Encoding", "Denoising", "Decoding", "Writing"), id="the others", marks=pytest.mark.campaign),
    ],
)
def test_an_engine_killed_in_any_phase_is_reported_and_the_job_retried(
    qtbot: QtBot, make_session: Callable[..., Session], database: Database, tmp_path: Path, phases: tuple[str, ...]
) -> None:
    session = make_session(command=[sys.executable, MORTAL_ENGINE, str(tmp_path)])
    window = MainWindow(session, Prompts(database), lambda: [find("starter")], lambda *_: True)
    window.show()
    remaining, failures = list(phases), []

    def arm() -> None:
        """Have the next job killed in the next phase; after the last phase, let it finish."""
        if remaining:
            (tmp_path / remaining.pop(0)).touch()

    session.job_failed.connect(lambda job: failures.append((job.state, job.attempts, window.status.message())))
    session.clip_finished.connect(lambda _clip: arm())
    arm()
    request = find("starter").request("a red circle moving right on a white background", "draft", num_inference_steps=3)
    with qtbot.waitSignal(session.queue_finished, timeout=200_000) as done:
        session.add([request] * (len(phases) + 1))
    assert done.args == [len(phases) + 1, 0]
    assert [(state, attempts) for state, attempts, _ in failures] == [(State.WAITING, 1)] * len(phases)
    assert all("engine crashed" in message for *_, message in failures)
    assert [(job.state, job.attempts) for job in session.model.jobs()] == [(State.DONE, 2)] * len(phases) + [(State.DONE, 1)]
    assert list(session.settings.clips.glob(".*")) == []
    assert window.isVisible()
    window.close()
    shiboken6.delete(window)
