"""Opens the real application on one home after another, each in its own child process, and reports what the user would see.

A line on stdin is a home and how many clips to wait for; a line on stdout is the answer as JSON. The modules are imported once.
"""

import json
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QTimer

from t2v_desktop.gui.main_window import MainWindow
from t2v_desktop.library.prompts import Prompts
from tests.faults import application

LOOK_MS, LIMIT_S = 30, 15.0


def open_window(home: str, clips: int) -> None:
    """In the child: open the window and report what it shows with `application.send`."""
    os.environ |= {"T2V_DESKTOP_HOME": home, "TMPDIR": home}

    def ready(window: MainWindow) -> None:
        user, end = application.User(window), time.monotonic() + LIMIT_S / 2
        prompts = Prompts(window._session._database)

        def look() -> None:
            seen = user.seen()
            if len(seen["clips"]) < clips and time.monotonic() < end:  # type: ignore[arg-type]  # a thread is still finding them
                return QTimer.singleShot(LOOK_MS, look)
            typed = {"history": [vars_of(p) for p in prompts.history()], "saved": [vars_of(p) for p in prompts.saved()], "draft": prompts.draft()}
            application.send(seen=seen | typed | {"said": window.status.message()})
            return user.quit()

        QTimer.singleShot(0, look)

    status = application.run([sys.executable, "-c", ""], ready)
    application.send(status=status)


def vars_of(prompt: object) -> list[str]:
    return [getattr(prompt, name) for name in ("prompt", "negative_prompt", "name")]


def in_child(home: str, clips: int) -> dict[str, object]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.dup2(writing, 1)
        os.dup2(os.open(Path(home) / "stderr", os.O_WRONLY | os.O_CREAT | os.O_APPEND), 2)
        signal.alarm(int(LIMIT_S))  # in case the window never opens
        status = 70
        with suppress(BaseException):
            try:
                open_window(home, clips)
                status = 0
            except BaseException as error:
                application.send(event="Traceback", words=f"{type(error).__name__}: {error}")
                raise
        os._exit(status)
    os.close(writing)
    answer: dict[str, object] = {"dialogs": [], "tracebacks": [], "seen": None, "status": None}
    with os.fdopen(reading, encoding="utf-8") as lines:
        for line in lines:
            values = json.loads(line)
            for event, place in (("Dialog", "dialogs"), ("Traceback", "tracebacks")):
                if values.get("event") == event:
                    answer[place].append(values["words"])  # type: ignore[attr-defined]
            answer |= {key: values[key] for key in ("seen", "status") if key in values}
    _, ended = os.waitpid(child, 0)
    return answer | {"ended": os.waitstatus_to_exitcode(ended)}


def main() -> None:
    for line in sys.stdin:
        home, clips = json.loads(line)
        print(json.dumps(in_child(home, clips)), flush=True)


if __name__ == "__main__":
    main()
