"""What the CPU sees of the steps on a pretended card: nothing waits within a step, and nothing is missed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from t2v_desktop.engine.families import modelscope
from t2v_desktop.engine.families.modelscope.schedule import make_schedule
from t2v_desktop.engine.families.modelscope.unet import UNet3D
from t2v_desktop.engine.family import Condition, Predict, Text
from t2v_desktop.engine.render import Renderer
from t2v_desktop.errors import BlankVideo, Cancelled
from t2v_desktop.events import Decoding, Denoising, Event, Start, Warned
from t2v_desktop.request import SCHEDULERS
from tests.engine.pretended_gpu import Card, card
from tests.engine.short_clip import REQUEST, STEPS, with_


@pytest.fixture
def start(tiny_model: Path, tmp_path: Path) -> Start:
    return Start(REQUEST, str(tiny_model), str(tmp_path / "clip"), previews=True)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[None]]:
    """Grows with each call of the denoiser from Python."""
    real, made = modelscope.predictor, list[None]()

    def counted(denoiser: UNet3D, text: Text, *, keeps: bool, condition: Condition) -> Predict:
        predict = real(denoiser, text, keeps=keeps, condition=condition)

        def call(latents: torch.Tensor, timestep: torch.Tensor, *, reuse: bool = False) -> torch.Tensor:
            made.append(None)
            return predict(latents, timestep, reuse=reuse)

        return call

    monkeypatch.setattr(modelscope, "predictor", counted)
    yield made


def steps_run(gpu: Card, calls: list[None]) -> int:
    """A captured call is replayed to have its result."""
    return len(calls) - gpu.captures + gpu.replays


@pytest.mark.parametrize(
    ("memory", "scheduler"),
    [("group_offload", "unipc"), *(pytest.param("full", s, marks=[] if s in ("dpmpp_2m", "lcm") else pytest.mark.campaign) for s in SCHEDULERS)],
)
def test_nothing_waits_for_the_card_within_a_step(memory: str, scheduler: str, start: Start) -> None:
    with card() as gpu:
        waits: list[int] = []

        def hear(event: Event) -> None:
            if isinstance(event, Denoising):
                waits.append(gpu.waits)

        Renderer().render(with_(start, memory=memory, scheduler=scheduler), hear, lambda: None)
        assert len(set(waits[1:STEPS])) == 1
        assert waits[STEPS] == waits[1] + 1, "for the last step, behind which there is no work"
        assert waits[1] - waits[0] <= 3, "for noise and timesteps on their way to the card"


def test_each_step_is_reported_once_in_order_with_its_own_preview(start: Start) -> None:
    told: dict[str, list[Denoising]] = {}
    for device in ("cpu", "cuda"):
        heard: list[Event] = []
        with card():
            Renderer().render(replace(with_(start, device=device), output=f"{start.output}-{device}"), heard.append, lambda: None)
        told[device] = [event for event in heard if isinstance(event, Denoising)]
        assert [event.step for event in told[device]] == list(range(STEPS + 1))
    for here, there in zip(told["cpu"][1:], told["cuda"][1:], strict=True):
        assert here.preview is not None and there.preview is not None
        assert np.abs(np.frombuffer(here.preview.rgb, np.uint8).astype(int) - np.frombuffer(there.preview.rgb, np.uint8)).max() <= 1


def test_a_cpu_shows_each_step_before_the_next(start: Start, calls: list[None]) -> None:
    seen: list[int] = []
    Renderer().render(with_(start, device="cpu"), lambda event: seen.append(len(calls)) if isinstance(event, Denoising) else None, lambda: None)
    assert seen == list(range(STEPS + 1))


@pytest.mark.parametrize("memory", ["full", "group_offload"])
def test_the_card_is_at_most_one_step_ahead(memory: str, start: Start, calls: list[None]) -> None:
    with card() as gpu:
        ahead: list[int] = []

        def hear(event: Event) -> None:
            if isinstance(event, Denoising):
                ahead.append(steps_run(gpu, calls) - event.step)

        Renderer().render(with_(start, memory=memory), hear, lambda: None)
        assert ahead == [0, *[1] * (STEPS - 1), 0]


@pytest.mark.parametrize("asked_at", [1, pytest.param(3, marks=pytest.mark.campaign), STEPS])
def test_a_cancelled_clip_runs_one_step_more_than_on_a_cpu_and_reports_nothing_more(asked_at: int, start: Start, calls: list[None]) -> None:
    with card() as gpu:
        heard: list[Event] = []

        def raise_if_asked() -> None:
            if Denoising(asked_at, STEPS) in heard:
                raise Cancelled("cancelled")

        with pytest.raises(Cancelled):
            Renderer().render(replace(start, previews=False), heard.append, raise_if_asked)
        assert heard[-1] == Denoising(asked_at, STEPS)
        assert steps_run(gpu, calls) == min(asked_at + 2, STEPS)
        assert not gpu.pools


def broken_from(step: int, start: Start, monkeypatch: pytest.MonkeyPatch, *, below: torch.dtype) -> None:
    """Have the denoiser give NaN from a step on, in a precision below `below`."""
    timesteps = make_schedule("dpmpp_2m", Path(start.model_folder), STEPS, torch.device("cpu")).timesteps
    last, real = float(timesteps[step - 1]), modelscope.predictor

    def breaking(denoiser: UNet3D, text: Text, *, keeps: bool, condition: Condition) -> Predict:
        predict = real(denoiser, text, keeps=keeps, condition=condition)
        breaks = text.features.dtype.itemsize < below.itemsize
        return lambda latents, timestep, reuse=False: predict(latents, timestep, reuse=reuse) * (torch.where(timestep <= last, torch.nan, 1.0) if breaks else 1)

    monkeypatch.setattr(modelscope, "predictor", breaking)


@pytest.mark.parametrize("step", [1, pytest.param(4, marks=pytest.mark.campaign), STEPS])
def test_nan_is_found_one_step_later_and_before_the_latents_are_used(step: int, start: Start, calls: list[None], monkeypatch: pytest.MonkeyPatch) -> None:
    broken_from(step, start, monkeypatch, below=torch.float64)
    with card() as gpu:
        heard: list[Event] = []
        with pytest.raises(BlankVideo, match="the model returned NaN values"):
            Renderer().render(replace(start, previews=False), heard.append, lambda: None)
        assert heard[-1] == Denoising(step - 1, STEPS)
        assert steps_run(gpu, calls) == min(step + 1, STEPS)


def test_nan_in_half_precision_is_made_again_in_full(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    broken_from(5, start, monkeypatch, below=torch.float32)
    with card() as gpu:
        heard: list[Event] = []
        Renderer().render(with_(start, dtype="fp16"), heard.append, lambda: None)
        assert [event.message for event in heard if isinstance(event, Warned)] == ["the model returned NaN values: trying again in full precision (fp32)"]
        assert sum(isinstance(event, Denoising) for event in heard) == 5 + STEPS + 1 and any(isinstance(event, Decoding) for event in heard)
        assert gpu.captures == 2 and not gpu.pools
