"""The thread that runs model tasks: every task ends with a signal."""

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from t2v_desktop.gui.models.tasks import ModelTasks


def test_a_task_without_a_thread_reports_the_error_and_the_next_one_runs(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_thread(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    tasks = ModelTasks()
    with monkeypatch.context() as without:
        without.setattr(threading.Thread, "start", no_thread)
        with qtbot.waitSignal(tasks.ended) as ended:
            tasks.remove("nothing")
    assert ended.args == ["nothing", "remove", "can't start new thread", True] and tasks.activity("nothing") == ""
    with qtbot.waitSignal(tasks.ended) as ended:
        tasks.remove("nothing")
    assert "not installed" in ended.args[2] and ended.args[3]
    tasks.close()
