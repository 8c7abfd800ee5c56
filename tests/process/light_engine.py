"""The real engine process with a renderer without torch, whose model takes 2 s to load, in steps of 20 ms.

Memory is short while a file named "short" is in the folder given as an argument.
"""

import sys
import threading
import time
import types
from collections.abc import Callable
from pathlib import Path

from t2v_desktop.events import Denoising, Done, Event, Loading, Start, Warned
from t2v_desktop.process import worker
from t2v_desktop.process.residence import Memory, Residence

STEPS, STEP_S = 100, 0.02
FOLDER = Path(sys.argv[1])


class Renderer:
    def __init__(self) -> None:
        self.loaded = ""

    @property
    def holds_model(self) -> bool:
        return bool(self.loaded)

    def prepare(self, start: Start, report: Callable[[Event], None], raise_if_cancelled: Callable[[], None]) -> None:
        self.unload()
        (FOLDER / "preparing").touch()
        report(Warned("the graphics card is too old"))
        for step in range(STEPS):
            raise_if_cancelled()
            report(Loading("unet", step, STEPS))
            time.sleep(STEP_S)
        self.loaded = start.model_folder
        (FOLDER / "prepared").touch()

    def unload(self) -> None:
        self.loaded = ""

    def render_frames(self, start: Start, report: Callable[[Event], None], raise_if_cancelled: Callable[[], None]) -> Callable[..., Done]:
        raise_if_cancelled()
        load_s = 0.0 if self.loaded == start.model_folder else 1.0  # what it reports: it does not sleep
        self.loaded = start.model_folder
        report(Denoising(1, 1))
        r = start.request
        return lambda _report: Done(start.output, "", r.seed, r.num_frames, r.width, r.height, r.fps, {"load": load_s})


stand_in = types.ModuleType("t2v_desktop.engine.render")
stand_in.Renderer = Renderer  # type: ignore[attr-defined]
sys.modules[stand_in.__name__] = stand_in
residence = Residence(lambda: Memory(10**8 if (FOLDER / "short").exists() else 10**10, 16 * 10**9), check_s=0.1)
engine = worker.Worker(worker.Pipe(), residence)
threading.Thread(target=engine.read_commands, daemon=True).start()
engine.work()
