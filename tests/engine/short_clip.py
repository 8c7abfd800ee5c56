"""A short clip to draw on a pretended card, and the same with other settings."""

from dataclasses import replace

from t2v_desktop.events import Start
from t2v_desktop.request import Request

STEPS = 6
REQUEST = Request("a circle", width=16, height=16, num_frames=3, num_inference_steps=STEPS, dtype="fp32", device="cuda", memory="full", seed=1)


def with_(start: Start, **chosen: object) -> Start:
    return replace(start, request=replace(start.request, **chosen))  # type: ignore[arg-type]
