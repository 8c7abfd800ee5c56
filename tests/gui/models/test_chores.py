"""The thread that handles models: what is asked of it always ends."""

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from t2v_desktop.gui.models.chores import ModelChores


def test_without_a_thread_a_chore_fails_in_words_and_the_next_one_is_done(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none_left(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    chores = ModelChores()
    with monkeypatch.context() as without:
        without.setattr(threading.Thread, "start", none_left)
        with qtbot.waitSignal(chores.ended) as said:
            chores.remove("nothing")
    assert said.args == ["nothing", "remove", "can't start new thread", True] and chores.doing("nothing") == ""
    with qtbot.waitSignal(chores.ended) as said:
        chores.remove("nothing")
    assert "not installed" in said.args[2] and said.args[3]
    chores.close()
