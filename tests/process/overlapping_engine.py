"""The real engine process with a renderer without torch. The prompt says how a clip's file is finished.

The folder given as an argument gets a file "begun SEED" when a clip is begun.
"""

import os
import signal
import sys
import threading
import time
import types
from collections.abc import Callable
from pathlib import Path

from t2v_desktop.errors import EncodeError
from t2v_desktop.events import Denoising, Done, Event, Start, Writing
from t2v_desktop.media.names import part_of
from t2v_desktop.process import worker

FOLDER = Path(sys.argv[1])
POLL_S, PATIENCE_S = 0.01, 10.0


class Renderer:
    holds_model = False

    def render_frames(self, start: Start, report: Callable[[Event], None], raise_if_cancelled: Callable[[], None]) -> Callable[..., Done]:
        output, r = Path(start.output), start.request
        (FOLDER / f"begun {r.seed}").touch()
        report(Denoising(0, 1))
        if "long" in r.prompt:
            for _ in range(int(PATIENCE_S / POLL_S)):
                raise_if_cancelled()
                time.sleep(POLL_S)
        part_of(output).touch()
        if "dies once" in r.prompt and not (FOLDER / "died").exists():
            (FOLDER / "died").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        report(Denoising(1, 1))

        def finish(report: Callable[[Event], None]) -> Done:
            report(Writing())
            if "after the next begins" in r.prompt:
                wait_for(FOLDER / f"begun {r.seed + 1}")
            if "never" in r.prompt:
                wait_for(FOLDER / "nothing")
            if "full disk" in r.prompt:
                part_of(output).unlink()
                raise EncodeError("the disk is full")
            if "breaks" in r.prompt:
                raise RuntimeError("an unexpected error")
            part_of(output).replace(output)
            return Done(start.output, "", r.seed, r.num_frames, r.width, r.height, r.fps)

        return finish


def wait_for(file: Path) -> None:
    began = time.monotonic()
    while not file.exists():
        if time.monotonic() - began > PATIENCE_S:
            raise EncodeError(f"{file.name} did not come")
        time.sleep(POLL_S)


stand_in = types.ModuleType("t2v_desktop.engine.render")
stand_in.Renderer = Renderer  # type: ignore[attr-defined]
sys.modules[stand_in.__name__] = stand_in
engine = worker.Worker(worker.Pipe())
threading.Thread(target=engine.read_commands, daemon=True).start()
engine.work()
os._exit(0)
