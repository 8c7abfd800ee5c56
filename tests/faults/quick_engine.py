"""The real engine process with a renderer without torch: it writes a shade or noise of the seed with the real VideoWriter."""

import sys
import time
import types
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from t2v_desktop.errors import Cancelled
from t2v_desktop.events import Decoding, Denoising, Done, Encoding, Event, Loading, Setup, Start, Writing
from t2v_desktop.media.write import VideoWriter, save_picture
from t2v_desktop.process import worker

STEPS, STEP_S = 4, 0.01
SETUP = Setup("cpu", "a processor", "fp32", "full", 8 * 10**9)


class Renderer:
    """Reports like the real renderer; a prompt with "slow" takes longer."""

    holds_model = False

    def prepare(self, start: Start, report: Callable[[Event], None], cancelled: Callable[[], None]) -> None:
        """Has no model to load."""

    def unload(self) -> None:
        """Has no model."""

    def render_frames(self, start: Start, report: Callable[[Event], None], cancelled: Callable[[], bool]) -> Callable[[Callable[[Event], None]], Done]:
        def step_done(event: Event | None = None) -> None:
            if cancelled():
                raise Cancelled("cancelled")
            if event is not None:
                report(event)

        r = start.request
        step_done(Loading("ready", 1, 1, SETUP))
        step_done(Encoding())
        steps = STEPS * (50 if "slow" in r.prompt else 1)
        for step in range(steps):
            step_done(Denoising(step + 1, steps))
            time.sleep(STEP_S)
        shape = r.num_frames, r.height, r.width, 3
        frames = np.random.default_rng(r.seed).integers(0, 255, shape, np.uint8) if "noise" in r.prompt else np.full(shape, 40 + r.seed % 160, np.uint8)
        step_done(Decoding(0, r.num_frames))
        with ExitStack() as opened:
            video = opened.enter_context(VideoWriter(Path(start.output), r))
            video.write(frames)
            step_done(Decoding(r.num_frames, r.num_frames))
            opened.pop_all()

        def finish(report: Callable[[Event], None]) -> Done:
            with video:
                step_done()
                report(Writing())
                video.finish(step_done)
            if start.poster:
                save_picture(Path(start.poster), frames[0], r)
            seconds = dict.fromkeys(("load", "text", "denoise", "decode", "write"), 0.1)
            return Done(start.output, start.poster, r.seed, r.num_frames, r.width, r.height, r.fps, seconds, SETUP)

        return finish


if __name__ == "__main__":
    stand_in = types.ModuleType("t2v_desktop.engine.render")
    stand_in.Renderer = Renderer  # type: ignore[attr-defined]
    sys.modules[stand_in.__name__] = stand_in
    worker.main()
