"""The real application with its window, driven by lines of JSON: commands on stdin, answers and events on stdout.

The arguments are the engine's command; without any it uses its own engine.
"""

import json
import logging
import os
import sys
import threading
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMessageBox

from t2v_desktop.clip import Clip
from t2v_desktop.errors import T2VError
from t2v_desktop.events import Event
from t2v_desktop.gui import app
from t2v_desktop.gui.main_window import MainWindow
from t2v_desktop.job import Job
from t2v_desktop.library.prompts import Prompts
from t2v_desktop.request import Request

LOOK_MS = 100  # how often to look for a blocking message box


def send(**values: object) -> None:
    os.write(1, (json.dumps(values) + "\n").encode())


class Commands(QObject):
    received = Signal(str)


class User:
    """The simulated user of one window."""

    def __init__(self, window: MainWindow) -> None:
        self.window, self.session = window, window._session
        window._confirm = lambda *_: True  # no user is there to answer
        session = self.session
        session.progressed.connect(self._progressed)
        session.clip_finished.connect(self._finished)
        session.job_failed.connect(lambda job: send(event="EndedBadly", seed=job.request.seed, words=job.error, state=job.state.value))
        session.queue_finished.connect(lambda made, failed: send(event="AllDone", made=made, failed=failed))
        session.warned.connect(lambda words: send(event="Warned", words=words))
        session.queue_changed.connect(self._changed)
        self._states: dict[str, str] = {}
        self.commands = Commands()
        self.commands.received.connect(self.obey)
        threading.Thread(target=self._listen, daemon=True).start()

    def _progressed(self, job: Job, event: Event) -> None:
        send(event=type(event).__name__, seed=job.request.seed, part=getattr(event, "part", ""), step=getattr(event, "step", 0))

    def _finished(self, clip: Clip) -> None:
        send(event="ClipFinished", seed=clip.request.seed)

    def _changed(self) -> None:
        """Report each change of a job's state."""
        for job in self.session.model.jobs():
            if self._states.get(job.id) != job.state.value:
                self._states[job.id] = job.state.value
                send(event="State", seed=job.request.seed, state=job.state.value)

    def _listen(self) -> None:
        for line in sys.stdin:
            self.commands.received.emit(line)

    def obey(self, line: str) -> None:
        command = json.loads(line)
        try:
            answer = getattr(self, command.pop("do"))(**command)
            send(answer=answer)
        except T2VError as error:
            send(answer=None, refused=str(error))

    def add(self, requests: list[str]) -> list[str]:
        return [job.id for job in self.session.add([Request.from_json(text) for text in requests])]

    def pause(self, paused: bool) -> None:
        self.session.pause(paused)

    def cancel(self, seeds: list[int]) -> None:
        self.session.cancel([job.id for job in self.session.model.jobs() if job.request.seed in seeds])

    def add_and_cancel(self, requests: list[str]) -> None:
        """Cancel right after adding, before any event of the engine."""
        self.session.cancel(self.add(requests))

    def retry(self, seeds: list[int]) -> None:
        self.session.edits.retry([job.id for job in self.session.model.jobs() if job.request.seed in seeds])

    def seen(self) -> dict[str, object]:
        """What the user sees: the jobs and the clips."""
        jobs = [{"request": j.request.to_json(), "state": j.state.value, "error": j.error, "clips": list(j.clips)} for j in self.session.model.jobs()]
        page = self.session.clips.page(10_000)
        clips = [{"path": str(c.path), "poster": str(c.poster), "request": c.request.to_json()} for c in page]
        return {"jobs": jobs, "clips": clips, "paused": self.session.dispatch.paused, "reason": self.session.dispatch.pause_reason}

    def type(self) -> None:
        """Leave some prompts and a draft behind."""
        prompts = Prompts(self.session._database)
        prompts.remember("a blue square")
        prompts.remember("a green triangle", "dark")
        prompts.save("a yellow star", "", "star")
        prompts.save_draft('{"prompt": "a dr"}')

    def quit(self) -> None:
        QTimer.singleShot(0, self.window.close)


def watch_exceptions() -> None:
    """Report unexpected exceptions too."""
    original = sys.excepthook

    def report_and_log(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        words = str(error) if isinstance(error, T2VError) else ""
        send(event="Refused" if words else "Traceback", words=words or f"{kind.__name__}: {error}")
        original(kind, error, trace)

    sys.excepthook = report_and_log


def answer_questions() -> None:
    """Report and close message boxes, which would wait for a user forever."""
    for box in QApplication.topLevelWidgets():
        if isinstance(box, QMessageBox) and box.isVisible():
            send(event="Dialog", words=box.text())
            box.reject()


def run(command: list[str], ready: Callable[[MainWindow], None]) -> int:
    application = QApplication(["t2v-desktop"])
    looking = QTimer(application)
    looking.timeout.connect(answer_questions)
    looking.start(LOOK_MS)

    def at_work(window: MainWindow) -> None:
        watch_exceptions()
        ready(window)

    return app.run([], command or None, at_work)


def main() -> None:
    users: list[User] = []

    def ready(window: MainWindow) -> None:
        users.append(User(window))
        send(event="Ready", pid=os.getpid())

    status = run(sys.argv[1:], ready)
    logging.shutdown()
    os._exit(status)


if __name__ == "__main__":
    main()
