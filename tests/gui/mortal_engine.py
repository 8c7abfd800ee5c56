"""The real engine process, but it kills itself after sending an event if a file with the event's name exists in a folder.

The file is deleted first, so each one kills the engine once.
"""

import os
import signal
import sys
import threading
from pathlib import Path

from t2v_desktop.events import Event, Loading
from t2v_desktop.process.worker import Pipe, Worker


class MortalPipe(Pipe):
    def send(self, event: Event) -> None:
        super().send(event)
        libraries = isinstance(event, Loading) and event.part == "libraries"
        trigger = Path(sys.argv[1]) / ("Importing" if libraries else type(event).__name__)
        if trigger.exists():
            trigger.unlink()
            os.kill(os.getpid(), signal.SIGKILL)


worker = Worker(MortalPipe())
threading.Thread(target=worker.read_commands, daemon=True).start()
worker.work()
os._exit(0)
