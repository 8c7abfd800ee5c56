"""The real engine process, that ends itself with SIGKILL when it says an event whose name lies as a file in a folder: once each."""

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
        sentence = Path(sys.argv[1]) / ("Importing" if libraries else type(event).__name__)
        if sentence.exists():
            sentence.unlink()
            os.kill(os.getpid(), signal.SIGKILL)


worker = Worker(MortalPipe())
threading.Thread(target=worker.listen, daemon=True).start()
worker.work()
os._exit(0)
